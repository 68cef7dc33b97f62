using Adjoint;
using static Adjoint.Loss;

namespace Models.Tests.Derived;

// The same networks as they are, with parts that are computed again, and with parts that are kept in less memory.

[Model]
public partial record Block(
    [LayerNorm]                               Layer Norm1,
    [SelfAttention(Heads = 2, Causal = true)] Layer Attend,
    [LayerNorm]                               Layer Norm2,
    [Dense(64), Gelu, Dense(16)]              Layer Mlp)
{
    public Expr Forward([Shape("T, 16")] Expr x)
    {
        var h = x + Attend(Norm1(x));
        return h + Mlp(Norm2(h));
    }
}

[Model(Input = "i32[12]", Loss = CrossEntropy)]
public partial record PlainText(
    [Embedding(11, 16), PositionEmbedding(12)] Layer Tokens,
    [Use<Block>(Repeat = 4)]                   Layer Blocks,
    [LayerNorm, Dense(11)]                     Layer Head);

[Model(Input = "i32[12]", Loss = CrossEntropy)]
public partial record RecomputedText(
    [Embedding(11, 16), PositionEmbedding(12)] Layer Tokens,
    [Use<Block>(Repeat = 4), Recompute]        Layer Blocks,
    [LayerNorm, Dense(11)]                     Layer Head);

[Model(Input = "i32[12]", Loss = CrossEntropy)]
public partial record KeptText(
    [Embedding(11, 16), PositionEmbedding(12)]          Layer Tokens,
    [Use<Block>(Repeat = 4), Keep(As = Storage.Int8)]   Layer Blocks,
    [LayerNorm, Dense(11)]                              Layer Head);

[Model(Input = "i32[12]", Loss = CrossEntropy)]
public partial record HalfText(
    [Embedding(11, 16), PositionEmbedding(12)]          Layer Tokens,
    [Use<Block>(Repeat = 4), Keep(As = Storage.Half)]   Layer Blocks,
    [LayerNorm, Dense(11)]                              Layer Head);

[Model(Input = "3, 12, 12", Loss = CrossEntropy)]
public partial record PlainImage(
    [Conv2D(8, Kernel = 3), BatchNorm, Relu]              Layer Stem,
    [Conv2D(8, Kernel = 3), BatchNorm, Silu, MaxPool(2)]  Layer Middle,
    [Flatten, Dropout(0.3f), Dense(5)]                    Layer Head);

[Model(Input = "3, 12, 12", Loss = CrossEntropy)]
public partial record RecomputedImage(
    [Conv2D(8, Kernel = 3), BatchNorm, Relu, Recompute]              Layer Stem,
    [Conv2D(8, Kernel = 3), BatchNorm, Silu, MaxPool(2), Recompute]  Layer Middle,
    [Flatten, Dropout(0.3f), Dense(5), Recompute]                    Layer Head);

[Model(Input = "3, 12, 12", Loss = CrossEntropy)]
public partial record KeptImage(
    [Conv2D(8, Kernel = 3), BatchNorm, Relu, Keep(As = Storage.Int8)]                              Layer Stem,
    [Conv2D(8, Kernel = 3), BatchNorm, Silu, MaxPool(2), Keep(As = Storage.BFloat16)]              Layer Middle,
    [Flatten, Dropout(0.3f), Dense(5), Keep(As = Storage.Int8, Scales = ScaleOf.Tensor)]           Layer Head);
