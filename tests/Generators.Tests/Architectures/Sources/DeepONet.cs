using static Adjoint.Ops;

namespace Architectures;

/// <summary>Learns an operator: a function given at sensors, and a place, to the result there (Lu et al. 2021).</summary>
[Model]
public partial record DeepONet(
    [Dense(9), Tanh, Dense("K")] Layer Branch,
    [Dense(9), Tanh, Dense("K"), Tanh] Layer Trunk,
    [Weight("1")] Expr Offset)
{
    public Expr Forward([Shape("6")] Expr sensors, [Shape("Q, 2")] Expr places) =>
        Einsum("k,qk->q", Branch(sensors), Trunk(places)) + Offset;

    [Objective]
    public Expr Match([Shape("6")] Expr sensors, [Shape("Q, 2")] Expr places, [Shape("Q")] Expr values) =>
        SquaredError(Forward(sensors, places), values);
}
