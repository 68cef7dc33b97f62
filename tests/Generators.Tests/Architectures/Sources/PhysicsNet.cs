using static Adjoint.Ops;

namespace Architectures;

/// <summary>A network that solves u'' = −sin x: the differential equation is the loss (Raissi et al. 2019).</summary>
[Model]
public partial record PhysicsNet([Dense(8), Tanh, Dense(8), Tanh, Dense(1)] Layer Solution)
{
    public Expr Forward([Shape("1")] Expr x) => Solution(x);

    [Objective]
    public Expr Residual([Shape("1")] Expr x)
    {
        var u = Solution(x);
        var slope = Gradient(u, x);
        var curvature = Gradient(slope, x);
        var atBorder = Solution(0f * x);
        return Mean(Square(curvature + Sin(x))) + Mean(Square(atBorder));
    }
}
