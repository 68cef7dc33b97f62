using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// A fully connected layer, <c>y = x · Kernel + Bias</c>, on the last axis, <c>[in] → [units]</c> or <c>[steps, in] → [steps, units]</c>. Parameters:
/// <c>Kernel [in, units]</c>, uniform in ±√(6 / in) (He et al. 2015), and <c>Bias [units]</c>, zero.
/// </summary>
/// <param name="units">The size of the output in named sizes, such as <c>"H"</c> or <c>"4*D"</c>.</param>
public sealed class DenseAttribute(string units) : LayerAttribute
{
    /// <summary>Makes the layer.</summary>
    /// <param name="units">The size of the output, at least 1.</param>
    public DenseAttribute(int units)
        : this(Text(units))
    {
    }

    /// <summary>The size of the output.</summary>
    public string Units { get; } = units;

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; set; } = true;

    internal override EquatableArray<ArgumentSpec> Arguments => [SizeOf(nameof(Units), Units), Boolean(nameof(Bias), Bias)];
}
