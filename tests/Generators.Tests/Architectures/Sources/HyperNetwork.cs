using static Adjoint.Ops;

namespace Architectures;

/// <summary>One network writes the weights of another, for each sample its own (Ha et al. 2017).</summary>
[Model]
public partial record HyperNetwork(
    [Dense(6), Tanh, Dense(20)] Layer Writer,
    [Dense(4)]                  Layer Bias)
{
    public Expr Forward([Shape("3")] Expr task, [Shape("5")] Expr x)
    {
        var kernel = Reshape(Writer(task), "5, 4");
        return Dense(x, kernel, Bias(task));
    }

    [Objective]
    public Expr Match([Shape("3")] Expr task, [Shape("5")] Expr x, [Shape("4")] Expr y) => SquaredError(Forward(task, x), y);
}
