using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Adjoint.Benchmarks.Models;

/// <summary>
/// Learns an operator (Lu, Jin, Pang, Zhang and Karniadakis 2021): the branch is given a function's values at a hundred sensors, the trunk the hundred places
/// where the result is asked for, and their product is the result.
/// </summary>
[Model(Loss = MeanSquaredError)]
public partial record DeepONet(
    [Dense(64), Tanh, Dense(64)]       Layer Branch,
    [Dense(64), Tanh, Dense(64), Tanh] Layer Trunk,
    [Weight("1")]                      Expr Offset)
{
    public Expr Forward([Shape("100")] Expr sensors, [Shape("100, 1")] Expr places) =>
        Einsum("k,qk->q", Branch(sensors), Trunk(places)) + Offset;
}
