namespace Adjoint.Kernels;

/// <summary>
/// An input of an element-wise pass: values as many as the result has, or fewer that are repeated, without being written down that
/// often: element i of the pass meets <c>values[i / each % values.Length]</c>.
/// </summary>
public readonly ref struct Operand
{
    private Operand(ReadOnlySpan<float> values, int each)
    {
        Values = values;
        Each = each;
    }

    /// <summary>The values.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>How many neighbouring elements meet the same value; 0 when every element has a value of its own.</summary>
    public int Each { get; }

    /// <summary>Takes a value for each element.</summary>
    /// <param name="values">The values.</param>
    public static implicit operator Operand(ReadOnlySpan<float> values) => new(values, 0);

    /// <summary>Takes a value for each element.</summary>
    /// <param name="values">The values.</param>
    public static implicit operator Operand(Span<float> values) => new(values, 0);

    /// <summary>Takes a value for each element.</summary>
    /// <param name="values">The values.</param>
    public static implicit operator Operand(float[]? values) => new(values, 0);

    /// <summary>
    /// Repeats values: each for some neighbouring elements, and all of them from the start when they are through. A mean of each row of
    /// 64 is repeated by 64, an offset of each column by 1.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="each">How many neighbouring elements meet the same value, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public static Operand Repeat(ReadOnlySpan<float> values, int each)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(each, 1);
        return new Operand(values, each);
    }
}
