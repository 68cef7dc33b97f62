using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// The maximum over square windows, <c>[channels, height, width] → [channels, height', width']</c> with
/// height' = ⌊(height − size) / stride⌋ + 1. Of equal maxima the first in reading order receives the gradient. NaN propagates.
/// </summary>
/// <param name="size">The height and width of a window, at least 1.</param>
public sealed class MaxPoolAttribute(int size) : LayerAttribute
{
    /// <summary>The height and width of a window.</summary>
    public int Size { get; } = size;

    /// <summary>The step of the window; 0, the default, means <see cref="Size"/>: windows do not overlap.</summary>
    public int Stride { get; set; }

    internal override EquatableArray<ArgumentSpec> Arguments => [Integer(nameof(Size), Size), Integer(nameof(Stride), Stride)];
}
