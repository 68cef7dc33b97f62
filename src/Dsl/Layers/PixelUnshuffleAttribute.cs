using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Pixels become channels, <c>[channels, height · r, width · r] → [channels · r², height, width]</c>: the inverse of <see cref="PixelShuffleAttribute"/>.
/// </summary>
/// <param name="factor">How many times smaller the images become, at least 1.</param>
public sealed class PixelUnshuffleAttribute(int factor) : LayerAttribute
{
    /// <summary>How many times smaller the images become.</summary>
    public int Factor { get; } = factor;

    internal override EquatableArray<ArgumentSpec> Arguments => [Integer(nameof(Factor), Factor)];
}
