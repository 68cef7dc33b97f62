// Tiling. As sums of rows without repetition (RowSums.cs): a block takes the rows as they lie in memory, lanes run along each row, and what an
// outer index gives to a row's sum is one vector, which waits in the first-level cache for the next. Two vectors of partial sums hide the latency
// of an addition, as there are a load and an operator beside each. An operand that is repeated by whole rows is one value, or a run of neighbouring
// ones, for each of them. Two sums of the same operands share their loads: they take as long as one where memory is what it waits for.
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
    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        RowSumBlock rows = plan.Block(block);
        float* sums = rows.Outer > 1 ? Scratch.ForBlock(2L * rows.Rows * V.Width) : null;
        RowCursors at = new(operands, rows.Start);
        (bool aIsUniform, bool bIsUniform, bool cIsUniform, bool dIsUniform) = (at.A.IsUniform, at.B.IsUniform, at.C.IsUniform, at.D.IsUniform);
        for (int o = 0; o < rows.Outer; o++)
        {
            int index = rows.Start + (o * plan.OuterStep);
            if (o > 0 && rows.Rows < plan.Middle)
            {
                at = new RowCursors(operands, index);
            }

            for (int m = 0; m < rows.Rows; m++, index += plan.Inner)
            {
                V aValue = aIsUniform ? V.Broadcast(at.A.Value) : V.Zero;
                V bValue = TFirst.Count > 1 && bIsUniform ? V.Broadcast(at.B.Value) : V.Zero;
                V cValue = TFirst.Count > 2 && cIsUniform ? V.Broadcast(at.C.Value) : V.Zero;
                V dValue = TFirst.Count > 3 && dIsUniform ? V.Broadcast(at.D.Value) : V.Zero;
                float* a = at.A.Row, b = at.B.Row, c = at.C.Row, d = at.D.Row;
                V s0 = V.Zero, s1 = V.Zero;
                V t0 = V.Zero, t1 = V.Zero;
                nint i = 0;
                for (; i <= rows.Length - (2 * V.Width); i += 2 * V.Width)
                {
                    AddTerms(aIsUniform, aValue, a, bIsUniform, bValue, b, cIsUniform, cValue, c, dIsUniform, dValue, d, i, index, ref s0, ref t0);
                    AddTerms(aIsUniform, aValue, a, bIsUniform, bValue, b, cIsUniform, cValue, c, dIsUniform, dValue, d, i + V.Width, index, ref s1, ref t1);
                }

                if (i <= rows.Length - V.Width)
                {
                    AddTerms(aIsUniform, aValue, a, bIsUniform, bValue, b, cIsUniform, cValue, c, dIsUniform, dValue, d, i, index, ref s0, ref t0);
                    i += V.Width;
                }

                int rest = rows.Length - (int)i;
                if (rest > 0)
                {
                    V x = aIsUniform ? aValue : V.Load(in a[i], rest);
                    V y = TFirst.Count <= 1 ? V.Zero : bIsUniform ? bValue : V.Load(in b[i], rest);
                    V z = TFirst.Count <= 2 ? V.Zero : cIsUniform ? cValue : V.Load(in c[i], rest);
                    V w = TFirst.Count <= 3 ? V.Zero : dIsUniform ? dValue : V.Load(in d[i], rest);

                    // The lanes beyond the end are zero going in, but the operator may make something of zero.
                    V within = V.LessThan(V.Indices, V.Broadcast(rest));
                    s1 += V.Select(within, first.Op.Invoke(x, y, z, w, V.Zero, V.Zero, V.Zero, V.Zero, index + (int)i), V.Zero);
                    if (TSecond.Count > 0)
                    {
                        t1 += V.Select(within, second.Op.Invoke(x, y, z, w, V.Zero, V.Zero, V.Zero, V.Zero, index + (int)i), V.Zero);
                    }
                }

                first.Add(s0 + s1, rows, o, m, sums);
                if (TSecond.Count > 0)
                {
                    second.Add(t0 + t1, rows, o, m, sums + (rows.Rows * V.Width));
                }

                at.Next(plan.Inner, TFirst.Count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddTerms<V>(
        bool aIsUniform, V aValue, float* a,
        bool bIsUniform, V bValue, float* b,
        bool cIsUniform, V cValue, float* c,
        bool dIsUniform, V dValue, float* d,
        nint i, int index, ref V s, ref V t)
        where V : struct, ISimd<V>
    {
        V x = aIsUniform ? aValue : V.Load(in a[i]);
        V y = TFirst.Count <= 1 ? V.Zero : bIsUniform ? bValue : V.Load(in b[i]);
        V z = TFirst.Count <= 2 ? V.Zero : cIsUniform ? cValue : V.Load(in c[i]);
        V w = TFirst.Count <= 3 ? V.Zero : dIsUniform ? dValue : V.Load(in d[i]);
        s += first.Op.Invoke(x, y, z, w, V.Zero, V.Zero, V.Zero, V.Zero, index + (int)i);
        if (TSecond.Count > 0)
        {
            t += second.Op.Invoke(x, y, z, w, V.Zero, V.Zero, V.Zero, V.Zero, index + (int)i);
        }
    }
}
