using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>While training, adds to each element a number drawn from the normal distribution with mean 0; does nothing in prediction.</summary>
/// <param name="deviation">The standard deviation of the noise, at least 0.</param>
public sealed class GaussianNoiseAttribute(float deviation) : LayerAttribute
{
    /// <summary>The standard deviation of the noise.</summary>
    public float Deviation { get; } = deviation;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Deviation), Deviation)];
}
