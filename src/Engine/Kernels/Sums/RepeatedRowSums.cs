// Tiling. As sums of rows without repetition (RowSums.cs): lanes run along the inner axis, into four vectors of partial sums, which are
// added in the same order. An operand that is repeated by whole rows is one value, or a run of neighbouring ones, for each of them.
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
        int end = Math.Min(first + plan.RowsPerBlock, plan.Middle);
        if (plan.Outer == 1)
        {
            int start = part * plan.InnerPerPart;
            int length = Math.Min(plan.InnerPerPart, plan.Inner - start);
            RowCursor aAt = a.At(first * plan.Inner);
            RowCursor bAt = b.At(first * plan.Inner);
            for (int m = first; m < end; m++)
            {
                Sums<V> sums = default;
                Add(ref sums, aAt, bAt, (m * plan.Inner) + start, start, length);
                result[(part * plan.Middle) + m] = scale * sums.Total;
                aAt.Next(plan.Inner);
                bAt.Next(plan.Inner);
            }

            return;
        }

        int o = part * plan.OuterPerPart;
        int outerEnd = Math.Min(o + plan.OuterPerPart, plan.Outer);
        for (int m = first; m < end; m++)
        {
            Sums<V> sums = default;
            for (int each = o; each < outerEnd; each++)
            {
                int row = ((each * plan.Middle) + m) * plan.Inner;
                Add(ref sums, a.At(row), b.At(row), row, 0, plan.Inner);
            }

            result[(part * plan.Middle) + m] = scale * sums.Total;
        }
    }

    /// <summary>Adds up a part of a row.</summary>
    [MethodImpl(HotLoop.Options)]
    private void Add<V>(ref Sums<V> sums, RowCursor aAt, RowCursor bAt, int index, int start, int length)
        where V : struct, ISimd<V>
    {
        (bool aIsUniform, bool bIsUniform) = (aAt.IsUniform, bAt.IsUniform);
        V aValue = aIsUniform ? V.Broadcast(aAt.Value) : V.Zero;
        V bValue = bIsUniform ? V.Broadcast(bAt.Value) : V.Zero;
        float* aRow = aAt.Row + (aIsUniform ? 0 : start);
        float* bRow = bAt.Row + (bIsUniform ? 0 : start);
        (V s0, V s1, V s2, V s3) = (sums.S0, sums.S1, sums.S2, sums.S3);
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

        (sums.S0, sums.S1, sums.S2, sums.S3) = (s0, s1, s2, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Term<V>(bool aIsUniform, V aValue, float* aRow, bool bIsUniform, V bValue, float* bRow, int i, int index)
        where V : struct, ISimd<V> =>
        op.Invoke(aIsUniform ? aValue : V.Load(in aRow[i]), bIsUniform ? bValue : V.Load(in bRow[i]), index + i);
}

/// <summary>Partial sums, added as (0 + 1) + (2 + 3), then the lanes by halves.</summary>
internal struct Sums<V>
    where V : struct, ISimd<V>
{
    public V S0;
    public V S1;
    public V S2;
    public V S3;

    public readonly float Total => V.Sum(S0 + S1 + (S2 + S3));
}
