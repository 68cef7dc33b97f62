using static Adjoint.Ops;

namespace Adjoint.Benchmarks.Models;

/// <summary>The same as <see cref="ResidualBlock"/> to images of half the size with more channels; what is added is convolved to these as well.</summary>
[Model]
public partial record HalvingBlock(
    [Conv2D("F", Stride = 2, Pad = 1, Bias = false), BatchNorm, Relu] Layer First,
    [Conv2D("F", Bias = false), BatchNorm]                            Layer Second,
    [Conv2D("F", Kernel = 1, Stride = 2)]                             Layer Shortcut)
{
    public Expr Forward([Shape("C, H, W")] Expr x) => Relu(Second(First(x)) + Shortcut(x));
}
