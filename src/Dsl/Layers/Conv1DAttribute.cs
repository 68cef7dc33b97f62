using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// A convolution over sequences, <c>[channels, length] → [filters, length']</c>: cross-correlation, plus a bias per filter,
/// <c>y[o, t] = b[o] + Σ x[c, t · stride + i · dilation − zeros] · k[o, c, i]</c>. With a stride of 1 the length may be a named size.
/// Parameters: <c>Kernel [filters, channels / groups, k]</c>, uniform in ±√(6 / (channels / groups·k)) (He et al. 2015), and <c>Bias [filters]</c>, zero.
/// </summary>
/// <param name="filters">The number of output channels in named sizes, such as <c>"F"</c> or <c>"2*F"</c>.</param>
public sealed class Conv1DAttribute(string filters) : LayerAttribute
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">The number of output channels, at least 1.</param>
    public Conv1DAttribute(int filters)
        : this(Text(filters))
    {
    }

    /// <summary>The number of output channels.</summary>
    public string Filters { get; } = filters;

    /// <summary>The size of the kernel; 3 by default.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>The step of the window along every axis; 1 by default.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The distance of the kernel's elements (Yu, Koltun 2016); 1, the default, for neighbours.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The number of groups into which channels and filters are cut; a filter sees the channels of its group. It divides both; 1 by default.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>How the border is treated; <see cref="Adjoint.Padding.Same"/> by default.</summary>
    public Padding Padding { get; set; } = Padding.Same;

    /// <summary>The number of zeros on each side of every axis; −1, the default, leaves it to <see cref="Padding"/>.</summary>
    public int Pad { get; set; } = -1;

    /// <summary>Whether an output sees its own and earlier places alone (van den Oord et al. 2016): (k − 1) · dilation zeros stand before the first place, and <see cref="Padding"/> and <see cref="Pad"/> do not count. False by default.</summary>
    public bool Causal { get; set; }

    /// <summary>Whether a bias per filter is added; true by default.</summary>
    public bool Bias { get; set; } = true;

    internal override EquatableArray<ArgumentSpec> Arguments =>
    [
        SizeOf(nameof(Filters), Filters), Integer(nameof(Kernel), Kernel), Integer(nameof(Stride), Stride),
        Integer(nameof(Dilation), Dilation), Integer(nameof(Groups), Groups), Choice(nameof(Padding), Padding.ToString()),
        Integer(nameof(Pad), Pad), Boolean(nameof(Causal), Causal), Boolean(nameof(Bias), Bias),
    ];
}
