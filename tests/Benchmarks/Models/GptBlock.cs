namespace Adjoint.Benchmarks.Models;

/// <summary>A block of a transformer's decoder that normalises before it adds (Radford et al. 2019), with four heads of D features.</summary>
[Model]
public partial record GptBlock(
    [LayerNorm]                                             Layer Norm1,
    [SelfAttention(Heads = 4, Causal = true)]               Layer Attend,
    [LayerNorm]                                             Layer Norm2,
    [Dense("16*D"), Gelu(Approximate = true), Dense("4*D")] Layer Mlp)
{
    public Expr Forward([Shape("T, 4*D")] Expr x)
    {
        var h = x + Attend(Norm1(x));
        return h + Mlp(Norm2(h));
    }
}
