using Adjoint;
using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Models.Tests.Reference;

/// <summary>Two convolutions whose result is added to what they were given.</summary>
[Model]
public partial record ResidualBlock(
    [Conv2D("F", Bias = false), BatchNorm, Relu] Layer First,
    [Conv2D("F", Bias = false), BatchNorm]       Layer Second)
{
    public Expr Forward([Shape("F, H, W")] Expr x) => Relu(x + Second(First(x)));
}

/// <summary>The same to more channels and images of half the size, which the shortcut is convolved to.</summary>
[Model]
public partial record DownsamplingBlock(
    [Conv2D("F", Stride = 2, Pad = 1, Bias = false), BatchNorm, Relu] Layer First,
    [Conv2D("F", Bias = false), BatchNorm]                            Layer Second,
    [Conv2D("F", Kernel = 1, Stride = 2, Bias = false), BatchNorm]    Layer Shortcut)
{
    public Expr Forward([Shape("C, H, W")] Expr x) => Relu(Shortcut(x) + Second(First(x)));
}

/// <summary>
/// A residual network (He, Zhang, Ren and Sun 2016) of eight layers with weights, as benchmarks of small devices have it (Banbury et al. 2021), with
/// half as many channels.
/// </summary>
[Model(Input = "3, 16, 16", Loss = CrossEntropy)]
public partial record ResNet8(
    [Conv2D(8, Bias = false), BatchNorm, Relu] Layer Stem,
    [Use<ResidualBlock>]                       Layer Stage1,
    [Use<DownsamplingBlock>("F = 16")]         Layer Stage2,
    [Use<DownsamplingBlock>("F = 32")]         Layer Stage3,
    [GlobalAvgPool, Dense(10)]                 Layer Head);
