using System.Globalization;
using Adjoint.Compiler.Support;

namespace Adjoint;

/// <summary>
/// How a parameter gets its first values. Random values come from Philox with the key = the seed and the counter = (element,
/// number of the parameter in the model, step 0); training draws from step 1 on, so the two never share a number. A
/// parameter's values hence depend on the seed, its place in the list and nothing else.
/// </summary>
public readonly record struct Initializer
{
    private readonly Kind _kind;
    private readonly float _value;

    private Initializer(Kind kind, float value)
    {
        _kind = kind;
        _value = value;
    }

    private enum Kind
    {
        Constant,
        Uniform,
    }

    /// <summary>Every element is 0. This is also the default value.</summary>
    public static Initializer Zeros => default;

    /// <summary>Every element is the same value.</summary>
    /// <param name="value">The value, which must be finite.</param>
    public static Initializer Constant(float value) => new(Kind.Constant, Finite(value));

    /// <summary>Elements are drawn evenly from <c>[-bound, bound)</c>, on a grid of 2²⁴ values.</summary>
    /// <param name="bound">The bound, finite and at least 0; Glorot and Bengio's (2010) is <c>√(6 / (fanIn + fanOut))</c>.</param>
    public static Initializer Uniform(float bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bound);
        return new(Kind.Uniform, Finite(bound));
    }

    /// <summary>Describes the initializer: <c>Constant(0)</c>, <c>Uniform(0.25)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_kind}({_value:R})");

    /// <summary>Writes the first values of parameter number <paramref name="parameter"/>.</summary>
    internal void Fill(Span<float> values, ulong seed, int parameter)
    {
        if (_kind == Kind.Constant)
        {
            values.Fill(_value);
            return;
        }

        for (int element = 0; element < values.Length; element++)
        {
            // 2u - 1 is exact for u on the grid of 2⁻²⁴, so the only rounding is the product's.
            float uniform = Philox.Uniform(seed, step: 0, (uint)parameter, (uint)element);
            values[element] = ((2 * uniform) - 1) * _value;
        }
    }

    private static float Finite(float value) => float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "An initial value must be finite.");
}
