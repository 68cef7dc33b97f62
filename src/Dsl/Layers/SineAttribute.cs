using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary><c>sin(ω x)</c>, the activation of networks that represent signals (Sitzmann et al. 2020).</summary>
/// <param name="omega">The frequency ω; 30 by default, at least 0.</param>
public sealed class SineAttribute(float omega = 30f) : LayerAttribute
{
    /// <summary>The frequency.</summary>
    public float Omega { get; } = omega;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Omega), Omega)];
}
