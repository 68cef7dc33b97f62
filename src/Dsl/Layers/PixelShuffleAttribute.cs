using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Channels become pixels (Shi et al. 2016), <c>[channels · r², height, width] → [channels, height · r, width · r]</c>:
/// <c>y[c, r h + i, r w + j] = x[c r² + i r + j, h, w]</c>.
/// </summary>
/// <param name="factor">How many times larger the images become, at least 1.</param>
public sealed class PixelShuffleAttribute(int factor) : LayerAttribute
{
    /// <summary>How many times larger the images become.</summary>
    public int Factor { get; } = factor;

    internal override EquatableArray<ArgumentSpec> Arguments => [Integer(nameof(Factor), Factor)];
}
