using Adjoint;
using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Models.Tests.Reference;

/// <summary>Mixes along the time, then along the features; both are normalised at each place over the batch.</summary>
[Model]
public partial record MixingLayer(
    [Flatten, BatchNorm]          Layer Norm1,
    [Dense("L"), Relu]            Layer Time,
    [Flatten, BatchNorm]          Layer Norm2,
    [Dense(16), Relu, Dense("C")] Layer Features)
{
    public Expr Forward([Shape("L, C")] Expr x)
    {
        var mixed = x + Transpose(Time(Transpose(Reshape(Norm1(x), "L, C"))));
        return mixed + Features(Reshape(Norm2(mixed), "L, C"));
    }
}

/// <summary>Forecasts four steps of five series from sixteen, with layers that mix along time and features by turns (Chen et al. 2023).</summary>
[Model(Input = "16, 5", Loss = MeanSquaredError)]
public partial record TsMixer(
    [Use<MixingLayer>(Repeat = 2)] Layer Mixing,
    [Dense(4)]                     Layer Project)
{
    public Expr Forward(Expr history) => Transpose(Project(Transpose(Mixing(history))));
}
