using Adjoint;
using Models.Tests.Reference;
using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Models.Tests;

/// <summary>Two convolutions whose result is not added to what they were given.</summary>
[Model]
public partial record PlainBlock(
    [Conv2D("F", Bias = false), BatchNorm, Relu] Layer First,
    [Conv2D("F", Bias = false), BatchNorm] Layer Second)
{
    /// <summary>The block without its shortcut.</summary>
    public Expr Forward([Shape("F, H, W")] Expr x) => Relu(Second(First(x)));
}

/// <summary><see cref="ResNet8"/> with one shortcut less, and the same parameters: what the comparison has to tell apart.</summary>
[Model(Input = "3, 16, 16", Loss = CrossEntropy)]
public partial record PlainNet8(
    [Conv2D(8, Bias = false), BatchNorm, Relu] Layer Stem,
    [Use<PlainBlock>] Layer Stage1,
    [Use<DownsamplingBlock>("F = 16")] Layer Stage2,
    [Use<DownsamplingBlock>("F = 32")] Layer Stage3,
    [GlobalAvgPool, Dense(10)] Layer Head);
