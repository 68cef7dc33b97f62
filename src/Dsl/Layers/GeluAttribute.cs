using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>The Gaussian error linear unit, <c>x · Φ(x)</c> with the normal distribution's Φ (Hendrycks and Gimpel 2016).</summary>
public sealed class GeluAttribute : LayerAttribute
{
    /// <summary>Whether Φ is approximated by a tanh, as models trained so expect: <c>x · (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2</c>; false by default.</summary>
    public bool Approximate { get; set; }

    internal override EquatableArray<ArgumentSpec> Arguments => [Boolean(nameof(Approximate), Approximate)];
}
