// Tiling. Lanes run along the inner axis. Four vectors of partial sums hide the latency of an addition; they are added as
// (0 + 1) + (2 + 3), then the lanes by halves. Rows too long for one block are cut into parts of about 16384 terms, and the parts'
// sums are added in order.
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

    public int Parts => Math.Max(1, Outer == 1 ? Blocks.Count(Inner, InnerPerPart) : Blocks.Count(Outer, OuterPerPart));

    public static RowSumPlan For(int outer, int middle, int inner)
    {
        int outerPerPart = outer == 1 ? 1 : Math.Max(1, TermsPerPart / Math.Max(1, inner));
        int innerPerPart = outer == 1 ? TermsPerPart : Math.Max(1, inner);
        long terms = (long)Math.Min(outer, outerPerPart) * Math.Min(inner, innerPerPart);
        return new RowSumPlan(outer, middle, inner, outerPerPart, innerPerPart, (int)Math.Max(1, TermsPerPart / Math.Max(1, terms)));
    }
}

/// <summary>result[part, m] = scale · Σ op(a[o, m, i], b[o, m, i]) over the part's o and i.</summary>
internal readonly unsafe struct RowSumJob<TOp>(float* a, float* b, SumTarget<TOp> target, RowSumPlan plan) : IJob
    where TOp : struct, IRowMap
{
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int part = block % plan.Parts;
        int first = block / plan.Parts * plan.RowsPerBlock;
        int end = Math.Min(first + plan.RowsPerBlock, plan.Middle);
        for (int m = first; m < end; m++)
        {
            target.Result[(part * plan.Middle) + m] = target.Scale * Sum<V>(m, part);
        }
    }

    [MethodImpl(HotLoop.Options)]
    private float Sum<V>(int m, int part)
        where V : struct, ISimd<V>
    {
        int o = plan.Outer == 1 ? 0 : part * plan.OuterPerPart;
        int outerEnd = Math.Min(o + plan.OuterPerPart, plan.Outer);
        int start = plan.Outer == 1 ? part * plan.InnerPerPart : 0;
        int length = Math.Min(plan.InnerPerPart, plan.Inner - start);
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
        for (; o < outerEnd; o++)
        {
            int i = (((o * plan.Middle) + m) * plan.Inner) + start;
            int end = i + length;
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
            }
        }

        return V.Sum(s0 + s1 + (s2 + s3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Term<V>(int i)
        where V : struct, ISimd<V> => Invoke(V.Load(in a[i]), TOp.Count > 1 ? V.Load(in b[i]) : V.Zero, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Invoke<V>(V x, V y, int index)
        where V : struct, ISimd<V> => target.Op.Invoke(x, y, V.Zero, V.Zero, V.Zero, V.Zero, index);
}
