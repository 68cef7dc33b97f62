using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Adjoint.Benchmarks.Models;

/// <summary>Forecasts 96 steps of seven series from 512, which are read as 32 patches of 16.</summary>
[Model(Input = "7, 512", Loss = MeanSquaredError)]
public partial record MixerS(
    [Use<Affine>("Out = 64")]     Layer Patches,
    [Use<MixerLayer>(Repeat = 4)] Layer Mixing,
    [Dense(96)]                   Layer Horizon)
{
    public Expr Forward(Expr series)
    {
        var patches = Patches(Reshape(series, "7, 32, 16"));
        return Horizon(Reshape(Mixing(patches), "7, 32*64"));
    }
}
