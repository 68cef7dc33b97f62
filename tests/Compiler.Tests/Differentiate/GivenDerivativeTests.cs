using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Simplify;
using Adjoint.Interpreter;

namespace Adjoint.Tests.Differentiate;

/// <summary>Values whose derivative is not that of what computes them: none, or one that is given.</summary>
public class GivenDerivativeTests
{
    private readonly GraphBuilder _builder = new();

    [Fact]
    public void StoppedFactor_IsAConstantForTheDerivative()
    {
        // d/dx sum(x · stop(x)) is stop(x), not 2x.
        Node x = Leaf("x", [3]);
        Node loss = _builder.Sum(_builder.Multiply(x, _builder.Add(new StopGradient(), x)), [0]);
        Assert.Equal([1, 2, 3], Run(ReverseMode.Gradient(_builder, loss, [x])[0]!));
    }

    [Fact]
    public void ValueBehindAStop_HasNoGradient()
    {
        Node x = Leaf("x", [3]);
        Node stopped = _builder.Add(new StopGradient(), _builder.Add(new Tanh(), x));
        Assert.Null(ReverseMode.Gradient(_builder, _builder.Sum(stopped, [0]), [x])[0]);
    }

    [Fact]
    public void ValueBehindAStop_NeedsNoDerivative()
    {
        Node x = Leaf("x", [3]);
        Node stopped = _builder.Add(new StopGradient(), _builder.Add(new WithoutDerivative(), x));
        Assert.NotNull(ReverseMode.Gradient(_builder, _builder.Sum(_builder.Multiply(stopped, x), [0]), [x])[0]);
    }

    [Fact]
    public void OperationWithoutDerivative_IsNamed()
    {
        Node x = Leaf("x", [3]);
        Node loss = _builder.Sum(_builder.Add(new WithoutDerivative(), x), [0]);
        NoDerivativeException exception = Assert.Throws<NoDerivativeException>(() => ReverseMode.Gradient(_builder, loss, [x]));
        Assert.Contains("'WithoutDerivative'", exception.Message);
    }

    [Fact]
    public void GivenDerivative_TakesThePlaceOfTheValues()
    {
        // A step function that is derived like tanh: the straight way through would give zero.
        Node x = Leaf("x", [3]);
        Node step = _builder.SelectPositive(x, _builder.Fill([3], 1), _builder.Fill([3], -1));
        Node spike = _builder.Add(new CustomGradient(DerivativeOfTanh()), step, x);
        Node gradient = ReverseMode.Gradient(_builder, _builder.Sum(spike, [0]), [x])[0]!;
        Assert.Equal([1, 1, 1], Run(spike));
        Assert.Equal([.. new double[] { 1, 2, 3 }.Select(static v => 1 - Math.Pow(Math.Tanh(v), 2))], Run(gradient));
    }

    [Fact]
    public void GivenDerivative_IsDerivedAgain()
    {
        Node x = Leaf("x", [3]);
        Node spike = _builder.Add(new CustomGradient(DerivativeOfTanh()), _builder.Multiply(x, x), x);
        Node first = ReverseMode.Gradient(_builder, _builder.Sum(spike, [0]), [x])[0]!;
        Node second = ReverseMode.Gradient(_builder, _builder.Sum(first, [0]), [x])[0]!;
        double[] expected = [.. new double[] { 1, 2, 3 }.Select(static v => -2 * Math.Tanh(v) * (1 - Math.Pow(Math.Tanh(v), 2)))];
        Assert.All(expected.Zip(Run(second)), static pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void GivenDerivative_MayMentionAParameterOnceMore()
    {
        // The backward function scales with the parameter w, which is in the graph already; no second leaf is added.
        Node x = Leaf("x", [3]);
        Node w = Leaf("w", [3]);
        GraphBuilder backward = new();
        Node cotangent = backward.Add(new BoundLeaf(1, x.Type));
        Graph scaled = Function(backward, backward.Multiply(cotangent, backward.Add(w.Operation)));
        Node loss = _builder.Sum(_builder.Add(new CustomGradient(scaled), _builder.Multiply(x, w), x), [0]);
        Node gradient = ReverseMode.Gradient(_builder, loss, [x])[0]!;
        Assert.Single(_builder.Nodes, node => node.Operation == w.Operation);
        Assert.Equal([4, 5, 6], Run(gradient));
    }

    [Fact]
    public void NothingFlowsToTheValue()
    {
        Node x = Leaf("x", [3]);
        Node w = Leaf("w", [3]);
        Node loss = _builder.Sum(_builder.Add(new CustomGradient(DerivativeOfTanh()), _builder.Multiply(w, w), x), [0]);
        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(_builder, loss, [w, x]);
        Assert.Null(gradients[0]);
        Assert.NotNull(gradients[1]);
    }

    [Fact]
    public void BackwardFunctionOfOtherTypes_IsRefused()
    {
        Node x = Leaf("x", [3]);
        Node wide = Leaf("wide", [4]);
        Assert.Throws<ShapeException>(() => _builder.Add(new CustomGradient(DerivativeOfTanh()), x, wide));
        Assert.Throws<ShapeException>(() => _builder.Add(new CustomGradient(DerivativeOfTanh()), x));
        Assert.Throws<ShapeException>(() => _builder.Add(new CustomGradient(DerivativeOfTanh()), wide, x));
    }

    [Fact]
    public void Marks_OutliveTheRulesBeforeTheDerivation_AndVanishBehindIt()
    {
        Node x = Leaf("x", [3]);
        Node marked = _builder.Add(new CustomGradient(DerivativeOfTanh()), _builder.Add(new StopGradient(), _builder.Add(new Tanh(), x)), x);
        Graph graph = _builder.Build([new Output(new LossOutput(), marked)]);
        Assert.Equal(
            ["Parameter", "Tanh", "StopGradient", "CustomGradient"],
            Rewriter.Run(graph, AlgebraicRules.Forward).Nodes.Select(static node => node.Operation.Name));
        Assert.Equal(["Parameter", "Tanh"], Rewriter.Run(graph, AlgebraicRules.Derived).Nodes.Select(static node => node.Operation.Name));
    }

    private static Graph DerivativeOfTanh()
    {
        GraphBuilder builder = new();
        Node x = builder.Add(new BoundLeaf(0, TensorType.Float([3])));
        Node y = builder.Add(new Tanh(), x);
        Node slope = builder.Subtract(builder.Fill([3], 1), builder.Multiply(y, y));
        return Function(builder, builder.Multiply(builder.Add(new BoundLeaf(1, x.Type)), slope));
    }

    private static Graph Function(GraphBuilder builder, Node result) => builder.Build([new Output(new ResultOutput(0), result)]);

    private double[] Run(Node node) => GraphInterpreter.Run(
        _builder.Build([new Output(new LossOutput(), node)]),
        static leaf => leaf is ParameterLeaf { FullName: "w" } ? [4, 5, 6] : [1, 2, 3],
        new EvaluationContext(new Dictionary<string, long>(), 0, 0),
        Precision.Double)[0].Values;

    private Node Leaf(string name, Shape shape) => _builder.Add(new ParameterLeaf(name, TensorType.Float(shape), new ZeroInitial()));

    private sealed record WithoutDerivative : ElementwiseOperation
    {
        public override string Name => "WithoutDerivative";

        public override int Arity => 1;

        public override string Formula => "{0}";

        public override int FlopsPerElement => 0;

        public override double Apply(ReadOnlySpan<double> x) => x[0];

        public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) => adjoints.HasNoDerivative(node);
    }
}
