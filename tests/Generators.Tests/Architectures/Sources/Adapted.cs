// Low-rank adaptation (Hu et al. 2021) of a language model, a part of which is pruned (Han et al. 2015).
using static Adjoint.Ops;

namespace Architectures;

/// <summary>Attention and a feed-forward network, each around a residual.</summary>
[Model]
public partial record AdaptedBlock(
    [LayerNorm]                                              Layer Norm1,
    [SelfAttention(Heads = 2, Causal = true)]                Layer Attend,
    [LayerNorm]                                              Layer Norm2,
    [Dense(48), Gelu]                                        Layer Expand,
    [LowRank(1, Scale = 0.1f), Masked, Dense(24)]            Layer Project,
    [Frozen, Weight("24, 24", Init = Init.Orthogonal)]       Expr Turn)
{
    public Expr Forward([Shape("T, 24")] Expr x)
    {
        var h = x + Attend(Norm1(x));
        return h + Dense(Tanh(Project(Expand(Norm2(h)))), Turn);
    }
}

/// <summary>Only the changes of the blocks and the head are trained; the last block's changes are kept too.</summary>
[Model(Input = "i32[T]", Loss = Loss.CrossEntropy)]
public partial record Adapted(
    [Embedding(11, 24)]                                                            Layer Tokens,
    [LowRank(2, Scale = 0.5f), Dense(24), Gelu]                                    Layer Lift,
    [LowRank(2, Scale = 0.5f), Use<AdaptedBlock>(Repeat = 2)]                      Layer Blocks,
    [Frozen, Use<AdaptedBlock>]                                                    Layer Kept,
    [LowRank(2), Masked]                                                           AdaptedBlock Last,
    [Masked, Lstm(12)]                                                             Layer Memory,
    [LowRank(1)] [Weight("12, 12")]                                                Expr Mix,
    [Dense(11)]                                                                    Layer Head)
{
    public Expr Forward(Expr tokens) => Head(Tanh(Dense(Memory(Last.Forward(Kept(Blocks(Lift(Tokens(tokens)))))), Mix)));
}
