using Adjoint;
using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Models.Tests.Reference;

/// <summary>A vision transformer: squares of an image are the words, and one more word is asked for the class (Dosovitskiy et al. 2021).</summary>
[Model(Input = "3, 16, 16", Loss = CrossEntropy)]
public partial record TinyViT(
    [Patchify(4), Dense(24)]                               Layer Words,
    [Weight("1, 24", Init = Init.Normal)]                  Expr Question,
    [PositionEmbedding(17)]                                Layer Places,
    [TransformerEncoder(3, 48), TransformerEncoder(3, 48)] Layer Blocks,
    [LayerNorm, Dense(10)]                                 Layer Head)
{
    public Expr Forward(Expr image)
    {
        var words = Places(Concat(0, Question, Words(image)));
        return Squeeze(Slice(Head(Blocks(words)), 0, 0, 1), 0);
    }
}
