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

    /// <summary>Whether there is an operand, of which elements next to each other meet the same value.</summary>
    public bool IsUniform => Values is not null && Each > 1;

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

    /// <summary>A value for each element of some rows: where they lie, or written out. Then goes on to the next row.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="room">Where they may be written, and a vector beyond: every time in the same place.</param>
    /// <param name="isFirst">Whether nothing has been written there.</param>
    [MethodImpl(HotLoop.Options)]
    public float* WriteOut<V>(int rows, int length, float* room, bool isFirst)
        where V : struct, ISimd<V>
    {
        float* value = Row;
        if (_each == 0)
        {
            Row += rows * length;
            return value;
        }

        // The same run in every row is written once.
        if (!isFirst && !IsUniform && _end - _start == length)
        {
            return room;
        }

        float* target = room;
        float* end = room + (rows * length) + V.Width;
        int left = _left;
        for (int row = 0; row < rows; row++, target += length)
        {
            if (!IsUniform)
            {
                Strip.Copy<V>(value, _end, target, end, length);
                value += length;
            }
            else
            {
                Strip.Fill(V.Broadcast(*value), target, length, end);
                if ((left -= length) == 0)
                {
                    left = _each;
                    value++;
                }
            }

            value = value == _end ? _start : value;
        }

        Row = value;
        _left = left;
        return room;
    }

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
