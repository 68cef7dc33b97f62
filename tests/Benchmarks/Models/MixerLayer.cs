using static Adjoint.Ops;

namespace Adjoint.Benchmarks.Models;

/// <summary>
/// Mixes 32 patches of seven series along time, then along their 64 features, in the same way for all series (Tolstikhin et al. 2021; Ekambaram et al. 2023).
/// </summary>
[Model]
public partial record MixerLayer(
    [LayerNorm]                                               Layer Norm1,
    [Use<Affine>("Out = 64"), Gelu, Use<Affine>("Out = 32")]  Layer Time,
    [LayerNorm]                                               Layer Norm2,
    [Use<Affine>("Out = 128"), Gelu, Use<Affine>("Out = 64")] Layer Features)
{
    public Expr Forward([Shape("7, 32, 64")] Expr x)
    {
        var mixed = x + Transpose(Time(Transpose(Norm1(x))));
        return mixed + Features(Norm2(mixed));
    }
}
