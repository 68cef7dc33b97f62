using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Adjoint.Benchmarks.Models;

/// <summary>The same as <see cref="GptXs"/>, twice as wide and for texts of twice the length.</summary>
[Model(Loss = CrossEntropy)]
public partial record GptS(
    [Weight("65, 128", Init = Init.Normal)] Expr Characters,
    [PositionEmbedding(128)]                Layer Places,
    [Use<GptBlock>(Repeat = 4)]             Layer Blocks,
    [LayerNorm]                             Layer Norm)
{
    public Expr Forward([Shape("i32[128]")] Expr text)
    {
        var read = Norm(Blocks(Places(Gather(Characters, text))));
        return MatMul(read, Transpose(Characters));
    }
}
