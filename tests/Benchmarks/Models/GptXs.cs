using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Adjoint.Benchmarks.Models;

/// <summary>Predicts each next character from those before; what a character means and what is asked for it are one table (Press and Wolf 2017).</summary>
[Model(Loss = CrossEntropy)]
public partial record GptXs(
    [Weight("65, 64", Init = Init.Normal)] Expr Characters,
    [PositionEmbedding(64)]                Layer Places,
    [Use<GptBlock>(Repeat = 4)]            Layer Blocks,
    [LayerNorm]                            Layer Norm)
{
    public Expr Forward([Shape("i32[64]")] Expr text)
    {
        var read = Norm(Blocks(Places(Gather(Characters, text))));
        return MatMul(read, Transpose(Characters));
    }
}
