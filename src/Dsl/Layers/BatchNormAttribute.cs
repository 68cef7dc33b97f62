using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Mean 0 and variance 1 of each channel, the first axis of a sample, over the batch and all other axes; then a gain and a bias (Ioffe and
/// Szegedy 2015). Parameters: <c>Gain [channels]</c>, one, and <c>Bias [channels]</c>, zero. Running values, which prediction uses:
/// <c>Mean [channels]</c> and <c>Variance [channels]</c>, the latter with the divisor N.
/// </summary>
public sealed class BatchNormAttribute : LayerAttribute
{
    /// <summary>The share of the current batch in the running values; 0.1 by default.</summary>
    public float Momentum { get; set; } = 0.1f;

    /// <summary>What is added to the variance; 1e-5 by default.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Momentum), Momentum), Real(nameof(Epsilon), Epsilon)];
}
