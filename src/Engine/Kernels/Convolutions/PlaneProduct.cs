// Tiling. With an output or two for each channel a product of matrices would have that many rows: its tiles would wait for their own
// sums. Here a plane is filtered by itself. Planes are laid out by kernel columns (ColumnLayout.cs), and lanes run along positions over all
// rows at once, so a plane of 7x7 fills vectors as well as one of 112x112; 4 vectors of sums hide the latency, and bias and map follow
// before they leave their registers. A block is a run of planes, about as many as a first-level cache holds.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>result[p, m] = map(Σ weights[group, m, tap] · patch(source[p], tap) + bias[group, m]), by planes; p runs over images and groups.</summary>
internal unsafe struct PlaneProduct<TMap> : IJob
    where TMap : struct, IMap1
{
    private const int BlockLength = 8192;
    private const int Vectors = 4;

    public float* Source;

    /// <summary>The sizes, of the channels of one group: one, or very few.</summary>
    public WindowSizes Sizes;

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

    private readonly int PlanesPerBlock => (int)Math.Max(1, BlockLength / Math.Max(1, new ColumnLayout(Sizes).Length(Sizes.OutputHeight)));

    public readonly int BlockCount => Blocks.Count(Planes, PlanesPerBlock);

    [MethodImpl(HotLoop.Options)]
    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int first = block * PlanesPerBlock;
        int planes = Math.Min(PlanesPerBlock, Planes - first);
        int rows = Sizes.OutputHeight;
        ColumnLayout layout = new(Sizes with { Channels = checked(planes * Sizes.Channels) });

        // Tiles read and write whole vectors, also beyond the last position.
        int slack = Vectors * V.Width;
        int positions = layout.Positions;
        long length = layout.Length(rows) + slack;
        float* columns = Scratch.ForBlock(checked(length + positions + slack + Sizes.Taps));
        float* sums = columns + length;
        int* offsets = (int*)(sums + positions + slack);
        layout.ListOffsets(offsets, rows, Sizes.Channels);
        layout.Fill<V>(Source + ((nint)first * Sizes.Channels * Sizes.Height * Sizes.Width), columns, 0, rows, rows);
        nint distance = Sizes.Channels * Sizes.KernelWidth * layout.RowDistance(rows);
        int plane = Grid.PlaneHeight * Grid.PlaneWidth;
        for (int p = first; p < first + planes; p++, columns += distance)
        {
            for (int m = 0; m < Outputs; m++)
            {
                int output = (p % Groups * Outputs) + m;
                int index = ((p * Outputs) + m) * plane;
                float* weights = Weights + ((nint)output * Sizes.Taps);
                if (Grid.IsWhole)
                {
                    Multiply<V>(columns, offsets, weights, positions, Bias is null ? null : Bias + output, Result + index, index);
                }
                else
                {
                    MultiplyTile<V>(columns, offsets, weights, positions, sums);
                    Grid.Write<V>(sums, 0, 1, 0, positions, Sizes.OutputWidth, Result + index);
                }
            }
        }
    }

    /// <summary>A whole plane, with what follows.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void Multiply<V>(float* columns, int* offsets, float* weights, int positions, float* bias, float* result, int index)
        where V : struct, ISimd<V>
    {
        int taps = Sizes.Taps;
        int q = 0;
        for (; q <= positions - (Vectors * V.Width); q += Vectors * V.Width)
        {
            V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
            for (int tap = 0; tap < taps; tap++)
            {
                float* x = columns + q + offsets[tap];
                V weight = V.Broadcast(weights[tap]);
                V.AddProduct(weight, V.Load(in x[0]), ref s0);
                V.AddProduct(weight, V.Load(in x[V.Width]), ref s1);
                V.AddProduct(weight, V.Load(in x[2 * V.Width]), ref s2);
                V.AddProduct(weight, V.Load(in x[3 * V.Width]), ref s3);
            }

            Finish(s0, bias, index + q).Store(ref result[q]);
            Finish(s1, bias, index + q + V.Width).Store(ref result[q + V.Width]);
            Finish(s2, bias, index + q + (2 * V.Width)).Store(ref result[q + (2 * V.Width)]);
            Finish(s3, bias, index + q + (3 * V.Width)).Store(ref result[q + (3 * V.Width)]);
        }

        // Two at a time, the second of which may begin beyond the end.
        for (; q < positions; q += 2 * V.Width)
        {
            V s0 = V.Zero, s1 = V.Zero;
            for (int tap = 0; tap < taps; tap++)
            {
                float* x = columns + q + offsets[tap];
                V weight = V.Broadcast(weights[tap]);
                V.AddProduct(weight, V.Load(in x[0]), ref s0);
                V.AddProduct(weight, V.Load(in x[V.Width]), ref s1);
            }

            Store(Finish(s0, bias, index + q), result + q, positions - q);
            Store(Finish(s1, bias, index + q + V.Width), result + q + V.Width, positions - q - V.Width);
        }
    }

    /// <summary>The sums of a plane, which go elsewhere.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void MultiplyTile<V>(float* columns, int* offsets, float* weights, int positions, float* sums)
        where V : struct, ISimd<V>
    {
        int taps = Sizes.Taps;
        for (int q = 0; q < positions; q += 2 * V.Width)
        {
            V s0 = V.Zero, s1 = V.Zero;
            for (int tap = 0; tap < taps; tap++)
            {
                float* x = columns + q + offsets[tap];
                V weight = V.Broadcast(weights[tap]);
                V.AddProduct(weight, V.Load(in x[0]), ref s0);
                V.AddProduct(weight, V.Load(in x[V.Width]), ref s1);
            }

            s0.Store(ref sums[q]);
            s1.Store(ref sums[q + V.Width]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly V Finish<V>(V sum, float* bias, int index)
        where V : struct, ISimd<V> => Map.Invoke(bias is null ? sum : sum + V.Broadcast(*bias), index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V value, float* target, int lanes)
        where V : struct, ISimd<V>
    {
        if (lanes >= V.Width)
        {
            value.Store(ref *target);
        }
        else if (lanes > 0)
        {
            value.Store(ref *target, lanes);
        }
    }
}
