// Tiling. Lanes run along the inner axis. Four vectors of partial sums hide the latency of an addition; they are added as
// (0 + 1) + (2 + 3), then the lanes by halves. Where there are several outer indices, a block goes through memory in order, several rows at
// one outer index after another, and keeps a vector of sums for each row: the rows of one sum lie far apart, and short ones would
// each be waited for. Rows too long for one block are cut into parts of about 16384 terms, and the parts' sums are added in order.
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
    private const int MostParts = 16;

    /// <summary>Floats from the sums of a row to those of the next: the lanes of the widest vectors.</summary>
    public const int Vector = 16;

    public int Parts => Math.Max(1, Outer == 1 ? Blocks.Count(Inner, InnerPerPart) : Blocks.Count(Outer, OuterPerPart));

    public static RowSumPlan For(int outer, int middle, int inner)
    {
        int rows = Math.Clamp(TermsPerPart / Math.Max(1, inner), 1, Math.Max(1, middle));
        if (outer == 1)
        {
            return new RowSumPlan(outer, middle, inner, 1, TermsPerPart, rows);
        }

        // Rows of one outer index and so many of these that a part has its terms, unless the parts would be too many to add up.
        int outerPerPart = Math.Max(Blocks.Count(outer, MostParts), TermsPerPart / Math.Max(1, rows * Math.Max(1, inner)));
        return new RowSumPlan(outer, middle, inner, outerPerPart, Math.Max(1, inner), rows);
    }
}

/// <summary>result[part, m] = scale · Σ op(a[o, m, i], b[o, m, i]) over the part's o and i.</summary>
internal readonly unsafe struct RowSumJob<TOp>(float* a, float* b, float* result, RowSumPlan plan, float scale, TOp op) : IJob
    where TOp : struct, IMap2
{
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int part = block % plan.Parts;
        int first = block / plan.Parts * plan.RowsPerBlock;
        int rows = Math.Min(plan.RowsPerBlock, plan.Middle - first);
        int start = plan.Outer == 1 ? part * plan.InnerPerPart : 0;
        int length = Math.Min(plan.InnerPerPart, plan.Inner - start);
        int o = plan.Outer == 1 ? 0 : part * plan.OuterPerPart;
        int outerEnd = Math.Min(o + plan.OuterPerPart, plan.Outer);
        float* sums = Scratch.ForBlock((long)rows * RowSumPlan.Vector);
        new Span<float>(sums, rows * RowSumPlan.Vector).Clear();
        for (; o < outerEnd; o++)
        {
            AddRows<V>((((o * plan.Middle) + first) * plan.Inner) + start, rows, length, sums);
        }

        for (int m = 0; m < rows; m++)
        {
            result[(part * plan.Middle) + first + m] = scale * V.Sum(V.Load(in sums[m * RowSumPlan.Vector]));
        }
    }

    /// <summary>Adds each of some neighbouring rows, from an element of the first on, to its vector.</summary>
    [MethodImpl(HotLoop.Options)]
    private void AddRows<V>(int index, int rows, int length, float* sums)
        where V : struct, ISimd<V>
    {
        for (int m = 0; m < rows; m++, index += plan.Inner, sums += RowSumPlan.Vector)
        {
            V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
            int i = index;
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
                V term = op.Invoke(V.Load(in a[i], rest), V.Load(in b[i], rest), i);
                s1 += V.Select(V.LessThan(V.Indices, V.Broadcast(rest)), term, V.Zero);
            }

            (V.Load(in *sums) + (s0 + s1 + (s2 + s3))).Store(ref *sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Term<V>(int i)
        where V : struct, ISimd<V> => op.Invoke(V.Load(in a[i]), V.Load(in b[i]), i);
}
