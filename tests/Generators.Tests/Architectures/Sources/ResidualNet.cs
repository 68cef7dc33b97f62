using static Adjoint.Ops;

namespace Architectures;

/// <summary>Two convolutions whose result is added to what they were given (He et al. 2016).</summary>
[Model]
public partial record ResidualBlock(
    [Conv2D(6, Bias = false), BatchNorm, Relu] Layer First,
    [Conv2D(6, Bias = false), BatchNorm]       Layer Second)
{
    public Expr Forward([Shape("6, H, W")] Expr x) => Relu(x + Second(First(x)));
}

/// <summary>A small residual network.</summary>
[Model(Input = "2, 7, 7", Loss = CrossEntropy)]
public partial record ResidualNet(
    [Conv2D(6, Bias = false), BatchNorm, Relu] Layer Stem,
    [Use<ResidualBlock>(Repeat = 2)]           Layer Blocks,
    [Dense(4)]                                 Layer Head)
{
    public Expr Forward(Expr image)
    {
        var features = Blocks(Stem(image));
        return Head(Mean(features, [1, 2]));
    }
}
