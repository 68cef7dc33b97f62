using static Adjoint.Ops;

namespace Architectures;

/// <summary>Two convolutions.</summary>
[Model]
public partial record DoubleConvolution(
    [Weight("F, C, 3, 3")] Expr First,
    [Weight("F, F, 3, 3")] Expr Second)
{
    public Expr Forward([Shape("C, H, W")] Expr x) => Relu(Conv2D(Relu(Conv2D(x, First)), Second));
}

/// <summary>Down, across, and up again with what was seen on the way (Ronneberger et al. 2015).</summary>
[Model(Input = "1, 8, 8")]
public partial record UNet(
    [Use<DoubleConvolution>("F = 4")] Layer Down1,
    [Use<DoubleConvolution>("F = 6")] Layer Down2,
    [Use<DoubleConvolution>("F = 8")] Layer Bottom,
    [Use<DoubleConvolution>("F = 6")] Layer Up2,
    [Use<DoubleConvolution>("F = 4")] Layer Up1,
    [Conv2D(2, Kernel = 1)]           Layer Head)
{
    public Expr Forward(Expr image)
    {
        var a = Down1(image);
        var b = Down2(MaxPool(a, 2));
        var bottom = Bottom(MaxPool(b, 2));
        var up = Up2(Concat(0, Upsample(bottom), b));
        return Head(Up1(Concat(0, Upsample(up), a)));
    }

    private static Expr Upsample(Expr x) => Repeat(Repeat(x, 1, 2), 2, 2);

    [Objective]
    public Expr Segment([Shape("1, 8, 8")] Expr image, [Shape("i32[8, 8]")] Expr classes) =>
        SoftmaxCrossEntropy(Transpose(Forward(image), 1, 2, 0), classes);
}
