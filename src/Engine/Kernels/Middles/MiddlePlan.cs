// Tiling. Slices along the middle axis do not meet, so blocks are sets of slices: some outer indices with all their columns when these
// are few, or a strip of 256 columns of one. Lanes run along the columns; slices without neighbours are runs of their own, or, where they are
// short, columns of a panel (TurnedRows.cs).
namespace Adjoint.Kernels;

/// <summary>How the slices along the middle axis of [outer, middle, inner] are shared out; it follows from the sizes alone.</summary>
/// <param name="Outer">The size of the outer axis.</param>
/// <param name="Middle">The length of a slice.</param>
/// <param name="Inner">The size of the inner axis.</param>
/// <param name="OuterPerBlock">Outer indices that one block covers.</param>
internal readonly record struct MiddlePlan(int Outer, int Middle, int Inner, int OuterPerBlock)
{
    /// <summary>About as many elements make a block.</summary>
    public const int BlockLength = 8192;

    private const int ColumnsPerStrip = 256;

    public int Strips => Blocks.Count(Inner, ColumnsPerStrip);

    public int BlockCount => Blocks.Count(Outer, OuterPerBlock) * Strips;

    public static MiddlePlan For(int outer, int middle, int inner)
    {
        long strip = (long)middle * Math.Min(inner, ColumnsPerStrip);
        return new MiddlePlan(outer, middle, inner, (int)Math.Max(1, BlockLength / Math.Max(1, strip)));
    }

    public (int First, int End) OuterOf(int block)
    {
        int first = block / Strips * OuterPerBlock;
        return (first, Math.Min(first + OuterPerBlock, Outer));
    }

    public (int First, int End) ColumnsOf(int block)
    {
        int first = block % Strips * ColumnsPerStrip;
        return (first, Math.Min(first + ColumnsPerStrip, Inner));
    }
}

/// <summary>What is done with slices along the middle axis.</summary>
internal unsafe interface IMiddlePass<T>
    where T : unmanaged
{
    /// <summary>Whether each slice gives as many elements as it has, rather than one.</summary>
    static abstract bool KeepsMiddle { get; }

    /// <summary>Does it with neighbouring slices. Where a slice gives as many elements as it has, the target may be the source.</summary>
    /// <typeparam name="V">The vector type of the processor at hand.</typeparam>
    /// <param name="source">The first slice's first element.</param>
    /// <param name="target">The first slice's first result.</param>
    /// <param name="length">The length of a slice.</param>
    /// <param name="stride">The distance of neighbours within a slice.</param>
    /// <param name="columns">The number of slices, which lie next to each other.</param>
    void Run<V>(float* source, T* target, int length, int stride, int columns)
        where V : struct, ISimd<V>;
}

/// <summary>A pass over all slices.</summary>
internal readonly unsafe struct MiddleJob<T, TPass>(float* source, T* target, MiddlePlan plan, TPass pass) : IJob
    where T : unmanaged
    where TPass : struct, IMiddlePass<T>
{
    /// <summary>Runs a pass after its arguments have been checked.</summary>
    public static void Start(Threads threads, ReadOnlySpan<float> a, Span<T> result, int outer, int middle, int inner, TPass pass)
    {
        MiddlePlan plan = MiddlePlan.For(outer, middle, inner);
        fixed (float* aStart = a)
        fixed (T* start = result)
        {
            if (inner == 1 && middle > 1 && TurnedRows.Suit(outer, middle))
            {
                int rows = TurnedRows.RowsWithin(MiddlePlan.BlockLength, middle);
                TurnedMiddleJob<T, TPass> turned = new(aStart, start, outer, middle, rows, pass);
                threads.Run(ref turned, Blocks.Count(outer, rows), 4L * a.Length);
                return;
            }

            MiddleJob<T, TPass> job = new(aStart, start, plan, pass);
            threads.Run(ref job, plan.BlockCount, 4L * a.Length);
        }
    }

    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        (int o, int end) = plan.OuterOf(block);
        (int column, int columnEnd) = plan.ColumnsOf(block);
        for (; o < end; o++)
        {
            nint group = (nint)o * plan.Inner;
            pass.Run<V>(
                source + (group * plan.Middle) + column,
                target + (TPass.KeepsMiddle ? group * plan.Middle : group) + column,
                plan.Middle,
                plan.Inner,
                columnEnd - column);
        }
    }
}
