// Tiling. Rows are as long as all repeated operands allow: within a row, an operand is one value or a run of neighbouring ones. So
// a row is an ordinary pass whose uniform operands stay in registers; repeated values are read from the first-level cache. The
// operators of fewer operands are taken for such of four, the others of which are uniform and cost nothing.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>An element-wise pass with operands that are repeated; a block is some rows.</summary>
internal readonly unsafe struct RepeatingJob<TOp>(Repeats a, Repeats b, Repeats c, Repeats d, float* result, int length, int rowLength, TOp op) : IJob
    where TOp : struct, IMap4
{
    private const int BlockLength = 8192;

    public int RowsPerBlock => Math.Max(1, BlockLength / rowLength);

    public int BlockCount => Blocks.Count(length / rowLength, RowsPerBlock);

    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int i = block * RowsPerBlock * rowLength;
        int end = (int)Math.Min((long)i + ((long)RowsPerBlock * rowLength), length);
        (RowCursor aAt, RowCursor bAt, RowCursor cAt, RowCursor dAt) = (a.At(i), b.At(i), c.At(i), d.At(i));
        (bool aIsUniform, bool bIsUniform, bool cIsUniform, bool dIsUniform) = (aAt.IsUniform, bAt.IsUniform, cAt.IsUniform, dAt.IsUniform);
        for (; i < end; i += rowLength)
        {
            V aValue = aIsUniform ? V.Broadcast(aAt.Value) : V.Zero;
            V bValue = bIsUniform ? V.Broadcast(bAt.Value) : V.Zero;
            V cValue = cIsUniform ? V.Broadcast(cAt.Value) : V.Zero;
            V dValue = dIsUniform ? V.Broadcast(dAt.Value) : V.Zero;
            float* aRow = aAt.Row, bRow = bAt.Row, cRow = cAt.Row, dRow = dAt.Row;
            int j = 0;
            for (; j <= rowLength - V.Width; j += V.Width)
            {
                V x = aIsUniform ? aValue : V.Load(in aRow[j]);
                V y = bIsUniform ? bValue : V.Load(in bRow[j]);
                V z = cIsUniform ? cValue : V.Load(in cRow[j]);
                V w = dIsUniform ? dValue : V.Load(in dRow[j]);
                op.Invoke(x, y, z, w, i + j).Store(ref result[i + j]);
            }

            int rest = rowLength - j;
            if (rest > 0)
            {
                V x = aIsUniform ? aValue : V.Load(in aRow[j], rest);
                V y = bIsUniform ? bValue : V.Load(in bRow[j], rest);
                V z = cIsUniform ? cValue : V.Load(in cRow[j], rest);
                V w = dIsUniform ? dValue : V.Load(in dRow[j], rest);
                op.Invoke(x, y, z, w, i + j).Store(ref result[i + j], rest);
            }

            aAt.Next(rowLength);
            bAt.Next(rowLength);
            cAt.Next(rowLength);
            dAt.Next(rowLength);
        }
    }
}

/// <summary>An operator on one input as one on four.</summary>
internal readonly struct OneOfFour<TOp>(TOp op) : IMap4
    where TOp : struct, IMap1
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, V c, V d, int index)
        where V : struct, ISimd<V> => op.Invoke(a, index);
}

/// <summary>An operator on two inputs as one on four.</summary>
internal readonly struct TwoOfFour<TOp>(TOp op) : IMap4
    where TOp : struct, IMap2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, V c, V d, int index)
        where V : struct, ISimd<V> => op.Invoke(a, b, index);
}

/// <summary>An operator on three inputs as one on four.</summary>
internal readonly struct ThreeOfFour<TOp>(TOp op) : IMap4
    where TOp : struct, IMap3
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, V c, V d, int index)
        where V : struct, ISimd<V> => op.Invoke(a, b, c, index);
}
