using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Mean 0 and variance 1 of each group of neighbouring channels within a sample of <c>[channels, ..]</c>, then a gain and a bias (Wu and He
/// 2018). The variance has the divisor N. Parameters: <c>Gain [channels]</c>, one, and <c>Bias [channels]</c>, zero.
/// </summary>
/// <param name="groups">The number of groups, which divides the channels, at least 1.</param>
public sealed class GroupNormAttribute(int groups) : LayerAttribute
{
    /// <summary>The number of groups, which divides the channels.</summary>
    public int Groups { get; } = groups;

    /// <summary>What is added to the variance; 1e-5 by default.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    internal override EquatableArray<ArgumentSpec> Arguments => [Integer(nameof(Groups), Groups), Real(nameof(Epsilon), Epsilon)];
}
