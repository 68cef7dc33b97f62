using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Tests.Operations;

namespace Adjoint.Tests.Differentiate;

public class ScanDerivativeTests
{
    private readonly GraphBuilder _builder = new();

    [Fact]
    public void SeveralResults_AreDerivedByOneLoop()
    {
        Node loss = LossOf(Loops.Memory(_builder, 3, 2, 3, isReverse: false), states: 2, results: 2);
        Node[] parameters = [.. _builder.Nodes.Where(static node => node.Operation is ParameterLeaf)];
        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(_builder, loss, parameters);
        Assert.All(gradients, Assert.NotNull);
        Graph graph = _builder.Build([.. gradients.Select(static gradient => new Output(new LossOutput(), gradient!))]);
        Assert.Equal(2, graph.Nodes.Select(static node => node.Operation).OfType<Scan>().Select(static scan => scan.Body).Distinct().Count());
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 3, false)]
    [InlineData(3, 2, true)]
    public void SeveralResults_AreDerivedRightly(int batch, int length, bool isReverse)
    {
        Node loss = LossOf(Loops.Memory(_builder, length, 2, 2, isReverse), states: 2, results: 2);
        Assert.Null(new Differences(_builder, batch, seed: 21).First(loss));
        Assert.Null(new Differences(_builder, batch, seed: 22).Second(loss));
    }

    [Fact]
    public void LoopWithinALoop_IsDerivedRightly()
    {
        Node loss = LossOf(Nested(), states: 1, results: 1);
        Assert.Null(new Differences(_builder, batch: 2, seed: 23).First(loss));
        Assert.Null(new Differences(_builder, batch: 2, seed: 24).Second(loss));
    }

    [Fact]
    public void ParameterThatAStepMentions_IsCapturedAndDerived()
    {
        Node loss = LossOf(Nested(), states: 1, results: 1);
        Node w = _builder.Nodes.Single(static node => node.Operation is ParameterLeaf { FullName: "w" });
        Assert.NotNull(ReverseMode.Gradient(_builder, loss, [w])[0]);
    }

    [Fact]
    public void OnlyTheGradientsThatAreNeeded_AreCarried()
    {
        ScanResults loop = Loops.Recurrent(_builder, 5, 2, 3, isReverse: false);
        Node loss = Sum(loop.Stacked(0));
        Node u = _builder.Nodes.Single(static node => node.Operation is ParameterLeaf { FullName: "u" });
        Node gradient = ReverseMode.Gradient(_builder, loss, [u])[0]!;
        ScanBody reverse = ReverseLoopOf(gradient);
        Assert.Equal(["f32[n, 3]"], reverse.States.Select(static state => state.ToString()));
        Assert.Single(reverse.Results);
    }

    [Fact]
    public void ProductsOfAllSteps_AreOneProductAfterTheLoop()
    {
        ScanResults loop = Loops.Recurrent(_builder, 5, 2, 3, isReverse: false);
        Node loss = Sum(loop.Stacked(0));
        Node[] kernels = [.. _builder.Nodes.Where(static node => node.Operation is ParameterLeaf { FullName: "w" or "u" })];
        Assert.Equal(2, kernels.Length);
        Assert.All(ReverseMode.Gradient(_builder, loss, kernels), static gradient => Assert.IsType<Contract>(gradient!.Operation));
    }

    [Fact]
    public void FactorsThatAreLargerThanTheSum_AreNotKeptForAllSteps()
    {
        ScanBuilder scan = new(_builder, 3, isReverse: false);
        Node s = scan.State(_builder.Fill([5], 0));
        Node x = scan.Item(Leaf("x", [3, 5, 2]), 0);
        Node next = scan.Step.Tanh(scan.Step.Add(s, scan.Step.Contract("ik", "k", "i", x, scan.Capture(Leaf("w", [2])))));
        Node loss = Sum(scan.Build([next], []).Final(0));
        Node gradient = ReverseMode.Gradient(_builder, loss, [_builder.Nodes.Single(static node => node.Operation is ParameterLeaf { FullName: "w" })])[0]!;
        Assert.Equal(["f32[5]", "f32[2]"], ((Scan)gradient.Operation).Body.States.Select(static state => state.ToString()));
        Assert.Null(new Differences(_builder, batch: 1, seed: 29).First(loss));
    }

    private static ScanBody ReverseLoopOf(Node gradient)
    {
        Assert.IsType<Contract>(gradient.Operation);
        return gradient.Inputs.Select(static input => input.Operation).OfType<Scan>().Select(static scan => scan.Body).Single(static body => body.IsReverse);
    }

    [Fact]
    public void StateThatIsNeverSeen_IsNotCarriedBack()
    {
        // s counts, and nothing that is derived depends on it.
        ScanBuilder scan = new(_builder, 4, isReverse: false);
        Node s = scan.State(_builder.Fill([], 0));
        Node y = scan.State(Leaf("y", []));
        ScanResults loop = scan.Build([scan.Step.Add(s, scan.Step.Fill([], 1)), scan.Step.Multiply(y, y)], []);
        Node loss = _builder.Add(loop.Final(0), loop.Final(1));
        Node gradient = ReverseMode.Gradient(_builder, loss, [_builder.Nodes.Single(static node => node.Operation is ParameterLeaf)])[0]!;
        Assert.Single(((Scan)gradient.Operation).Body.States);
        Assert.Null(new Differences(_builder, batch: 1, seed: 25).First(loss));
        Assert.Null(new Differences(_builder, batch: 1, seed: 26).Second(loss));
    }

    [Fact]
    public void StopWithinAStep_CutsTheLoop()
    {
        ScanBuilder scan = new(_builder, 3, isReverse: false);
        Node s = scan.State(Leaf("s", [2]));
        Node next = scan.Step.Multiply(scan.Step.Add(new StopGradient(), s), scan.Capture(Leaf("w", [2])));
        Node loss = Sum(scan.Build([next], []).Final(0));
        Node[] parameters = [.. _builder.Nodes.Where(static node => node.Operation is ParameterLeaf)];
        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(_builder, loss, parameters);
        Assert.Null(gradients[0]);
        Assert.NotNull(gradients[1]);
    }

    [Fact]
    public void StatesThatChangePlaces_AreDerivedRightly()
    {
        ScanBuilder scan = new(_builder, 3, isReverse: false);
        (Node a, Node b) = (scan.State(Leaf("a", [2])), scan.State(Leaf("b", [2])));
        Node loss = LossOf(scan.Build([b, scan.Step.Multiply(a, b)], [(a, 1)]), states: 2, results: 1);
        Assert.Null(new Differences(_builder, batch: 1, seed: 27).First(loss));
        Assert.Null(new Differences(_builder, batch: 1, seed: 28).Second(loss));
    }

    [Fact]
    public void StateOfAnotherShape_IsRefused()
    {
        ScanBuilder scan = new(_builder, 3, isReverse: false);
        Node s = scan.State(Leaf("s", [2]));
        ShapeException exception = Assert.Throws<ShapeException>(() => scan.Build([scan.Step.Sum(s, [0])], []));
        Assert.Equal("A state keeps its shape, but starts as f32[2] and becomes f32[]", exception.Message);
    }

    [Fact]
    public void SequenceOfAnotherLength_IsRefused()
    {
        ScanBuilder scan = new(_builder, 3, isReverse: false);
        ShapeException exception = Assert.Throws<ShapeException>(() => scan.Item(Leaf("x", [2, 3]), 0));
        Assert.Equal("A scan of 3 steps takes sequences of that length along axis 0, but is given [2, 3]", exception.Message);
    }

    /// <summary>A loop over rows whose step is a loop over the row; the inner step mentions a parameter of the graph around both.</summary>
    private ScanResults Nested()
    {
        ScanBuilder rows = new(_builder, 3, isReverse: true);
        Node state = rows.State(Leaf("s", [Size.Batch]));
        Node row = rows.Item(Leaf("x", [Size.Batch, 3, 2]), 1);
        ScanBuilder row1 = new(rows.Step, 2, isReverse: false);
        Node inner = row1.State(state);
        Node w = row1.Step.Broadcast(row1.Step.Add(new ParameterLeaf("w", TensorType.Float([]), new ZeroInitial())), [Size.Batch], [0]);
        Node next = row1.Step.Add(new Tanh(), row1.Step.Multiply(row1.Step.Add(inner, row1.Item(row, 1)), w));
        ScanResults sums = row1.Build([next], [(inner, 0)]);
        return rows.Build([sums.Final(0)], [(rows.Step.Sum(sums.Stacked(0), [0]), 1)]);
    }

    private Node LossOf(ScanResults loop, int states, int results) => Enumerable.Range(0, states).Select(loop.Final)
        .Concat(Enumerable.Range(0, results).Select(loop.Stacked))
        .Select(value => Sum(_builder.Multiply(value, value)))
        .Aggregate(_builder.Add);

    private Node Sum(Node value) => _builder.Sum(value, Enumerable.Range(0, value.Shape.Rank).ToEquatableArray());

    private Node Leaf(string name, Shape shape) => _builder.Add(new ParameterLeaf(name, TensorType.Float(shape), new ZeroInitial()));
}
