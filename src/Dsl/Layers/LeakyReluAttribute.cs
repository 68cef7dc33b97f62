using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>The leaky rectifier, <c>x</c> for x &gt; 0 and <c>slope · x</c> otherwise; its derivative at 0 is the slope.</summary>
/// <param name="slope">The slope for negative values, 0.01 by default, at least 0.</param>
public sealed class LeakyReluAttribute(float slope = 0.01f) : LayerAttribute
{
    /// <summary>The slope for negative values.</summary>
    public float Slope { get; } = slope;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Slope), Slope)];
}
