// Tiling. A plane that gives one plane of the same width, or very few, is filtered by itself (depth-wise). Taps see it in place
// (ShiftedPlanes.cs), lanes run along positions over all rows at once, and four vectors of sums hide the latency. The sums of a column of the
// kernel are masked once, not each of its taps. The last vectors of a plane begin earlier where they would go beyond it. A block is a
// run of planes, about as many as a first-level cache holds: they are all copied before the first is filtered, because vectors that were just
// stored can't be loaded at another place without waiting. What the next block needs arrives meanwhile (Ahead.cs).
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>result[p, m] = map(Σ weights[group, m, tap] · patch(source[p], tap) + bias[group, m]), by planes; p runs over images and groups.</summary>
internal unsafe struct ShiftedProduct<TMap> : IJob
    where TMap : struct, IMap1
{
    private const int BlockLength = 8192;
    private const int Vectors = 4;

    public float* Source;

    /// <summary>The sizes, of one channel.</summary>
    public WindowSizes Sizes;
    public ShiftedPlanes Shifts;

    /// <summary>[groups, outputs, taps] by rows.</summary>
    public float* Weights;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;
    public int Groups;

    /// <summary>Images times groups.</summary>
    public int Planes;

    public float* Result;
    public float* Bias;
    public TMap Map;

    private readonly int PlanesPerBlock => Math.Max(1, BlockLength / Shifts.Distance);

    public readonly int BlockCount => Blocks.Count(Planes, PlanesPerBlock);

    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int first = block * PlanesPerBlock;
        int count = Math.Min(PlanesPerBlock, Planes - first);
        float* planes = Scratch.ForBlock(Shifts.Length(count));
        nint length = (nint)Sizes.Height * Sizes.Width;
        Shifts.Copy<V>(Source + (first * length), length, planes, count);
        int positions = Sizes.OutputHeight * Sizes.OutputWidth;
        int lanes = Vectors * V.Width;
        float* part = stackalloc float[ShiftedPlanes.MostLanes];
        int after = Math.Min(count, Planes - first - count);
        Ahead reading = new(Source + ((first + count) * length), after * length, count);
        Ahead writing = new(Result + ((nint)(first + count) * Outputs * positions), (nint)after * Outputs * positions, count);
        for (int p = 0; p < count; p++)
        {
            reading.Step();
            writing.Step();
            for (int m = 0; m < Outputs; m++)
            {
                int output = ((first + p) % Groups * Outputs) + m;
                int index = (((first + p) * Outputs) + m) * positions;
                float* weights = Weights + ((nint)output * Sizes.Taps);
                float* bias = Bias is null ? null : Bias + output;
                for (int q = 0; q < positions; q += lanes)
                {
                    int start = Math.Max(0, Math.Min(q, positions - lanes));
                    if (start + lanes <= positions)
                    {
                        Multiply<V>(planes, p, weights, bias, start, index + start, Result + index + start);
                    }
                    else
                    {
                        Multiply<V>(planes, p, weights, bias, start, index + start, part);
                        Strip.Copy<V>(part, Result + index + start, positions - start);
                    }
                }
            }
        }
    }

    /// <summary>Four vectors of a plane from position <paramref name="q"/> on, with what follows.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void Multiply<V>(float* planes, int plane, float* weights, float* bias, int q, int index, float* target)
        where V : struct, ISimd<V>
    {
        int width = Sizes.KernelWidth;
        int taps = Sizes.Taps;
        nint distance = Shifts.RowDistance;
        int column = q % Sizes.Width;
        V t0 = V.Zero, t1 = V.Zero, t2 = V.Zero, t3 = V.Zero;
        for (int j = 0; j < width; j++)
        {
            V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
            float* x = Shifts.Source(planes, plane, j) + q;
            for (int tap = j; tap < taps; tap += width, x += distance)
            {
                V weight = V.Broadcast(weights[tap]);
                V.AddProduct(weight, V.Load(in x[0]), ref s0);
                V.AddProduct(weight, V.Load(in x[V.Width]), ref s1);
                V.AddProduct(weight, V.Load(in x[2 * V.Width]), ref s2);
                V.AddProduct(weight, V.Load(in x[3 * V.Width]), ref s3);
            }

            if (!Shifts.IsInside(j))
            {
                float* mask = Shifts.Mask(j) + column;
                s0 = V.Select(V.LessThan(V.Zero, V.Load(in mask[0])), s0, V.Zero);
                s1 = V.Select(V.LessThan(V.Zero, V.Load(in mask[V.Width])), s1, V.Zero);
                s2 = V.Select(V.LessThan(V.Zero, V.Load(in mask[2 * V.Width])), s2, V.Zero);
                s3 = V.Select(V.LessThan(V.Zero, V.Load(in mask[3 * V.Width])), s3, V.Zero);
            }

            t0 += s0;
            t1 += s1;
            t2 += s2;
            t3 += s3;
        }

        if (bias is not null)
        {
            V addend = V.Broadcast(*bias);
            t0 += addend;
            t1 += addend;
            t2 += addend;
            t3 += addend;
        }

        Map.Invoke(t0, index).Store(ref target[0]);
        Map.Invoke(t1, index + V.Width).Store(ref target[V.Width]);
        Map.Invoke(t2, index + (2 * V.Width)).Store(ref target[2 * V.Width]);
        Map.Invoke(t3, index + (3 * V.Width)).Store(ref target[3 * V.Width]);
    }
}
