using System.Runtime.CompilerServices;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next()
    {
        float* row = _row;
        _row += stride;
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
