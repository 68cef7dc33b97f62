using System.Globalization;

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
    private readonly float _density;
    private readonly Func<ReadOnlySpan<int>, float[]>? _given;

    private Initializer(Kind kind, float value)
    {
        _kind = kind;
        _value = value;
    }

    private Initializer(float density, float deviation)
        : this(Kind.Sparse, deviation) => _density = density;

    private Initializer(Func<ReadOnlySpan<int>, float[]> given)
        : this(Kind.Given, 0) => _given = given;

    private enum Kind
    {
        Constant,
        Uniform,
        Normal,
        Orthogonal,
        Sparse,
        Given,
    }

    /// <summary>Every element is 0. This is also the default value.</summary>
    public static Initializer Zeros => default;

    /// <summary>Every element is the same value.</summary>
    /// <param name="value">The value, which must be finite.</param>
    public static Initializer Constant(float value) => new(Kind.Constant, Finite(value));

    /// <summary>Elements are drawn evenly from <c>[-bound, bound)</c>, on a grid of 2²⁴ values.</summary>
    /// <param name="bound">The bound, finite and at least 0.</param>
    public static Initializer Uniform(float bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bound);
        return new(Kind.Uniform, Finite(bound));
    }

    /// <summary>Elements are drawn from the normal distribution around 0.</summary>
    /// <param name="deviation">The standard deviation, finite and at least 0.</param>
    public static Initializer Normal(float deviation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        return new(Kind.Normal, Finite(deviation));
    }

    /// <summary>
    /// Uniform in <c>±gain √(6 / fanIn)</c>, or normal with the deviation <c>gain √(2 / fanIn)</c>, which keeps the variance through
    /// layers with Relu (He et al. 2015, equation 10).
    /// </summary>
    /// <param name="fanIn">The inputs of each element of the output, at least 1.</param>
    /// <param name="gain">A factor, finite and at least 0.</param>
    /// <param name="normal">Whether to draw from the normal distribution.</param>
    public static Initializer He(long fanIn, double gain = 1, bool normal = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fanIn);
        return Scaled(gain, fanIn, normal);
    }

    /// <summary>
    /// Uniform in <c>±gain √(6 / (fanIn + fanOut))</c>, or normal with the deviation <c>gain √(2 / (fanIn + fanOut))</c>, which balances the
    /// variances of values and gradients (Glorot and Bengio 2010).
    /// </summary>
    /// <param name="fanIn">The inputs of each element of the output, at least 1.</param>
    /// <param name="fanOut">The outputs that each element of the input reaches, at least 1.</param>
    /// <param name="gain">A factor, finite and at least 0.</param>
    /// <param name="normal">Whether to draw from the normal distribution.</param>
    public static Initializer Xavier(long fanIn, long fanOut, double gain = 1, bool normal = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fanIn);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fanOut);
        return Scaled(gain, checked(fanIn + fanOut), normal);
    }

    /// <summary>
    /// A gain times a random matrix, of the first axis against the others, whose rows or columns, whichever are fewer, are orthonormal
    /// (Saxe et al. 2014).
    /// </summary>
    /// <param name="gain">The factor, finite and at least 0.</param>
    public static Initializer Orthogonal(float gain = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gain);
        return new(Kind.Orthogonal, Finite(gain));
    }

    /// <summary>Zero but for a share of the elements, each chosen on its own, which are normal (Martens 2010).</summary>
    /// <param name="density">The share of elements that are not zero, from 0 to 1.</param>
    /// <param name="deviation">Their standard deviation, finite and at least 0.</param>
    public static Initializer Sparse(float density, float deviation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        return density is >= 0 and <= 1
            ? new(density, Finite(deviation))
            : throw new ArgumentOutOfRangeException(nameof(density), density, "The density is a share, from 0 to 1.");
    }

    /// <summary>The values that a function gives for a shape, row-major; it is asked each time a model is created.</summary>
    /// <param name="values">The function.</param>
    public static Initializer Given(Func<ReadOnlySpan<int>, float[]> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(values);
    }

    /// <summary>Describes the initializer: <c>Constant(0)</c>, <c>Uniform(0.25)</c>.</summary>
    public override string ToString() => _kind switch
    {
        Kind.Sparse => string.Create(CultureInfo.InvariantCulture, $"Sparse({_density:R}, {_value:R})"),
        Kind.Given => $"Given({_given!.Method.Name})",
        _ => string.Create(CultureInfo.InvariantCulture, $"{_kind}({_value:R})"),
    };

    /// <summary>Writes the first values of parameter number <paramref name="parameter"/>.</summary>
    /// <exception cref="InvalidOperationException">A function gave too few or too many values, or one that is not finite.</exception>
    internal void Fill(Span<float> values, ReadOnlySpan<int> shape, ulong seed, int parameter)
    {
        RandomValues random = new(seed, (uint)parameter);
        switch (_kind)
        {
            case Kind.Uniform:
                for (int element = 0; element < values.Length; element++)
                {
                    values[element] = random.Symmetric((uint)element) * _value;
                }

                break;
            case Kind.Normal:
                for (int element = 0; element < values.Length; element++)
                {
                    values[element] = (float)(random.Normal((uint)element) * _value);
                }

                break;
            case Kind.Sparse:
                for (int element = 0; element < values.Length; element++)
                {
                    values[element] = random.IsChosen((uint)element, _density) ? (float)(random.Normal((uint)element) * _value) : 0;
                }

                break;
            case Kind.Orthogonal:
                OrthogonalMatrix.Fill(values, shape.IsEmpty ? 1 : shape[0], random, _value);
                break;
            case Kind.Given:
                Copy(_given!(shape), values);
                break;
            default:
                values.Fill(_value);
                break;
        }
    }

    private static void Copy(float[] given, Span<float> values)
    {
        if (given is null || given.Length != values.Length)
        {
            throw new InvalidOperationException($"A weight of {values.Length} values is given {given?.Length ?? 0} to start from.");
        }

        if (given.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
        {
            throw new InvalidOperationException("A weight is given a value that is not finite to start from.");
        }

        given.CopyTo(values);
    }

    private static Initializer Scaled(double gain, long inputs, bool normal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gain);
        return normal ? Normal((float)(gain * Math.Sqrt(2.0 / inputs))) : Uniform((float)(gain * Math.Sqrt(6.0 / inputs)));
    }

    private static float Finite(float value) => float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "An initial value must be finite.");
}
