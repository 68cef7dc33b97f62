// Tiling. Rows are as long as all repeated operands allow: within a row, an operand is one value or a run of neighbouring ones. So
// a row is an ordinary pass whose uniform operands stay in registers; repeated runs are read from the first-level cache. Rows that take less time
// than to begin one are passed together (ShortRows.cs).
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// An element-wise pass with operands that may be repeated, four and, where the operator has more, up to four more; a block is some rows, the last of which may be short.
/// </summary>
internal readonly unsafe struct RepeatingJob<TOp>(RowOperands operands, RowOperands more, float* result, int length, int rowLength, TOp op) : IJob
    where TOp : struct, IRowMap
{
    public int RowsPerBlock => Math.Max(1, FlatJob.BlockLength / rowLength);

    public int BlockCount => Blocks.Count(length, RowsPerBlock * rowLength);

    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        if (ShortRows.Suit<V>(rowLength, operands.Uniform + (TOp.Count > 4 ? more.Uniform : 0)))
        {
            (int first, int end) = ElementsOf(block);
            ShortRows.Run<TOp, V>(operands, more, result, first, end, rowLength, op);
        }
        else
        {
            RunRows<V>(block);
        }
    }

    private (int First, int End) ElementsOf(int block)
    {
        int first = block * RowsPerBlock * rowLength;
        return (first, (int)Math.Min((long)first + ((long)RowsPerBlock * rowLength), length));
    }

    [MethodImpl(HotLoop.Options)]
    private void RunRows<V>(int block)
        where V : struct, ISimd<V>
    {
        (int i, int end) = ElementsOf(block);
        RowCursors at = new(operands, i);
        RowCursors atMore = TOp.Count > 4 ? new RowCursors(more, i) : default;
        (bool aIsUniform, bool bIsUniform, bool cIsUniform, bool dIsUniform) = (at.A.IsUniform, at.B.IsUniform, at.C.IsUniform, at.D.IsUniform);
        (bool eIsUniform, bool fIsUniform, bool gIsUniform, bool hIsUniform) = (atMore.A.IsUniform, atMore.B.IsUniform, atMore.C.IsUniform, atMore.D.IsUniform);
        for (; i < end; i += rowLength)
        {
            V aValue = aIsUniform ? V.Broadcast(at.A.Value) : V.Zero;
            V bValue = TOp.Count > 1 && bIsUniform ? V.Broadcast(at.B.Value) : V.Zero;
            V cValue = TOp.Count > 2 && cIsUniform ? V.Broadcast(at.C.Value) : V.Zero;
            V dValue = TOp.Count > 3 && dIsUniform ? V.Broadcast(at.D.Value) : V.Zero;
            V eValue = TOp.Count > 4 && eIsUniform ? V.Broadcast(atMore.A.Value) : V.Zero;
            V fValue = TOp.Count > 5 && fIsUniform ? V.Broadcast(atMore.B.Value) : V.Zero;
            V gValue = TOp.Count > 6 && gIsUniform ? V.Broadcast(atMore.C.Value) : V.Zero;
            V hValue = TOp.Count > 7 && hIsUniform ? V.Broadcast(atMore.D.Value) : V.Zero;
            float* a = at.A.Row, b = at.B.Row, c = at.C.Row, d = at.D.Row;
            float* e = atMore.A.Row, f = atMore.B.Row, g = atMore.C.Row, h = atMore.D.Row;
            int count = Math.Min(rowLength, end - i);
            int j = 0;
            for (; j <= count - V.Width; j += V.Width)
            {
                op.Invoke(
                    aIsUniform ? aValue : V.Load(in a[j]),
                    TOp.Count <= 1 ? V.Zero : bIsUniform ? bValue : V.Load(in b[j]),
                    TOp.Count <= 2 ? V.Zero : cIsUniform ? cValue : V.Load(in c[j]),
                    TOp.Count <= 3 ? V.Zero : dIsUniform ? dValue : V.Load(in d[j]),
                    TOp.Count <= 4 ? V.Zero : eIsUniform ? eValue : V.Load(in e[j]),
                    TOp.Count <= 5 ? V.Zero : fIsUniform ? fValue : V.Load(in f[j]),
                    TOp.Count <= 6 ? V.Zero : gIsUniform ? gValue : V.Load(in g[j]),
                    TOp.Count <= 7 ? V.Zero : hIsUniform ? hValue : V.Load(in h[j]),
                    i + j).Store(ref result[i + j]);
            }

            int rest = count - j;
            if (rest > 0)
            {
                op.Invoke(
                    aIsUniform ? aValue : V.Load(in a[j], rest),
                    TOp.Count <= 1 ? V.Zero : bIsUniform ? bValue : V.Load(in b[j], rest),
                    TOp.Count <= 2 ? V.Zero : cIsUniform ? cValue : V.Load(in c[j], rest),
                    TOp.Count <= 3 ? V.Zero : dIsUniform ? dValue : V.Load(in d[j], rest),
                    TOp.Count <= 4 ? V.Zero : eIsUniform ? eValue : V.Load(in e[j], rest),
                    TOp.Count <= 5 ? V.Zero : fIsUniform ? fValue : V.Load(in f[j], rest),
                    TOp.Count <= 6 ? V.Zero : gIsUniform ? gValue : V.Load(in g[j], rest),
                    TOp.Count <= 7 ? V.Zero : hIsUniform ? hValue : V.Load(in h[j], rest),
                    i + j).Store(ref result[i + j], rest);
            }

            at.Next(rowLength, TOp.Count);
            if (TOp.Count > 4)
            {
                atMore.Next(rowLength, TOp.Count - 4);
            }
        }
    }
}
