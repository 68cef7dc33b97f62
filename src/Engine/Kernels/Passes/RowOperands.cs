using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Up to four operands of a pass that goes row by row; those that there aren't are never read.</summary>
internal readonly record struct RowOperands(Repeats A, Repeats B = default, Repeats C = default, Repeats D = default)
{
    /// <summary>How many of them have a single value for a row.</summary>
    public int Uniform => (A.IsUniform ? 1 : 0) + (B.IsUniform ? 1 : 0) + (C.IsUniform ? 1 : 0) + (D.IsUniform ? 1 : 0);
}

/// <summary>Where a pass is within its operands.</summary>
internal struct RowCursors(in RowOperands operands, int element)
{
    public RowCursor A = operands.A.At(element);
    public RowCursor B = operands.B.At(element);
    public RowCursor C = operands.C.At(element);
    public RowCursor D = operands.D.At(element);

    /// <summary>Goes on to the next row.</summary>
    /// <param name="length">The elements of a row.</param>
    /// <param name="count">The number of operands.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(int length, int count)
    {
        A.Next(length);
        if (count > 1)
        {
            B.Next(length);
        }

        if (count > 2)
        {
            C.Next(length);
        }

        if (count > 3)
        {
            D.Next(length);
        }
    }
}
