using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// A convolution over images, <c>[channels, height, width] → [filters, height', width']</c>: cross-correlation with a square
/// kernel, plus a bias per filter. Parameters: <c>Kernel [filters, channels, k, k]</c>, uniform in ±√(6 / (channels·k·k))
/// (He et al. 2015), and <c>Bias [filters]</c>, zero.
/// </summary>
/// <param name="filters">The number of output channels, at least 1.</param>
public sealed class Conv2DAttribute(int filters) : LayerAttribute
{
    /// <summary>The number of output channels.</summary>
    public int Filters { get; } = filters;

    /// <summary>The height and width of the kernel; 3 by default.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>The step of the window in both directions; 1 by default.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>How the border is treated; <see cref="Adjoint.Padding.Same"/> by default.</summary>
    public Padding Padding { get; set; } = Padding.Same;

    /// <summary>Whether a bias per filter is added; true by default.</summary>
    public bool Bias { get; set; } = true;

    internal override EquatableArray<ArgumentSpec> Arguments =>
    [
        Integer(nameof(Filters), Filters), Integer(nameof(Kernel), Kernel), Integer(nameof(Stride), Stride),
        Choice(nameof(Padding), Padding.ToString()), Boolean(nameof(Bias), Bias),
    ];
}
