using static Adjoint.Ops;

namespace Adjoint.Benchmarks.Models;

/// <summary>Two convolutions whose result is added to what they were given.</summary>
[Model]
public partial record ResidualBlock(
    [Conv2D("F", Bias = false), BatchNorm, Relu] Layer First,
    [Conv2D("F", Bias = false), BatchNorm]       Layer Second)
{
    public Expr Forward([Shape("F, H, W")] Expr x) => Relu(Second(First(x)) + x);
}
