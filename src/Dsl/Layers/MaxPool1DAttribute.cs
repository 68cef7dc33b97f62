using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// The maximum over windows of sequences, <c>[channels, length] → [channels, length']</c>, as <see cref="MaxPoolAttribute"/> along one axis.
/// Of equal maxima the first in reading order receives the gradient. NaN propagates. A border is as −∞.
/// </summary>
/// <param name="size">The size of a window along every axis, at least 1.</param>
public sealed class MaxPool1DAttribute(int size) : LayerAttribute
{
    /// <summary>The size of a window along every axis.</summary>
    public int Size { get; } = size;

    /// <summary>The step of the window; 0, the default, means <see cref="Size"/>: windows do not overlap.</summary>
    public int Stride { get; set; }

    /// <summary>How the border is treated; <see cref="Adjoint.Padding.Valid"/> by default.</summary>
    public Padding Padding { get; set; } = Padding.Valid;

    /// <summary>The width of the border on each side, at most half a window; −1, the default, leaves it to <see cref="Padding"/>.</summary>
    public int Pad { get; set; } = -1;

    internal override EquatableArray<ArgumentSpec> Arguments =>
    [
        Integer(nameof(Size), Size), Integer(nameof(Stride), Stride), Choice(nameof(Padding), Padding.ToString()),
        Integer(nameof(Pad), Pad),
    ];
}
