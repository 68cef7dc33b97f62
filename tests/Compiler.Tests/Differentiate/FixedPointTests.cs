using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Interpreter;
using Adjoint.Tests.Operations;

namespace Adjoint.Tests.Differentiate;

public class FixedPointTests
{
    private readonly GraphBuilder _builder = new();

    [Fact]
    public void SquareRoot_IsFoundAndDerived()
    {
        // Heron: z = (z + c / z) / 2, here as z + (c - z·z) / 4 near the root of 3; the derivative is 1 / (2·√3).
        Node c = _builder.Add(new ParameterLeaf("c", TensorType.Float([]), new ZeroInitial()));
        FixedPointBuilder point = new(_builder, _builder.Fill([], 1), iterations: 200, tolerance: 1e-15);
        GraphBuilder step = point.Step;
        Node rest = step.Subtract(point.Capture(c), step.Multiply(point.State, point.State));
        Node root = point.Build(step.Add(point.State, step.Multiply(rest, step.Fill([], 0.25))));
        Node first = ReverseMode.Gradient(_builder, root, [c])[0]!;
        Node second = ReverseMode.Gradient(_builder, first, [c])[0]!;
        Assert.Equal(Math.Sqrt(3), Run(root, 3), 1e-12);
        Assert.Equal(0.5 / Math.Sqrt(3), Run(first, 3), 1e-12);
        Assert.Equal(-0.25 / (3 * Math.Sqrt(3)), Run(second, 3), 1e-12);
    }

    [Fact]
    public void Steps_EndWhenNothingChanges()
    {
        // Halving: after k steps 2⁻ᵏ, and the change is as large; within 0.1 it ends after the fourth.
        Node settled = Halving(iterations: 50, tolerance: 0.1);
        Node cut = Halving(iterations: 2, tolerance: 0.1);
        Assert.Equal(0.0625, Run(settled, 0));
        Assert.Equal(0.25, Run(cut, 0));
    }

    [Fact]
    public void Start_GetsNoDerivative()
    {
        Node loss = Sum(FixedPointSamples.Layer(_builder, 3, 100, 1e-12));
        Node[] parameters = [.. _builder.Nodes.Where(static node => node.Operation is ParameterLeaf)];
        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(_builder, loss, parameters);
        Assert.Equal(["start", "w", "x"], parameters.Select(static parameter => ((ParameterLeaf)parameter.Operation).FullName));
        Assert.Null(gradients[0]);
        Assert.NotNull(gradients[1]);
        Assert.NotNull(gradients[2]);
    }

    [Fact]
    public void Derivative_NeedsNothingOfTheWay()
    {
        Node loss = Sum(FixedPointSamples.Layer(_builder, 3, 100, 1e-12));
        Node w = _builder.Nodes.Single(static node => node.Operation is ParameterLeaf { FullName: "w" });
        Graph graph = _builder.Build([new Output(new LossOutput(), ReverseMode.Gradient(_builder, loss, [w])[0]!)]);
        Assert.Equal(2, graph.Nodes.Count(static node => node.Operation is FixedPoint));
    }

    [Fact]
    public void StateOfAnotherShape_IsRefused()
    {
        FixedPointBuilder point = new(_builder, _builder.Fill([2], 1), 10, 0);
        ShapeException exception = Assert.Throws<ShapeException>(() => point.Build(point.Step.Sum(point.State, [0])));
        Assert.Equal("A fixed point keeps its shape, but starts as f32[2] and becomes f32[]", exception.Message);
    }

    private Node Halving(int iterations, double tolerance)
    {
        FixedPointBuilder point = new(_builder, _builder.Fill([], 1), iterations, tolerance);
        return point.Build(point.Step.Multiply(point.State, point.Step.Fill([], 0.5)));
    }

    private double Run(Node node, double c) => GraphInterpreter.Run(
        _builder.Build([new Output(new LossOutput(), node)]), _ => [c], new EvaluationContext(new Dictionary<string, long>(), 0, 0), Precision.Double)[0].Values[0];

    private Node Sum(Node value) => _builder.Sum(value, Enumerable.Range(0, value.Shape.Rank).ToEquatableArray());
}
