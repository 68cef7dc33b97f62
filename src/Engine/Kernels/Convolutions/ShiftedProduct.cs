// Tiling. A plane that gives one plane of the same width, or very few, is filtered by itself (depth-wise). Taps see it in place
// (ShiftedPlanes.cs), and lanes run along positions over all rows at once. The sums of a column of the kernel are masked once, not each of its
// taps, and each weight is broadcast for four vectors; the last vectors of a plane begin earlier where they would go beyond it. A kernel of
// 3x3 keeps its weights in registers instead (ThreeByThree.cs). A block is a run of planes, about as many as a first-level cache holds: they
// are all copied before the first is filtered, because vectors that were just stored can't be loaded at another place without
// waiting. What the next block needs arrives meanwhile (Ahead.cs).
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
        int perBlock = PlanesPerBlock;
        int first = block * perBlock;
        int count = Math.Min(perBlock, Planes - first);
        float* planes = Scratch.ForBlock(Shifts.Length(count));
        nint length = (nint)Sizes.Height * Sizes.Width;
        Shifts.Copy<V>(Source + (first * length), length, planes, count);
        int positions = Sizes.OutputHeight * Sizes.OutputWidth;
        int after = Math.Min(count, Planes - first - count);
        bool isThree = ThreeByThree.Suits(Sizes);
        int steps = isThree ? count * Outputs * Blocks.Count(positions, V.Width) : count;
        Ahead reading = new(Source + ((first + count) * length), after * length, steps);
        Ahead writing = new(Result + ((nint)(first + count) * Outputs * positions), (nint)after * Outputs * positions, steps);
        if (isThree)
        {
            ThreeByThree.Filter<V, TMap>(this, planes, first, count, reading, writing);
            return;
        }

        int lanes = Vectors * V.Width;
        int taps = Sizes.Taps;
        float* part = stackalloc float[ShiftedPlanes.MostLanes];
        int group = first % Groups;
        for (int p = 0; p < count; p++)
        {
            reading.Step();
            writing.Step();
            for (int m = 0; m < Outputs; m++)
            {
                int output = (group * Outputs) + m;
                int index = (((first + p) * Outputs) + m) * positions;
                float* weights = Weights + ((nint)output * taps);
                float* bias = Bias is null ? null : Bias + output;
                if (positions < lanes)
                {
                    Filter<V>(planes, p, positions, weights, bias, index, part);
                    Strip.Copy<V>(part, Result + index, positions);
                }
                else
                {
                    Filter<V>(planes, p, positions, weights, bias, index, Result + index);
                }
            }

            group = group + 1 == Groups ? 0 : group + 1;
        }
    }

    /// <summary>A plane with what follows, four vectors at a time.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void Filter<V>(float* planes, int plane, int positions, float* weights, float* bias, int index, float* target)
        where V : struct, ISimd<V>
    {
        int width = Sizes.KernelWidth;
        int taps = width * Sizes.KernelHeight;
        nint distance = Shifts.RowDistance;
        int lanes = Vectors * V.Width;
        int last = Math.Max(0, positions - lanes);
        int step = lanes % Sizes.Width;
        int column = 0;
        for (int from = 0; from < positions; from += lanes)
        {
            int q = Math.Min(from, last);
            column = q == from ? column : q % Sizes.Width;
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
                    s0 = V.Select(V.Load(in mask[0]), s0, V.Zero);
                    s1 = V.Select(V.Load(in mask[V.Width]), s1, V.Zero);
                    s2 = V.Select(V.Load(in mask[2 * V.Width]), s2, V.Zero);
                    s3 = V.Select(V.Load(in mask[3 * V.Width]), s3, V.Zero);
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

            Map.Invoke(t0, index + q).Store(ref target[q]);
            Map.Invoke(t1, index + q + V.Width).Store(ref target[q + V.Width]);
            Map.Invoke(t2, index + q + (2 * V.Width)).Store(ref target[q + (2 * V.Width)]);
            Map.Invoke(t3, index + q + (3 * V.Width)).Store(ref target[q + (3 * V.Width)]);
            column += step;
            column -= column >= Sizes.Width ? Sizes.Width : 0;
        }
    }
}
