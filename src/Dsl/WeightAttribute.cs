using System.Globalization;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>Makes a positional member of type <see cref="Expr"/> a trained value.</summary>
/// <param name="shape">Its shape, such as <c>"in, out"</c> or <c>"4*D, 64"</c>; it has no batch axis.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class WeightAttribute(string shape) : Attribute
{
    /// <summary>Its shape.</summary>
    public string Shape { get; } = shape;

    /// <summary>How it starts; <see cref="Init.He"/> by default for two axes and more, else <see cref="Init.Zeros"/>.</summary>
    public Init Init { get; set; } = Init.Default;

    /// <summary>
    /// What <see cref="Init"/> takes: the constant, the bound of the uniform distribution, the deviation of the normal one, the gain of
    /// Xavier, He and orthogonal, the deviation of the elements that are not zero. NaN for the usual one.
    /// </summary>
    public float Scale { get; set; } = float.NaN;

    /// <summary>For <see cref="Init.Sparse"/>, the share of elements that are not zero.</summary>
    public float Density { get; set; } = 0.1f;

    /// <summary>
    /// For <see cref="Init.Given"/>, the name of a static method of the model that gives the values,
    /// <c>static float[] Name(ReadOnlySpan&lt;int&gt; shape)</c>. The parts of a record stand outside of its body, so the name is said with
    /// the model's: <c>From = nameof(MyModel.Name)</c>.
    /// </summary>
    public string? From { get; set; }

    /// <summary>The weight, as the compiler reads it from source.</summary>
    internal LayerSpec Spec => new("Weight", new[]
    {
        new ArgumentSpec(nameof(Shape), new StringSpec(Shape), 0),
        new ArgumentSpec(nameof(Init), new EnumSpec(Init.ToString()), 0),
        new ArgumentSpec(nameof(Scale), new RealSpec(Exact(Scale)), 0),
        new ArgumentSpec(nameof(Density), new RealSpec(Exact(Density)), 0),
        new ArgumentSpec(nameof(From), new StringSpec(From ?? string.Empty), 0),
    }.Where(argument => argument.Name != nameof(Scale) || !float.IsNaN(Scale)).ToEquatableArray(), 0);

    // The shortest text of the float, read as a double: 0.1f means 0.1 here as it does in source.
    internal static double Exact(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
