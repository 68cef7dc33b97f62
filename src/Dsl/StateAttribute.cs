using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Makes a positional member of type <see cref="Expr"/> a running value, which training changes by <c>Becomes</c> and not
/// by a gradient, such as the mean of batch normalisation.
/// </summary>
/// <param name="shape">Its shape, such as <c>"C"</c>; it has no batch axis.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class StateAttribute(string shape) : Attribute
{
    /// <summary>Its shape.</summary>
    public string Shape { get; } = shape;

    /// <summary>What every element starts with.</summary>
    public float Initial { get; set; }

    /// <summary>The running value, as the compiler reads it from source.</summary>
    internal LayerSpec Spec => new("State",
        [new ArgumentSpec(nameof(Shape), new StringSpec(Shape), 0), new ArgumentSpec(nameof(Initial), new RealSpec(WeightAttribute.Exact(Initial)), 0)], 0);
}
