using static Adjoint.Ops;

namespace Adjoint.Benchmarks.Models;

/// <summary>Mixes 32 patches of seven series along time, then along their 64 features, in the same way for all series (Tolstikhin et al. 2021; Ekambaram et al. 2023).</summary>
[Model]
public partial record MixerLayer(
    [LayerNorm]                   Layer Norm1,
    [Dense(64), Gelu, Dense(32)]  Layer Time,
    [LayerNorm]                   Layer Norm2,
    [Dense(128), Gelu, Dense(64)] Layer Features)
{
    public Expr Forward([Shape("7, 32, 64")] Expr x)
    {
        var columns = Reshape(Transpose(Norm1(x)), "7*64, 32");
        var mixed = x + Transpose(Reshape(Time(columns), "7, 64, 32"));
        var rows = Reshape(Norm2(mixed), "7*32, 64");
        return mixed + Reshape(Features(rows), "7, 32, 64");
    }
}
