using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>How the values of an operand meet the elements of a pass that goes row by row.</summary>
/// <param name="values">The first value; null for an operand that there isn't.</param>
/// <param name="count">The number of values.</param>
/// <param name="each">As <see cref="Operand.Each"/>.</param>
internal readonly unsafe struct Repeats(float* values, int count, int each)
{
    public float* Values => values;

    public int Count => count;

    public int Each => each;

    /// <summary>What a pass is given.</summary>
    /// <param name="values">Its values, which stay where they are.</param>
    /// <param name="operand">The operand.</param>
    public static Repeats Of(float* values, Operand operand) => new(values, operand.Values.Length, operand.Each);

    /// <summary>The values from an element on.</summary>
    public RowCursor At(int element) => new(this, element);

    /// <summary>The value of the row that begins with an element, or its first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Locate(int element) => Each == 0 ? Values + element : Values + (element / Each % Count);
}

/// <summary>Walks over the values of an operand, a row of elements at a time; a row meets one value, or neighbouring ones.</summary>
internal unsafe struct RowCursor
{
    private readonly float* _start;
    private readonly float* _end;
    private readonly int _each;
    private int _left;

    public RowCursor(Repeats repeats, int element)
    {
        _start = repeats.Values;
        _each = repeats.Each;
        IsUniform = repeats.Values is null || repeats.Each > 1;
        if (repeats.Values is null)
        {
            return;
        }

        _end = repeats.Each == 0 ? null : _start + repeats.Count;
        Row = repeats.Locate(element);
        _left = repeats.Each - (repeats.Each > 1 ? element % repeats.Each : 0);
    }

    /// <summary>The value of the row, or its first.</summary>
    public float* Row { get; private set; }

    /// <summary>Whether all elements of a row meet the same value.</summary>
    public bool IsUniform { get; }

    /// <summary>The value of a row of one value; 0 for an operand that there isn't.</summary>
    public readonly float Value => Row is null ? 0f : *Row;

    /// <summary>Goes on to the next row.</summary>
    /// <param name="length">The elements of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(int length)
    {
        if (!IsUniform)
        {
            Row += length;
        }
        else if (Row is not null && (_left -= length) == 0)
        {
            _left = _each;
            Row++;
        }

        if (Row == _end)
        {
            Row = _start;
        }
    }
}
