using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// A convolution of every channel of images by itself (Chollet 2017), <c>[channels, height, width] → [channels · multiplier, height', width']</c>:
/// filter o sees the channel ⌊o / multiplier⌋ alone. With a <c>Conv2D(…, Kernel = 1)</c> behind it, it is a separable convolution.
/// Parameters: <c>Kernel [channels · multiplier, 1, k, k]</c>, uniform in ±√(6 / (k·k)) (He et al. 2015), and <c>Bias [channels · multiplier]</c>, zero.
/// </summary>
/// <param name="multiplier">The number of filters for each channel; 1 by default.</param>
public sealed class DepthwiseConv2DAttribute(int multiplier = 1) : LayerAttribute
{
    /// <summary>The number of filters for each channel.</summary>
    public int Multiplier { get; } = multiplier;

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

    /// <summary>How the border is treated; <see cref="Adjoint.Padding.Same"/> by default.</summary>
    public Padding Padding { get; set; } = Padding.Same;

    /// <summary>The number of zeros on each side of every axis; −1, the default, leaves it to <see cref="Padding"/>.</summary>
    public int Pad { get; set; } = -1;

    /// <summary>Whether a bias per filter is added; true by default.</summary>
    public bool Bias { get; set; } = true;

    internal override EquatableArray<ArgumentSpec> Arguments =>
    [
        Integer(nameof(Multiplier), Multiplier), Integer(nameof(Kernel), Kernel), Integer(nameof(KernelHeight), KernelHeight),
        Integer(nameof(KernelWidth), KernelWidth), Integer(nameof(Stride), Stride), Integer(nameof(StrideHeight), StrideHeight),
        Integer(nameof(StrideWidth), StrideWidth), Integer(nameof(Dilation), Dilation),
        Choice(nameof(Padding), Padding.ToString()), Integer(nameof(Pad), Pad), Boolean(nameof(Bias), Bias),
    ];
}
