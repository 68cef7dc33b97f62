using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Scales each channel by what all channels say on average, <c>x · sigmoid(W₂ relu(W₁ z + b₁) + b₂)</c> with the mean z of each channel (Hu et al.
/// 2018), on <c>[channels, ..]</c>. Parameters: <c>Reduce [channels, hidden]</c> and <c>Expand [hidden, channels]</c>, uniform in ±√(6 / rows)
/// (He et al. 2015), <c>ReduceBias [hidden]</c> and <c>ExpandBias [channels]</c>, zero; hidden is channels / reduction, at least 1.
/// </summary>
/// <param name="reduction">What the channels are divided by, 16 by default, at least 1.</param>
public sealed class SqueezeExciteAttribute(int reduction = 16) : LayerAttribute
{
    /// <summary>What the channels are divided by.</summary>
    public int Reduction { get; } = reduction;

    internal override EquatableArray<ArgumentSpec> Arguments => [Integer(nameof(Reduction), Reduction)];
}
