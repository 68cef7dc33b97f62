using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The operands of a pass that goes row by row; those that there aren't are never read.</summary>
internal readonly record struct RowOperands(
    Repeats A, Repeats B = default, Repeats C = default, Repeats D = default, Repeats E = default, Repeats F = default, Repeats G = default, Repeats H = default);

/// <summary>Where a pass is within its operands.</summary>
internal struct RowCursors(in RowOperands operands, int element)
{
    public RowCursor A = operands.A.At(element);
    public RowCursor B = operands.B.At(element);
    public RowCursor C = operands.C.At(element);
    public RowCursor D = operands.D.At(element);
    public RowCursor E = operands.E.At(element);
    public RowCursor F = operands.F.At(element);
    public RowCursor G = operands.G.At(element);
    public RowCursor H = operands.H.At(element);

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

        if (count > 4)
        {
            E.Next(length);
            F.Next(length);
        }

        if (count > 6)
        {
            G.Next(length);
            H.Next(length);
        }
    }
}
