using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// The rectifier with a learned slope, <c>x</c> for x &gt; 0 and <c>Slope · x</c> otherwise (He et al. 2015); its derivative at 0 is the slope.
/// Parameter: <c>Slope []</c>, or <c>[channels]</c>.
/// </summary>
/// <param name="slope">What the slope starts with, 0.25 by default, at least 0.</param>
public sealed class PReluAttribute(float slope = 0.25f) : LayerAttribute
{
    /// <summary>What the slope starts with.</summary>
    public float Slope { get; } = slope;

    /// <summary>Whether each channel, the first axis of a sample, has a slope of its own; false by default.</summary>
    public bool PerChannel { get; set; }

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Slope), Slope), Boolean(nameof(PerChannel), PerChannel)];
}
