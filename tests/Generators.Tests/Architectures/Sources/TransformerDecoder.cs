using static Adjoint.Ops;

namespace Architectures;

/// <summary>Attention of several heads to what came before (Vaswani et al. 2017).</summary>
[Model]
public partial record CausalAttention(
    [Weight("8, 24")] Expr Projection,
    [Weight("8, 8")]  Expr Mix)
{
    private const int Heads = 2;

    public Expr Forward([Shape("T, 8")] Expr x)
    {
        var projected = Reshape(Dense(x, Projection), $"T, 3, {Heads}, {8 / Heads}");
        var (q, k, v) = (Head(projected, 0), Head(projected, 1), Head(projected, 2));
        var scores = MatMul(q, Transpose(k)) * 0.5f;
        var attended = MatMul(Softmax(CausalMask(scores)), v);
        return Dense(Reshape(Transpose(attended, 1, 0, 2), "T, 8"), Mix);
    }

    // [T, 3, heads, size] to [heads, T, size].
    private static Expr Head(Expr projected, int which) => Transpose(Squeeze(Slice(projected, 1, which, 1), 1), 1, 0, 2);
}

/// <summary>Attention, then a network at each position, each added to its input.</summary>
[Model]
public partial record DecoderBlock(
    [LayerNorm]                Layer Norm1,
    [Use<CausalAttention>]     Layer Attend,
    [LayerNorm]                Layer Norm2,
    [Dense(16), Gelu, Dense(8)] Layer Mlp)
{
    public Expr Forward([Shape("T, 8")] Expr x)
    {
        var h = x + Attend(Norm1(x));
        return h + Mlp(Norm2(h));
    }
}

/// <summary>Predicts the next of eleven characters.</summary>
[Model(Input = "i32[T]", Loss = CrossEntropy)]
public partial record TransformerDecoder(
    [Embedding(11, 8), PositionEmbedding(12)] Layer Tokens,
    [Use<DecoderBlock>(Repeat = 2)]           Layer Blocks,
    [LayerNorm, Dense(11)]                    Layer Head);
