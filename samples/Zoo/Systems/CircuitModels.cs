using Adjoint;
using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Zoo.Systems;

/// <summary>A block of a transformer: T words of D numbers, each of which looks at all.</summary>
[Model]
public partial record CircuitAttention(
    [LayerNorm]                Layer Norm1,
    [Dense("D", Bias = false)] Layer Query,
    [Dense("D", Bias = false)] Layer Key,
    [Dense("D", Bias = false)] Layer Value,
    [LayerNorm]                Layer Norm2,
    [Dense("2*D"), Gelu]       Layer Widen,
    [Dense("D")]               Layer Narrow)
{
    public Expr Forward([Shape("T, D")] Expr x)
    {
        var seen = Norm1(x);
        var scores = Softmax(MatMul(Query(seen), Transpose(Key(seen))) / 4f);
        var read = x + MatMul(scores, Value(seen));
        return read + Narrow(Widen(Norm2(read)));
    }
}

/// <summary>A transformer that says of each of T words what it is like.</summary>
[Model(Input = "i32[T]", Loss = CrossEntropy)]
public partial record CircuitTransformer(
    [Embedding("12", "D"), SinusoidalPositions] Layer Words,
    [Use<CircuitAttention>]                     Layer Block,
    [LayerNorm, Dense(12)]                      Layer Head);

/// <summary>Convolutions of C filters and more: one with a stride, one with a dilation.</summary>
[Model(Input = "1, 8, 8", Loss = CrossEntropy)]
public partial record CircuitConvolutions(
    [Conv2D("C"), Relu]                 Layer Near,
    [Conv2D("2*C", Stride = 2), Relu]   Layer Coarse,
    [Conv2D("2*C", Dilation = 2), Relu] Layer Far,
    [GlobalAvgPool, Dense(10)]          Layer Head);

/// <summary>Two convolutions, and what they were given.</summary>
[Model]
public partial record CircuitResidual(
    [Conv2D("C", Bias = false), BatchNorm, Relu] Layer First,
    [Conv2D("C", Bias = false), BatchNorm]       Layer Second)
{
    public Expr Forward([Shape("C, H, W")] Expr x) => Relu(x + Second(First(x)));
}

/// <summary>A residual network of two sizes.</summary>
[Model(Input = "1, 8, 8", Loss = CrossEntropy)]
public partial record CircuitResNet(
    [Conv2D(8, Bias = false), BatchNorm, Relu] Layer Stem,
    [Use<CircuitResidual>]                     Layer Fine,
    [Conv2D(16, Stride = 2)]                   Layer Wider,
    [Use<CircuitResidual>]                     Layer Coarse,
    [GlobalAvgPool, Dense(10)]                 Layer Head);

/// <summary>A network of the shape of a U: down to a quarter, and up again beside what was seen on the way. It tells ink from paper.</summary>
[Model(Input = "1, 8, 8", Loss = BinaryCrossEntropy)]
public partial record CircuitUNet(
    [Conv2D(4), Relu]                            Layer Fine,
    [MaxPool(2), Conv2D(8), Relu]                Layer Half,
    [MaxPool(2), Conv2D(16), Relu]               Layer Quarter,
    [ConvTranspose2D(8, Kernel = 2, Stride = 2)] Layer Enlarge,
    [Conv2D(8), Relu]                            Layer Join,
    [Upsample(2), Conv2D(4)]                     Layer Sharpen,
    [Conv2D(4), Relu, Conv2D(1, Kernel = 1)]     Layer Ink)
{
    public Expr Forward(Expr image)
    {
        var fine = Fine(image);
        var half = Half(fine);
        var joined = Join(Concat(0, Enlarge(Quarter(half)), half));
        return Ink(Concat(0, Sharpen(joined), fine));
    }
}

/// <summary>A vision transformer: the image as sixteen patches.</summary>
[Model(Input = "1, 8, 8", Loss = CrossEntropy)]
public partial record CircuitVision(
    [Patchify(2), Dense("D"), PositionEmbedding(16)] Layer Patches,
    [Use<CircuitAttention>(Repeat = 2)]              Layer Blocks,
    [LayerNorm, Flatten, Dense(10)]                  Layer Head);
