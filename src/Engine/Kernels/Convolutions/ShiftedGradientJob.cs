// Tiling. Where each channel gives one plane of the same width, or very few, dkernel[o, i, j] is a dot product of dy and the plane at a
// constant distance (ShiftedPlanes.cs). Lanes run along positions, and dy is masked rather than x, once for a column of the kernel. A kernel of
// 3x3 is a single pass (ThreeByThree.cs); of others a pass takes three rows of one column and two vectors of positions, six vectors of sums.
// Sums go to memory from image to image as vectors, and their lanes are added up once. Planes are copied some at a time, as many as a
// first-level cache holds beside the sums; what the next image of the batch needs arrives meanwhile (Ahead.cs). A block is some
// channels of a run of images, runs first: a thread's blocks then are images whose derivatives it made itself.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>parts[image part, group, o, tap] = Σ dy · patch, for groups of one channel.</summary>
internal unsafe struct ShiftedGradientJob : IJob
{
    private const int MostBlocks = 32;
    private const int MostParts = 8;
    private const int LeastImages = 4;
    private const int NearFloats = 4096;
    private const int Rows = 3;

    /// <summary>Lanes of the widest vectors.</summary>
    private const int Vector = 16;

    public float* X;
    public float* Dy;
    public float* Parts;

    /// <summary>The sizes, of one channel.</summary>
    public WindowSizes Sizes;
    public ShiftedPlanes Shifts;
    public int Batch;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;
    public int Groups;

    private readonly int ImagesPerPart => Blocks.Count(Batch, Math.Clamp(Batch / LeastImages, 1, Math.Max(MostParts, MostBlocks / Groups)));

    private readonly int GroupsPerBlock => Blocks.Count(Groups, Math.Max(1, MostBlocks / PartCount));

    private readonly int GroupBlocks => Blocks.Count(Groups, GroupsPerBlock);

    /// <summary>The number of partial results that have to be added up.</summary>
    public readonly int PartCount => Blocks.Count(Batch, ImagesPerPart);

    public readonly int BlockCount => checked(PartCount * GroupBlocks);

    [MethodImpl(HotLoop.Options)]
    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        (int part, int first) = Math.DivRem(block, GroupBlocks);
        first *= GroupsPerBlock;
        int groups = Math.Min(GroupsPerBlock, Groups - first);
        int image = part * ImagesPerPart;
        int end = (int)Math.Min((long)image + ImagesPerPart, Batch);
        int taps = Sizes.Taps;
        int positions = Sizes.OutputHeight * Sizes.OutputWidth;
        int count = checked(groups * Outputs * taps);
        int together = Math.Clamp(NearFloats / Shifts.Distance, 1, groups);
        float* sums = Scratch.ForBlock(Require.Product(count, Vector, 1) + Shifts.Length(together));
        float* planes = sums + ((nint)count * Vector);
        new Span<float>(sums, count * Vector).Clear();
        nint length = (nint)Sizes.Height * Sizes.Width;
        for (; image < end; image++)
        {
            nint next = ((image + 1) * (nint)Groups) + first;
            bool hasNext = image + 1 < Batch;
            Ahead images = new(X + (next * length), hasNext ? groups * length : 0, groups * Outputs);
            Ahead gradients = new(Dy + (next * Outputs * positions), hasNext ? (nint)groups * Outputs * positions : 0, groups * Outputs);
            for (int group = 0; group < groups; group += together)
            {
                nint number = ((nint)image * Groups) + first + group;
                int some = Math.Min(together, groups - group);
                Shifts.Copy<V>(X + (number * length), length, planes, some);
                float* target = sums + ((nint)group * Outputs * taps * Vector);
                AddPlanes<V>(Dy + (number * Outputs * positions), planes, some * Outputs, target, ref images, ref gradients);
            }
        }

