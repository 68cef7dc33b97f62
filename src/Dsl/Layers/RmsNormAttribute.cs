using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// <c>x / √(mean(x²) + ε) · Gain</c> along the last axes (Zhang and Sennrich 2019). Parameter: <c>Gain</c>, one, of the shape of these axes,
/// <c>[features]</c>.
/// </summary>
public sealed class RmsNormAttribute : LayerAttribute
{
    /// <summary>What is added to the mean square; 1e-6 by default.</summary>
    public float Epsilon { get; set; } = 1e-6f;

    /// <summary>How many of the last axes; 1 by default.</summary>
    public int Axes { get; set; } = 1;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Epsilon), Epsilon), Integer(nameof(Axes), Axes)];
}
