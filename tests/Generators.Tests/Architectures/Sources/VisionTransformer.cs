using static Adjoint.Ops;

namespace Architectures;

/// <summary>One head that looks everywhere.</summary>
[Model]
public partial record EncoderBlock(
    [LayerNorm]           Layer Norm1,
    [Dense("D")]          Layer Query,
    [Dense("D")]          Layer Key,
    [Dense("D")]          Layer Value,
    [LayerNorm]           Layer Norm2,
    [Dense("2*D"), Gelu, Dense("D")] Layer Mlp)
{
    public Expr Forward([Shape("P, D")] Expr x)
    {
        var y = Norm1(x);
        var attention = Softmax(MatMul(Query(y), Transpose(Key(y))) * 0.35f);
        var h = x + MatMul(attention, Value(y));
        return h + Mlp(Norm2(h));
    }
}

/// <summary>Patches of an image as words, and one more word for the whole (Dosovitskiy et al. 2021).</summary>
[Model(Input = "1, 8, 8", Loss = CrossEntropy)]
public partial record VisionTransformer(
    [Dense(8)]                                  Layer Embed,
    [Weight("1, 8", Init = Init.Normal)]        Expr ClassToken,
    [Weight("5, 8", Init = Init.Normal)]        Expr Positions,
    [Use<EncoderBlock>(Repeat = 2)]             Layer Blocks,
    [LayerNorm, Dense(3)]                       Layer Head)
{
    private const int Patch = 4;

    public Expr Forward(Expr image)
    {
        var grid = Reshape(image, $"{8 / Patch}, {Patch}, {8 / Patch}, {Patch}");
        var patches = Reshape(Transpose(grid, 0, 2, 1, 3), $"4, {Patch * Patch}");
        var words = Concat(0, ClassToken, Embed(patches)) + Positions;
        return Head(Squeeze(Slice(Blocks(words), 0, 0, 1), 0));
    }
}
