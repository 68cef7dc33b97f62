using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// A convolution over volumes, <c>[channels, depth, height, width] → [filters, depth', height', width']</c>: cross-correlation, plus a bias per
/// filter; along each axis as in <see cref="Conv2DAttribute"/>. Parameters: <c>Kernel [filters, channels / groups, k, k, k]</c>, uniform in
/// ±√(6 / (channels / groups·k·k·k)) (He et al. 2015), and <c>Bias [filters]</c>, zero.
/// </summary>
/// <param name="filters">The number of output channels in named sizes, such as <c>"F"</c> or <c>"2*F"</c>.</param>
public sealed class Conv3DAttribute(string filters) : LayerAttribute
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">The number of output channels, at least 1.</param>
    public Conv3DAttribute(int filters)
        : this(Text(filters))
    {
    }

    /// <summary>The number of output channels.</summary>
    public string Filters { get; } = filters;

    /// <summary>The size of the kernel along every axis; 3 by default.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>The depth of the kernel; 0, the default, means <see cref="Kernel"/>.</summary>
    public int KernelDepth { get; set; }

    /// <summary>The height of the kernel; 0, the default, means <see cref="Kernel"/>.</summary>
    public int KernelHeight { get; set; }

    /// <summary>The width of the kernel; 0, the default, means <see cref="Kernel"/>.</summary>
    public int KernelWidth { get; set; }

    /// <summary>The step of the window along every axis; 1 by default.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The step in depth; 0, the default, means <see cref="Stride"/>.</summary>
    public int StrideDepth { get; set; }

    /// <summary>The step downwards; 0, the default, means <see cref="Stride"/>.</summary>
    public int StrideHeight { get; set; }

    /// <summary>The step to the right; 0, the default, means <see cref="Stride"/>.</summary>
    public int StrideWidth { get; set; }

    /// <summary>The distance of the kernel's elements (Yu, Koltun 2016); 1, the default, for neighbours.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The number of groups into which channels and filters are cut; a filter sees the channels of its group. It divides both; 1 by default.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>How the border is treated; <see cref="Adjoint.Padding.Same"/> by default.</summary>
    public Padding Padding { get; set; } = Padding.Same;

    /// <summary>The number of zeros on each side of every axis; −1, the default, leaves it to <see cref="Padding"/>.</summary>
    public int Pad { get; set; } = -1;

    /// <summary>Whether a bias per filter is added; true by default.</summary>
    public bool Bias { get; set; } = true;

    internal override EquatableArray<ArgumentSpec> Arguments =>
    [
        SizeOf(nameof(Filters), Filters), Integer(nameof(Kernel), Kernel), Integer(nameof(KernelDepth), KernelDepth),
        Integer(nameof(KernelHeight), KernelHeight), Integer(nameof(KernelWidth), KernelWidth), Integer(nameof(Stride), Stride),
        Integer(nameof(StrideDepth), StrideDepth), Integer(nameof(StrideHeight), StrideHeight),
        Integer(nameof(StrideWidth), StrideWidth), Integer(nameof(Dilation), Dilation), Integer(nameof(Groups), Groups),
        Choice(nameof(Padding), Padding.ToString()), Integer(nameof(Pad), Pad), Boolean(nameof(Bias), Bias),
    ];
}
