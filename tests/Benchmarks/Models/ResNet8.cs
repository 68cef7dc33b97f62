using static Adjoint.Loss;

namespace Adjoint.Benchmarks.Models;

/// <summary>
/// A residual network (He, Zhang, Ren and Sun 2016) of eight layers for coloured images of 32x32 pixels, as benchmarks of small devices have it
/// (Banbury et al. 2021).
/// </summary>
[Model(Input = "3, 32, 32", Loss = CrossEntropy)]
public partial record ResNet8(
    [Conv2D(16, Bias = false), BatchNorm, Relu] Layer Stem,
    [Use<ResidualBlock>]                        Layer Stage1,
    [Use<HalvingBlock>("F = 32")]               Layer Stage2,
    [Use<HalvingBlock>("F = 64")]               Layer Stage3,
    [GlobalAvgPool, Dense(10)]                  Layer Logits);
