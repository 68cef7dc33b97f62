using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Cuts images into squares, <c>[channels, height, width] → [squares, channels · size · size]</c>: a sequence of steps, row by row. Within a step the
/// elements come in the order channel, row, column, as in the kernel of a convolution.
/// </summary>
/// <param name="size">Height and width of the squares, which divide those of the image.</param>
public sealed class PatchifyAttribute(int size) : LayerAttribute
{
    /// <summary>Height and width of the squares.</summary>
    public int Size { get; } = size;

    internal override EquatableArray<ArgumentSpec> Arguments => [Integer(nameof(Size), Size)];
}
