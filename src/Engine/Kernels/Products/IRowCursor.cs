using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>Walks over the rows of the right-hand matrix of a tile.</summary>
internal unsafe interface IRowCursor
{
    /// <summary>The address of the current row; then goes on to the next.</summary>
    float* Next();
}

/// <summary>Rows at equal distances, packed or in place.</summary>
internal unsafe struct StridedRows(float* start, nint stride) : IRowCursor
{
    private float* _row = start;

    /// <summary>The rows from one of them on.</summary>
    public readonly StridedRows From(int row) => new(_row + (row * stride), stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next()
    {
        float* row = _row;
        _row += stride;
        return row;
    }
}

/// <summary>
/// The same, and asks on the way for what lies at a distance from each row. The distance is all that it needs beside the row: one more
/// register, and the tile would have to keep another in memory.
/// </summary>
internal unsafe struct FetchingRows(float* start, nint stride, nint distance) : IRowCursor
{
    private float* _row = start;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next()
    {
        float* row = _row;
        _row += stride;
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(row + distance);
        }

        return row;
    }
}

/// <summary>
/// Rows at listed distances from one address: the patches of a convolution, whose rows are the padded image seen from each tap.
/// </summary>
internal unsafe struct ShiftedRows(float* origin, int* offsets) : IRowCursor
{
    private int* _offset = offsets;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next() => origin + *_offset++;
}
