using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Mean 0 and variance 1 of each channel within a sample of <c>[channels, ..]</c>, then a gain and a bias (Ulyanov et al. 2016). The variance
/// has the divisor N. Parameters: <c>Gain [channels]</c>, one, and <c>Bias [channels]</c>, zero.
/// </summary>
public sealed class InstanceNormAttribute : LayerAttribute
{
    /// <summary>What is added to the variance; 1e-5 by default.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Epsilon), Epsilon)];
}
