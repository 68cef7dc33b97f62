using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Larger images, <c>[channels, height, width] → [channels, height · factor, width · factor]</c>: every pixel repeated, or linear between the centres of
/// pixels. The corners of the images, not the centres of their outermost pixels, stay where they are.
/// </summary>
/// <param name="factor">How many times larger, at least 1.</param>
public sealed class UpsampleAttribute(int factor) : LayerAttribute
{
    /// <summary>How many times larger.</summary>
    public int Factor { get; } = factor;

    /// <summary>Whether colours between the centres are linear in both directions, rather than those of the nearest pixel; false by default.</summary>
    public bool Bilinear { get; set; }

    internal override EquatableArray<ArgumentSpec> Arguments => [Integer(nameof(Factor), Factor), Boolean(nameof(Bilinear), Bilinear)];
}
