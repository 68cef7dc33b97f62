// Tiling. As sums of rows without repetition (RowSums.cs): lanes run along the inner axis, into four vectors of partial sums, which are
// added in the same order, and a block goes through memory in order. An operand that is repeated by whole rows is one value, or a run of
// neighbouring ones, for each of them.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>result[part, m] = scale · Σ op(a[o, m, i], b[o, m, i]) over the part's o and i, of operands of which one is repeated.</summary>
internal readonly unsafe struct RepeatedRowSumJob<TOp>(Repeats a, Repeats b, float* result, RowSumPlan plan, float scale, TOp op) : IJob
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
            int row = ((o * plan.Middle) + first) * plan.Inner;
            RowCursor aAt = a.At(row);
            RowCursor bAt = b.At(row);
            for (int m = 0; m < rows; m++, row += plan.Inner)
            {
                Add<V>(sums + (m * RowSumPlan.Vector), aAt, bAt, row + start, start, length);
                aAt.Next(plan.Inner);
                bAt.Next(plan.Inner);
            }
        }

        for (int m = 0; m < rows; m++)
        {
            result[(part * plan.Middle) + first + m] = scale * V.Sum(V.Load(in sums[m * RowSumPlan.Vector]));
        }
    }

    /// <summary>Adds a part of a row to its vector.</summary>
    [MethodImpl(HotLoop.Options)]
    private void Add<V>(float* sums, RowCursor aAt, RowCursor bAt, int index, int start, int length)
        where V : struct, ISimd<V>
    {
        (bool aIsUniform, bool bIsUniform) = (aAt.IsUniform, bAt.IsUniform);
        V aValue = aIsUniform ? V.Broadcast(aAt.Value) : V.Zero;
        V bValue = bIsUniform ? V.Broadcast(bAt.Value) : V.Zero;
        float* aRow = aAt.Row + (aIsUniform ? 0 : start);
        float* bRow = bAt.Row + (bIsUniform ? 0 : start);
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
        int i = 0;
        for (; i <= length - (4 * V.Width); i += 4 * V.Width)
        {
            s0 += Term(aIsUniform, aValue, aRow, bIsUniform, bValue, bRow, i, index);
            s1 += Term(aIsUniform, aValue, aRow, bIsUniform, bValue, bRow, i + V.Width, index);
            s2 += Term(aIsUniform, aValue, aRow, bIsUniform, bValue, bRow, i + (2 * V.Width), index);
            s3 += Term(aIsUniform, aValue, aRow, bIsUniform, bValue, bRow, i + (3 * V.Width), index);
        }

        for (; i <= length - V.Width; i += V.Width)
        {
            s0 += Term(aIsUniform, aValue, aRow, bIsUniform, bValue, bRow, i, index);
        }

        int rest = length - i;
        if (rest > 0)
        {
            // The lanes beyond the end are zero going in, but the operator may make something of zero.
            V x = aIsUniform ? aValue : V.Load(in aRow[i], rest);
            V y = bIsUniform ? bValue : V.Load(in bRow[i], rest);
            s1 += V.Select(V.LessThan(V.Indices, V.Broadcast(rest)), op.Invoke(x, y, index + i), V.Zero);
        }

        (V.Load(in *sums) + (s0 + s1 + (s2 + s3))).Store(ref *sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Term<V>(bool aIsUniform, V aValue, float* aRow, bool bIsUniform, V bValue, float* bRow, int i, int index)
        where V : struct, ISimd<V> =>
        op.Invoke(aIsUniform ? aValue : V.Load(in aRow[i]), bIsUniform ? bValue : V.Load(in bRow[i]), index + i);
}
