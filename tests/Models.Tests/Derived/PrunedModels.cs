using Adjoint;
using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Models.Tests.Derived;

// The same network with masks and without, and one in which a part follows another.

[Model(Input = "8", Loss = MeanSquaredError)]
public partial record Prunable(
    [Masked, Dense(16), Tanh, Dense(12), Tanh] Layer Body,
    [Dense(3)] Layer Head);

[Model(Input = "8", Loss = MeanSquaredError)]
public partial record Unprunable(
    [Dense(16), Tanh, Dense(12), Tanh] Layer Body,
    [Dense(3)] Layer Head);

[Model(Input = "2, 6, 6", Loss = CrossEntropy)]
public partial record PrunableImage(
    [Masked, Conv2D(4, Kernel = 3), BatchNorm, Relu, Flatten] Layer Features,
    [Masked, Dense(3)] Layer Head);

[Model]
public partial record Bootstrap(
    [Dense(6), BatchNorm, Tanh] Layer Online,
    [Frozen, Dense(6), BatchNorm, Tanh] Layer Target,
    [Dense(6)] Layer Predictor)
{
    public Expr Forward([Shape("8")] Expr x) => Online(x);

    [Objective]
    public Expr Agree([Shape("8")] Expr one, [Shape("8")] Expr other) => SquaredError(Predictor(Online(one)), StopGradient(Target(other)));
}
