using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Adds sines and cosines of the step to each step of <c>[steps, features]</c>, see <see cref="Ops.SinusoidalPositions"/> (Vaswani et al.
/// 2017).
/// </summary>
public sealed class SinusoidalPositionsAttribute : LayerAttribute
{
    /// <summary>What the slowest wave's period is in units of the fastest; 10000 by default, at least 1.</summary>
    public float Period { get; set; } = 10_000f;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Period), Period)];
}
