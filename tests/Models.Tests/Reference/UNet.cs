using Adjoint;
using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Models.Tests.Reference;

/// <summary>Two convolutions.</summary>
[Model]
public partial record DoubleConvolution(
    [Conv2D("F"), Relu, Conv2D("F"), Relu] Layer Both)
{
    public Expr Forward([Shape("C, H, W")] Expr x) => Both(x);
}

/// <summary>
/// Marks the pixels of an image that belong to something: down, across, and up again with what was seen on the way (Ronneberger, Fischer and Brox 2015),
/// with borders that keep the size.
/// </summary>
[Model(Input = "1, 16, 16", Loss = BinaryCrossEntropy)]
public partial record UNet(
    [Use<DoubleConvolution>("F = 6")]             Layer Down1,
    [Use<DoubleConvolution>("F = 12")]            Layer Down2,
    [Use<DoubleConvolution>("F = 24")]            Layer Bottom,
    [ConvTranspose2D(12, Kernel = 2, Stride = 2)] Layer Enlarge2,
    [Use<DoubleConvolution>("F = 12")]            Layer Up2,
    [ConvTranspose2D(6, Kernel = 2, Stride = 2)]  Layer Enlarge1,
    [Use<DoubleConvolution>("F = 6")]             Layer Up1,
    [Conv2D(1, Kernel = 1)]                       Layer Logits)
{
    public Expr Forward(Expr image)
    {
        var fine = Down1(image);
        var coarse = Down2(MaxPool(fine, 2));
        var bottom = Bottom(MaxPool(coarse, 2));
        var up = Up2(Concat(0, coarse, Enlarge2(bottom)));
        return Logits(Up1(Concat(0, fine, Enlarge1(up))));
    }
}
