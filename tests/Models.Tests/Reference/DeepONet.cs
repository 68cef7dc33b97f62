using Adjoint;
using static Adjoint.Ops;

namespace Models.Tests.Reference;

/// <summary>
/// Learns an operator (Lu, Jin, Pang, Zhang and Karniadakis 2021): the branch is given a function's values at sensors, the trunk the places where the result is
/// asked for, and their product is the result.
/// </summary>
[Model]
public partial record DeepONet(
    [Dense(32), Tanh, Dense(32), Tanh, Dense(16)]       Layer Branch,
    [Dense(32), Tanh, Dense(32), Tanh, Dense(16), Tanh] Layer Trunk,
    [Weight("1")]                                       Expr Offset)
{
    public Expr Forward([Shape("20")] Expr sensors, [Shape("Q, 2")] Expr places) =>
        Einsum("k,qk->q", Branch(sensors), Trunk(places)) + Offset;

    [Objective]
    public Expr Match([Shape("20")] Expr sensors, [Shape("Q, 2")] Expr places, [Shape("Q")] Expr values) =>
        SquaredError(Forward(sensors, places), values);
}