        float* result = Parts + ((((nint)part * Groups) + first) * Outputs * taps);
        for (int i = 0; i < count; i++)
        {
            result[i] = V.Sum(V.Load(in sums[(nint)i * Vector]));
        }
    }

    [MethodImpl(HotLoop.Options)]
    private readonly void AddPlanes<V>(float* dy, float* planes, int outputs, float* sums, ref Ahead images, ref Ahead gradients)
        where V : struct, ISimd<V>
    {
        int positions = Sizes.OutputHeight * Sizes.OutputWidth;
        int taps = Sizes.Taps;
        bool isThree = ThreeByThree.Suits(Sizes);
        for (int o = 0; o < outputs; o++, dy += positions, sums += taps * Vector)
        {
            images.Step();
            gradients.Step();
            if (isThree)
            {
                ThreeByThree.AddGradient<V>(Shifts, planes, o / Outputs, positions, dy, sums);
                continue;
            }

            for (int j = 0; j < Sizes.KernelWidth; j++)
            {
                float* x = Shifts.Source(planes, o / Outputs, j);
                for (int i = 0; i < Sizes.KernelHeight; i += Rows, x += Rows * (nint)Shifts.RowDistance)
                {
                    Add<V>(dy, x, j, Math.Min(Rows, Sizes.KernelHeight - i), positions, sums + (((i * Sizes.KernelWidth) + j) * Vector));
                }
            }
        }
    }

    /// <summary>Adds to the sums of some rows of a column. Rows that there aren't repeat the last, and are not written.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void Add<V>(float* dy, float* x, int column, int rows, int positions, float* sums)
        where V : struct, ISimd<V>
    {
        float* x1 = x + (Math.Min(1, rows - 1) * Shifts.RowDistance);
        float* x2 = x + ((rows - 1) * Shifts.RowDistance);
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, t0 = V.Zero, t1 = V.Zero, t2 = V.Zero;
        float* mask = Shifts.Mask(column);
        int width = Sizes.Width;
        int step = 2 * V.Width % width;
        int at = 0;
        int q = 0;
        for (; q <= positions - (2 * V.Width); q += 2 * V.Width)
        {
            V g = Masked(V.Load(in dy[q]), mask + at);
            V.AddProduct(g, V.Load(in x[q]), ref s0);
            V.AddProduct(g, V.Load(in x1[q]), ref s1);
            V.AddProduct(g, V.Load(in x2[q]), ref s2);
            g = Masked(V.Load(in dy[q + V.Width]), mask + at + V.Width);
            V.AddProduct(g, V.Load(in x[q + V.Width]), ref t0);
            V.AddProduct(g, V.Load(in x1[q + V.Width]), ref t1);
            V.AddProduct(g, V.Load(in x2[q + V.Width]), ref t2);
            at += step;
            at -= at >= width ? width : 0;
        }

        for (; q < positions; q += V.Width)
        {
            // What lies beyond the positions is of others, and no zero of dy would keep its NaN away.
            int lanes = positions - q;
            V g = Masked(Load<V>(dy + q, lanes), mask + at);
            V.AddProduct(g, Load<V>(x + q, lanes), ref s0);
            V.AddProduct(g, Load<V>(x1 + q, lanes), ref s1);
            V.AddProduct(g, Load<V>(x2 + q, lanes), ref s2);
            at = (at + V.Width) % width;
        }

        int row = Sizes.KernelWidth * Vector;
        (V.Load(in sums[0]) + (s0 + t0)).Store(ref sums[0]);
        if (rows > 1) { (V.Load(in sums[row]) + (s1 + t1)).Store(ref sums[row]); }
        if (rows > 2) { (V.Load(in sums[2 * row]) + (s2 + t2)).Store(ref sums[2 * row]); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Masked<V>(V value, float* mask)
        where V : struct, ISimd<V> => V.Select(V.Load(in *mask), value, V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<V>(float* source, int lanes)
        where V : struct, ISimd<V> => lanes >= V.Width ? V.Load(in *source) : V.Load(in *source, lanes);
}
