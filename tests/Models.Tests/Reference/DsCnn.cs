using Adjoint;
using static Adjoint.Loss;

namespace Models.Tests.Reference;

/// <summary>A separable convolution: of each channel by itself, then of the channels at each place.</summary>
[Model]
public partial record SeparableBlock(
    [DepthwiseConv2D(Bias = false), BatchNorm, Relu]         Layer Across,
    [Conv2D("F", Kernel = 1, Bias = false), BatchNorm, Relu] Layer Between)
{
    public Expr Forward([Shape("C, H, W")] Expr x) => Between(Across(x));
}

/// <summary>
/// The depth-wise separable network that spots keywords (Zhang, Suda, Lai and Chandra 2017): 49 frames of ten cepstral coefficients to twelve words, here
/// with sixteen channels.
/// </summary>
[Model(Input = "1, 49, 10", Loss = CrossEntropy)]
public partial record DsCnn(
    [Conv2D(16, KernelHeight = 10, KernelWidth = 4, Stride = 2, Bias = false), BatchNorm, Relu] Layer Stem,
    [Use<SeparableBlock>("F = 16", Repeat = 4)]                                                 Layer Blocks,
    [GlobalAvgPool, Dense(12)]                                                                  Layer Head);
