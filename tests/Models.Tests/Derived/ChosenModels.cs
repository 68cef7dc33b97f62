using Adjoint;

namespace Models.Tests.Derived;

// What a budget leaves untrained, of models with a loss and with objectives.

[Model(Input = "64", Loss = Loss.CrossEntropy), Budget(Flops = "15 K", Choose = true)]
public partial record ChosenNet([Dense(64), Relu] Layer First, [Dense(32), Relu] Layer Second, [Dense(10)] Layer Output);

[Model(Input = "64")]
public partial record OutputFirst([Dense(16), Tanh] Layer Hidden, [Dense(10)] Layer Output)
{
    [Objective(Updates = [nameof(Output)])]
    public Expr Tune([Shape("64")] Expr x, [Shape("i32[]")] Expr label) => Ops.SoftmaxCrossEntropy(Forward(x), label);

    [Objective]
    public Expr Learn([Shape("64")] Expr x, [Shape("i32[]")] Expr label) => Ops.SoftmaxCrossEntropy(Forward(x), label);

    public Expr Forward(Expr x) => Output(Hidden(x));
}
