using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Adjoint.Benchmarks.Models;

/// <summary>
/// The depth-wise separable network that spots keywords (Zhang, Suda, Lai and Chandra 2017): 49 frames of ten cepstral coefficients to twelve words. Its
/// first kernel is high and narrow, and so is the border of zeros that it is given.
/// </summary>
[Model(Loss = CrossEntropy)]
public partial record DsCnn(
    [Weight("64, 1, 10, 4")]          Expr Kernel,
    [BatchNorm, Relu]                 Layer Stem,
    [Use<SeparableBlock>(Repeat = 4)] Layer Blocks,
    [GlobalAvgPool, Dense(12)]        Layer Logits)
{
    public Expr Forward([Shape("1, 49, 10")] Expr sound)
    {
        var windows = Conv2D(sound, Kernel, bias: null, stride: (2, 2), dilation: (1, 1), pad: (5, 1));
        return Logits(Blocks(Stem(windows)));
    }
}
