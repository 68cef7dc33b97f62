using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// A transposed convolution over images (Zeiler et al. 2010), <c>[channels, height, width] → [filters, height', width']</c>: the derivative of a
/// convolution by its image as a layer. Every pixel adds a multiple of the kernel, <c>y[o, r · stride + i · dilation − zeros, …] += x[c, r, …] · k[c, o, i, …]</c>.
/// height' = height · stride with <see cref="Adjoint.Padding.Same"/>, (height − 1) · stride − 2 zeros + dilation (k − 1) + output padding + 1
/// otherwise. Parameters: <c>Kernel [channels, filters / groups, k, k]</c>, uniform in ±√(6 / (channels / groups·⌈k / stride⌉²)) (He et al. 2015), and <c>Bias [filters]</c>, zero.
/// </summary>
/// <param name="filters">The number of output channels in named sizes, such as <c>"F"</c> or <c>"2*F"</c>.</param>
public sealed class ConvTranspose2DAttribute(string filters) : LayerAttribute
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">The number of output channels, at least 1.</param>
    public ConvTranspose2DAttribute(int filters)
        : this(Text(filters))
    {
    }

    /// <summary>The number of output channels.</summary>
    public string Filters { get; } = filters;

    /// <summary>The size of the kernel along every axis; 3 by default.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>The height of the kernel; 0, the default, means <see cref="Kernel"/>.</summary>
    public int KernelHeight { get; set; }

    /// <summary>The width of the kernel; 0, the default, means <see cref="Kernel"/>.</summary>
    public int KernelWidth { get; set; }

    /// <summary>The step of the window along every axis; 1 by default.</summary>
    public int Stride { get; set; } = 1;

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

    /// <summary>Places more behind every axis: of the sizes that a convolution maps to this one, how far from the smallest. Below the stride or the dilation; 0 by default, and without effect where <see cref="Padding"/> decides.</summary>
    public int OutputPadding { get; set; }

    /// <summary>Whether a bias per filter is added; true by default.</summary>
    public bool Bias { get; set; } = true;

    internal override EquatableArray<ArgumentSpec> Arguments =>
    [
        SizeOf(nameof(Filters), Filters), Integer(nameof(Kernel), Kernel), Integer(nameof(KernelHeight), KernelHeight),
        Integer(nameof(KernelWidth), KernelWidth), Integer(nameof(Stride), Stride), Integer(nameof(StrideHeight), StrideHeight),
        Integer(nameof(StrideWidth), StrideWidth), Integer(nameof(Dilation), Dilation), Integer(nameof(Groups), Groups),
        Choice(nameof(Padding), Padding.ToString()), Integer(nameof(Pad), Pad), Integer(nameof(OutputPadding), OutputPadding),
        Boolean(nameof(Bias), Bias),
    ];
}
