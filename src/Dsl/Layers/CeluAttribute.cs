using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>The exponential linear unit that is smooth for every α, <c>x</c> for x &gt; 0 and <c>α (exp(x / α) − 1)</c> otherwise (Barron 2017).</summary>
/// <param name="alpha">What is approached far below zero, but for the sign; 1 by default, at least 10⁻⁶.</param>
public sealed class CeluAttribute(float alpha = 1f) : LayerAttribute
{
    /// <summary>What is approached far below zero, but for the sign.</summary>
    public float Alpha { get; } = alpha;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Alpha), Alpha)];
}
