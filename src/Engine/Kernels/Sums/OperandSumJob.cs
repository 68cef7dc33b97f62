// Tiling. As sums of rows without repetition (RowSums.cs): lanes run along the inner axis, into four vectors of partial sums, which are
// added in the same order. An operand that is repeated by whole rows is one value, or a run of neighbouring ones, for each of them. Two sums of
// the same operands share their loads: they take as long as one where memory is what it waits for. From row to row nothing is called, because all
// vectors of sums would have to wait in memory meanwhile.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// result[part, m] = scale · Σ op(a[o, m, i], b[o, m, i] …) over the part's o and i, of up to four operands some of which may be repeated; and
/// another such sum of the same operands, unless that is <see cref="NoSum"/>.
/// </summary>
internal readonly unsafe struct OperandSumJob<TFirst, TSecond>(RowOperands operands, RowSumPlan plan, SumTarget<TFirst> first, SumTarget<TSecond> second) : IJob
    where TFirst : struct, IRowMap
    where TSecond : struct, IRowMap
{
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int part = block % plan.Parts;
        int m = block / plan.Parts * plan.RowsPerBlock;
        int end = Math.Min(m + plan.RowsPerBlock, plan.Middle);
        int outer = plan.Outer == 1 ? 0 : part * plan.OuterPerPart;
        int step = plan.Middle * plan.Inner;
        RowSteps steps = plan.Outer == 1 ? default : new RowSteps(operands.A.ValuesIn(step), operands.B.ValuesIn(step), operands.C.ValuesIn(step), operands.D.ValuesIn(step));
        RowCursors at = new(operands, ((outer * plan.Middle) + m) * plan.Inner);
        for (; m < end; m++)
        {
            Sum<V>(in at, in steps, m, part);
            at.Next(plan.Inner, TFirst.Count);
        }
    }

    /// <summary>A part of one sum.</summary>
    [MethodImpl(HotLoop.Options)]
    private void Sum<V>(in RowCursors at, in RowSteps steps, int m, int part)
        where V : struct, ISimd<V>
    {
        int outer = plan.Outer == 1 ? 0 : part * plan.OuterPerPart;
        int start = plan.Outer == 1 ? part * plan.InnerPerPart : 0;
        int length = Math.Min(plan.InnerPerPart, plan.Inner - start);
        int outerCount = length > 0 ? Math.Min(plan.OuterPerPart, plan.Outer - outer) : 0;
        int index = ((outer * plan.Middle) + m) * plan.Inner;
        (bool aIsUniform, bool bIsUniform, bool cIsUniform, bool dIsUniform) = (at.A.IsUniform, at.B.IsUniform, at.C.IsUniform, at.D.IsUniform);
        float* aRow = at.A.Row, bRow = at.B.Row, cRow = at.C.Row, dRow = at.D.Row;
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
        V t0 = V.Zero, t1 = V.Zero, t2 = V.Zero, t3 = V.Zero;
        for (int o = 0; o < outerCount; o++)
        {
            V aValue = aIsUniform ? V.Broadcast(*aRow) : V.Zero;
            V bValue = TFirst.Count > 1 && bIsUniform ? V.Broadcast(*bRow) : V.Zero;
            V cValue = TFirst.Count > 2 && cIsUniform ? V.Broadcast(*cRow) : V.Zero;
            V dValue = TFirst.Count > 3 && dIsUniform ? V.Broadcast(*dRow) : V.Zero;
            float* a = aRow + (aIsUniform ? 0 : start);
            float* b = bRow + (bIsUniform ? 0 : start);
            float* c = cRow + (cIsUniform ? 0 : start);
            float* d = dRow + (dIsUniform ? 0 : start);
            int i = 0;
            for (; i <= length - (4 * V.Width); i += 4 * V.Width)
            {
                AddTerms(aIsUniform, aValue, a, bIsUniform, bValue, b, cIsUniform, cValue, c, dIsUniform, dValue, d, i, index + start, ref s0, ref t0);
                AddTerms(aIsUniform, aValue, a, bIsUniform, bValue, b, cIsUniform, cValue, c, dIsUniform, dValue, d, i + V.Width, index + start, ref s1, ref t1);
                AddTerms(aIsUniform, aValue, a, bIsUniform, bValue, b, cIsUniform, cValue, c, dIsUniform, dValue, d, i + (2 * V.Width), index + start, ref s2, ref t2);
                AddTerms(aIsUniform, aValue, a, bIsUniform, bValue, b, cIsUniform, cValue, c, dIsUniform, dValue, d, i + (3 * V.Width), index + start, ref s3, ref t3);
            }

            for (; i <= length - V.Width; i += V.Width)
            {
                AddTerms(aIsUniform, aValue, a, bIsUniform, bValue, b, cIsUniform, cValue, c, dIsUniform, dValue, d, i, index + start, ref s0, ref t0);
            }

            int rest = length - i;
            if (rest > 0)
            {
                V x = aIsUniform ? aValue : V.Load(in a[i], rest);
                V y = TFirst.Count <= 1 ? V.Zero : bIsUniform ? bValue : V.Load(in b[i], rest);
                V z = TFirst.Count <= 2 ? V.Zero : cIsUniform ? cValue : V.Load(in c[i], rest);
                V w = TFirst.Count <= 3 ? V.Zero : dIsUniform ? dValue : V.Load(in d[i], rest);

                // The lanes beyond the end are zero going in, but the operator may make something of zero.
                V within = V.LessThan(V.Indices, V.Broadcast(rest));
                s1 += V.Select(within, first.Op.Invoke(x, y, z, w, V.Zero, V.Zero, index + start + i), V.Zero);
                if (TSecond.Count > 0)
                {
                    t1 += V.Select(within, second.Op.Invoke(x, y, z, w, V.Zero, V.Zero, index + start + i), V.Zero);
                }
            }

            if (o < outerCount - 1)
            {
                index += plan.Middle * plan.Inner;
                aRow = operands.A.Skip(aRow, steps.A, index);
                bRow = TFirst.Count <= 1 ? bRow : operands.B.Skip(bRow, steps.B, index);
                cRow = TFirst.Count <= 2 ? cRow : operands.C.Skip(cRow, steps.C, index);
                dRow = TFirst.Count <= 3 ? dRow : operands.D.Skip(dRow, steps.D, index);
            }
        }

        first.Result[(part * plan.Middle) + m] = first.Scale * V.Sum(s0 + s1 + (s2 + s3));
        if (TSecond.Count > 0)
        {
            second.Result[(part * plan.Middle) + m] = second.Scale * V.Sum(t0 + t1 + (t2 + t3));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddTerms<V>(
        bool aIsUniform, V aValue, float* a,
        bool bIsUniform, V bValue, float* b,
        bool cIsUniform, V cValue, float* c,
        bool dIsUniform, V dValue, float* d,
        int i, int index, ref V s, ref V t)
        where V : struct, ISimd<V>
    {
        V x = aIsUniform ? aValue : V.Load(in a[i]);
        V y = TFirst.Count <= 1 ? V.Zero : bIsUniform ? bValue : V.Load(in b[i]);
        V z = TFirst.Count <= 2 ? V.Zero : cIsUniform ? cValue : V.Load(in c[i]);
        V w = TFirst.Count <= 3 ? V.Zero : dIsUniform ? dValue : V.Load(in d[i]);
        s += first.Op.Invoke(x, y, z, w, V.Zero, V.Zero, index + i);
        if (TSecond.Count > 0)
        {
            t += second.Op.Invoke(x, y, z, w, V.Zero, V.Zero, index + i);
        }
    }
}
