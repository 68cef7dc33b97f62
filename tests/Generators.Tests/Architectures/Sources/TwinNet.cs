using static Adjoint.Ops;

namespace Architectures;

/// <summary>Two views of the same thing should be nearer than those of different ones (Chen et al. 2020).</summary>
[Model]
public partial record TwinNet([Dense(8), Relu, Dense(4)] Layer Encoder)
{
    private const float Temperature = 0.5f;

    public Expr Forward([Shape("6")] Expr x) => Unit(Encoder(x));

    [Objective]
    public Expr Agree([Shape("6")] Expr left, [Shape("6")] Expr right)
    {
        // [batch, batch]: how near each left view is to each right one.
        var nearness = Einsum("ad,bd->ab", Forward(left), Forward(right)) / Temperature;
        var same = Equal(Positions(nearness, Axis.Batch), Positions(nearness, 0));
        return -Sum(same * LogSoftmax(nearness));
    }

    private static Expr Unit(Expr x) => x / Sqrt(Sum(Square(x), Axis.Last, keep: true) + 1e-6f);
}
