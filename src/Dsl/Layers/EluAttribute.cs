using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>The exponential linear unit, <c>x</c> for x &gt; 0 and <c>α (exp(x) − 1)</c> otherwise (Clevert et al. 2016); its derivative at 0 is α.</summary>
/// <param name="alpha">What is approached far below zero, but for the sign; 1 by default, at least 0.</param>
public sealed class EluAttribute(float alpha = 1f) : LayerAttribute
{
    /// <summary>What is approached far below zero, but for the sign.</summary>
    public float Alpha { get; } = alpha;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Alpha), Alpha)];
}
