// Tiling. A block takes some rows of some outer indices as they lie in memory, about 16384 terms: from outer index to outer index the rows of one
// sum lie apart, and neither threads nor what the processor loads ahead would profit from following them. Lanes run along the inner axis. Four
// vectors of partial sums hide the latency of an addition; they are added as (0 + 1) + (2 + 3), and what comes of it to a vector that waits in the
// first-level cache from one outer index to the next; in the end the lanes by halves. The sums of several blocks are added in order.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>How sums over the outer and inner axes are cut; it follows from the sizes alone.</summary>
/// <param name="Outer">The size of the outer axis.</param>
/// <param name="Middle">The number of sums.</param>
/// <param name="Inner">The size of the inner axis.</param>
/// <param name="OuterPerPart">Outer indices that one part of a sum covers.</param>
/// <param name="InnerPerPart">Inner indices that one part covers; all of them unless there is one outer index.</param>
/// <param name="RowsPerBlock">Sums that one block makes.</param>
internal readonly record struct RowSumPlan(
    int Outer, int Middle, int Inner, int OuterPerPart, int InnerPerPart, int RowsPerBlock)
{
    private const int TermsPerPart = 16384;

    /// <summary>The most sums of a block that goes on to another outer index: their vectors stay in the first-level cache.</summary>
    private const int MostWaitingRows = 64;

    public int Parts => Math.Max(1, Outer == 1 ? Blocks.Count(Inner, InnerPerPart) : Blocks.Count(Outer, OuterPerPart));

    public int BlockCount => Blocks.Count(Middle, RowsPerBlock) * Parts;

    /// <summary>The elements from an outer index to the next.</summary>
    public int OuterStep => Middle * Inner;

    public static RowSumPlan For(int outer, int middle, int inner)
    {
        int innerPerPart = outer == 1 ? TermsPerPart : Math.Max(1, inner);
        int rows = Math.Max(1, TermsPerPart / Math.Max(1, Math.Min(inner, innerPerPart)));
        if (outer == 1)
        {
            return new RowSumPlan(outer, middle, inner, 1, innerPerPart, rows);
        }

        rows = Math.Max(1, Math.Min(Math.Min(rows, MostWaitingRows), middle));
        return new RowSumPlan(outer, middle, inner, Math.Max(1, TermsPerPart / (rows * innerPerPart)), innerPerPart, rows);
    }

    /// <summary>What a block does.</summary>
    public RowSumBlock Block(int block)
    {
        int part = block % Parts;
        int row = block / Parts * RowsPerBlock;
        int outer = Outer == 1 ? 0 : part * OuterPerPart;
        int start = Outer == 1 ? part * InnerPerPart : 0;
        int length = Outer == 0 ? 0 : Math.Min(InnerPerPart, Inner - start);
        return new RowSumBlock(
            (((outer * Middle) + row) * Inner) + start,
            Math.Max(1, Math.Min(OuterPerPart, Outer - outer)),
            Math.Min(RowsPerBlock, Middle - row),
            length,
            (part * Middle) + row);
    }
}

/// <summary>Some rows of some outer indices. Where there is nothing to sum, it is one outer index of rows of no elements.</summary>
/// <param name="Start">The first element of the first row.</param>
/// <param name="Outer">The number of outer indices.</param>
/// <param name="Rows">The number of rows of each.</param>
/// <param name="Length">The elements of a row.</param>
/// <param name="Result">The place of the first sum.</param>
internal readonly record struct RowSumBlock(int Start, int Outer, int Rows, int Length, int Result);

/// <summary>result[part, m] = scale · Σ op(a[o, m, i], b[o, m, i]) over the part's o and i.</summary>
internal readonly unsafe struct RowSumJob<TOp>(float* a, float* b, SumTarget<TOp> target, RowSumPlan plan) : IJob
    where TOp : struct, IRowMap
{
    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        RowSumBlock rows = plan.Block(block);
        float* sums = rows.Outer > 1 ? Scratch.ForBlock((long)rows.Rows * V.Width) : null;
        for (int o = 0; o < rows.Outer; o++)
        {
            int i = rows.Start + (o * plan.OuterStep);
            for (int m = 0; m < rows.Rows; m++, i += plan.Inner - rows.Length)
            {
                V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
                int end = i + rows.Length;
                for (; i <= end - (4 * V.Width); i += 4 * V.Width)
                {
                    s0 += Term<V>(i);
                    s1 += Term<V>(i + V.Width);
                    s2 += Term<V>(i + (2 * V.Width));
                    s3 += Term<V>(i + (3 * V.Width));
                }

                for (; i <= end - V.Width; i += V.Width)
                {
                    s0 += Term<V>(i);
                }

                int rest = end - i;
                if (rest > 0)
                {
                    // The lanes beyond the end are zero going in, but the operator may make something of zero.
                    V term = Invoke(V.Load(in a[i], rest), TOp.Count > 1 ? V.Load(in b[i], rest) : V.Zero, i);
                    s1 += V.Select(V.LessThan(V.Indices, V.Broadcast(rest)), term, V.Zero);
                    i = end;
                }

                target.Add(s0 + s1 + (s2 + s3), rows, o, m, sums);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Term<V>(int i)
        where V : struct, ISimd<V> => Invoke(V.Load(in a[i]), TOp.Count > 1 ? V.Load(in b[i]) : V.Zero, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Invoke<V>(V x, V y, int index)
        where V : struct, ISimd<V> => target.Op.Invoke(x, y, V.Zero, V.Zero, V.Zero, V.Zero, V.Zero, V.Zero, index);
}
