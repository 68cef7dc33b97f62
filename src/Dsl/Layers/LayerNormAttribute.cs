using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Mean 0 and variance 1 along the last axes, then a gain and a bias (Ba, Kiros, Hinton 2016). The variance has the divisor N. Parameters:
/// <c>Gain</c>, one, and <c>Bias</c>, zero, of the shape of these axes, <c>[features]</c>.
/// </summary>
public sealed class LayerNormAttribute : LayerAttribute
{
    /// <summary>What is added to the variance; 1e-5 by default.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    /// <summary>How many of the last axes; 1 by default.</summary>
    public int Axes { get; set; } = 1;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Epsilon), Epsilon), Integer(nameof(Axes), Axes)];
}
