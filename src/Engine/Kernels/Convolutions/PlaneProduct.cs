// Tiling. With an output or two for each channel a product of matrices would have that many rows: its tiles would wait for their own
// sums. Here a plane is filtered by itself. It is laid out with its border (PaddedLayout.cs), and lanes run along its positions over all
// rows at once, so a plane of 7x7 fills vectors as well as one of 112x112; 4 vectors of sums hide the latency. A block is a run of planes.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>result[p, m] = map(Σ weights[group, m, tap] · patch(source[p], tap) + bias[group, m]), by planes; p runs over images and groups.</summary>
internal unsafe struct PlaneProduct<TMap> : IJob
    where TMap : struct, IMap1
{
    private const int BlockLength = 16384;
    private const int Vectors = 4;

    public float* Source;
    public PaddedLayout Layout;
    public int* Offsets;

    /// <summary>[groups, outputs, taps] by rows.</summary>
    public float* Weights;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;
    public int Groups;

    /// <summary>Images times groups.</summary>
    public int Planes;

    public float* Result;
    public OutputGrid Grid;
    public float* Bias;
    public TMap Map;

    private readonly int PlanesPerBlock => (int)Math.Max(1, BlockLength / Math.Max(1, Layout.Length));

    public readonly int BlockCount => Blocks.Count(Planes, PlanesPerBlock);

    [MethodImpl(HotLoop.Options)]
    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        // Tiles read and write whole vectors, also beyond the last position.
        int slack = Vectors * V.Width;
        long length = Layout.Length;
        float* padded = Scratch.ForBlock(checked(length + slack + Layout.Positions + slack));
        float* sums = padded + length + slack;
        new Span<float>(padded + length, slack).Clear();
        int plane = Grid.PlaneHeight * Grid.PlaneWidth;
        int first = block * PlanesPerBlock;
        int end = Math.Min(first + PlanesPerBlock, Planes);
        for (int p = first; p < end; p++)
        {
            Layout.Fill<V>(Source + ((nint)p * Layout.Channels * Layout.Height * Layout.Width), padded, 0, 1);
            for (int m = 0; m < Outputs; m++)
            {
                int output = (p % Groups * Outputs) + m;
                int index = ((p * Outputs) + m) * plane;
                Multiply<V>(padded, Offsets, Weights + ((nint)output * Layout.Taps), Layout.Taps, Layout.Positions, sums);
                CopyValid<V>(sums, Result + index);
                if (!Epilogue.IsEmpty<TMap>(Bias))
                {
                    Epilogue.BiasPerRow<V, TMap>(Result + index, Bias is null ? 0f : Bias[output], plane, index, Map);
                }
            }
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Multiply<V>(float* padded, int* offsets, float* weights, int taps, int positions, float* sums)
        where V : struct, ISimd<V>
    {
        // A tile with a vector to spare is faster than vectors one by one, each waiting for its own sums.
        int q = 0;
        for (; positions - q > V.Width; q += Vectors * V.Width)
        {
            V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
            for (int tap = 0; tap < taps; tap++)
            {
                float* x = padded + q + offsets[tap];
                V weight = V.Broadcast(weights[tap]);
                V.AddProduct(weight, V.Load(in x[0]), ref s0);
                V.AddProduct(weight, V.Load(in x[V.Width]), ref s1);
                V.AddProduct(weight, V.Load(in x[2 * V.Width]), ref s2);
                V.AddProduct(weight, V.Load(in x[3 * V.Width]), ref s3);
            }

            s0.Store(ref sums[q]);
            s1.Store(ref sums[q + V.Width]);
            s2.Store(ref sums[q + (2 * V.Width)]);
            s3.Store(ref sums[q + (3 * V.Width)]);
        }

        if (q < positions)
        {
            V sum = V.Zero;
            for (int tap = 0; tap < taps; tap++)
            {
                V.AddProduct(V.Broadcast(weights[tap]), V.Load(in padded[q + offsets[tap]]), ref sum);
            }

            sum.Store(ref sums[q]);
        }
    }

    /// <summary>Copies the positions that are outputs; those between their rows are dropped.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void CopyValid<V>(float* sums, float* result)
        where V : struct, ISimd<V>
    {
        float* target = result + (Grid.FirstRow * Grid.PlaneWidth) + Grid.FirstColumn;
        for (int r = 0; r < Layout.OutputHeight; r++, sums += Layout.Pitch, target += Grid.RowStep * Grid.PlaneWidth)
        {
            if (Grid.ColumnStep == 1)
            {
                Strip.Copy<V>(sums, target, Layout.OutputWidth);
                continue;
            }

            for (int s = 0; s < Layout.OutputWidth; s++)
            {
                target[s * Grid.ColumnStep] = sums[s];
            }
        }
    }
}
