using static Adjoint.Ops;

namespace Adjoint.Benchmarks.Models;

/// <summary>A fully connected layer on the last axis of many rows of many series.</summary>
[Model]
public partial record Affine(
    [Weight("In, Out")] Expr Kernel,
    [Weight("Out")]     Expr Bias)
{
    public Expr Forward([Shape("Series, Rows, In")] Expr x) => Dense(x, Kernel, Bias);
}
