namespace Adjoint.Benchmarks.Models;

/// <summary>A separable convolution: of each channel by itself, then of the channels at each place (Howard et al. 2017).</summary>
[Model]
public partial record SeparableBlock(
    [DepthwiseConv2D(Bias = false), BatchNorm, Relu]         Layer Across,
    [Conv2D("C", Kernel = 1, Bias = false), BatchNorm, Relu] Layer Between)
{
    public Expr Forward([Shape("C, H, W")] Expr x) => Between(Across(x));
}
