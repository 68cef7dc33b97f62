using Adjoint;

namespace Models.Tests.Derived;

// One declaration, several things to train of it.

[Model(Input = "T, 16")]
public partial record Tuned(
    [Dense(16)]              Layer Embed,
    [Use<Block>(Repeat = 3)] Layer Blocks,
    [LayerNorm, Dense(5)]    Layer Head)
{
    public Expr Forward(Expr x) => Ops.Mean(Head(Blocks(Embed(x))), axis: 0);

    [Objective]
    public Expr Whole([Shape("T, 16")] Expr x, [Shape("5")] Expr target) => Distance(x, target);

    [Objective(Updates = [nameof(Head)])]
    public Expr HeadOnly([Shape("T, 16")] Expr x, [Shape("5")] Expr target) => Distance(x, target);

    [Objective(Updates = ["*Bias"])]
    public Expr BiasOnly([Shape("T, 16")] Expr x, [Shape("5")] Expr target) => Distance(x, target);

    [Objective(Updates = ["*Norm*"])]
    public Expr NormsOnly([Shape("T, 16")] Expr x, [Shape("5")] Expr target) => Distance(x, target);

    [Objective(Updates = ["Blocks.2", nameof(Head)])]
    public Expr LastBlock([Shape("T, 16")] Expr x, [Shape("5")] Expr target) => Distance(x, target);

    private Expr Distance(Expr x, Expr target) => Ops.Mean(Ops.Square(Forward(x) - target));
}

[Model(Input = "24", Loss = Loss.CrossEntropy)]
public partial record WholeNet([Dense(32), Relu] Layer Hidden, [Dense(32), Tanh] Layer Middle, [Dense(5)] Layer Output);

[Model(Input = "24", Loss = Loss.CrossEntropy)]
public partial record SparseNet(
    [Dense(32), Relu, Frozen]                                                                Layer Hidden,
    [Dense(32), Tanh, SparseUpdate(0.25f)]                                                   Layer Middle,
    [Dense(5), SparseUpdate(Along = WeightAxis.Outputs, Only = "0..2, 4")]                   Layer Output);
