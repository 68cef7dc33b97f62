using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// A fully connected layer, <c>y = x · Kernel + Bias</c>, on the last axis, <c>[in] → [units]</c> or <c>[steps, in] → [steps, units]</c>. Parameters:
/// <c>Kernel [in, units]</c>, uniform in ±√(6 / in) (He et al. 2015), and <c>Bias [units]</c>, zero.
/// </summary>
public sealed class DenseAttribute : LayerAttribute
{
    private readonly ConstantSpec _units;

    /// <summary>Makes the layer.</summary>
    /// <param name="units">The size of the output, at least 1.</param>
    public DenseAttribute(int units)
    {
        Units = units.ToString(System.Globalization.CultureInfo.InvariantCulture);
        _units = new IntegerSpec(units);
    }

    /// <summary>Makes the layer with an output of a named size.</summary>
    /// <param name="units">The size of the output, such as <c>"H"</c> or <c>"4*D"</c>.</param>
    public DenseAttribute(string units)
    {
        Units = units;
        _units = new StringSpec(units);
    }

    /// <summary>The size of the output.</summary>
    public string Units { get; }

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; set; } = true;

    internal override EquatableArray<ArgumentSpec> Arguments => [new ArgumentSpec(nameof(Units), _units, 0), Boolean(nameof(Bias), Bias)];
}
