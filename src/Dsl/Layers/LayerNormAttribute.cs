using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Mean 0 and variance 1 along the last axis, then a gain and a bias (Ba, Kiros, Hinton 2016). Parameters: <c>Gain [features]</c>, one, and
/// <c>Bias [features]</c>, zero.
/// </summary>
public sealed class LayerNormAttribute : LayerAttribute
{
    /// <summary>What is added to the variance; 1e-5 by default.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Epsilon), Epsilon)];
}
