using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Graphs;

public class GraphBuilderTests
{
    private readonly GraphBuilder _builder = new();

    [Fact]
    public void SameOperationOnSameInputs_IsOneNode()
    {
        (Node a, Node b) = (Leaf("a"), Leaf("b"));
        Assert.Same(_builder.Add(a, b), _builder.Add(a, b));
        Assert.Same(_builder.Add(new LeakyRelu(0.5), a), _builder.Add(new LeakyRelu(0.5), a));
        Assert.Same(Leaf("a"), a);
        Assert.Same(_builder.Sum(_builder.Add(a, b), [0, 1]), _builder.Sum(_builder.Add(a, b), [0, 1]));
    }

    [Fact]
    public void OtherArgumentsOrInputs_AreOtherNodes()
    {
        (Node a, Node b) = (Leaf("a"), Leaf("b"));
        Assert.NotSame(_builder.Add(a, b), _builder.Add(b, a));
        Assert.NotSame(_builder.Add(a, b), _builder.Subtract(a, b));
        Assert.NotSame(_builder.Add(new LeakyRelu(0.5), a), _builder.Add(new LeakyRelu(0.25), a));
        Assert.NotSame(_builder.Sum(a, [0]), _builder.Sum(a, [1]));
    }

    [Fact]
    public void Origin_DoesNotTellNodesApart()
    {
        Node a = Leaf("a");
        Node first = _builder.Negate(a);
        _builder.Origin = new Origin("Elsewhere", "Dense", 9);
        Assert.Same(first, _builder.Negate(a));
        Assert.Equal("Input", first.Origin.Part);
    }

    [Fact]
    public void Step_NamesWhatIsAddedAndTellsNoNodesApart()
    {
        Node a = Leaf("a");
        Node queries = _builder.As("Queries").Negate(a);
        Assert.Equal("Queries", queries.Origin.Step);
        Assert.Same(queries, _builder.As("Keys").Negate(a));
        Assert.Same(queries, _builder.Negate(a));
        Assert.Equal("Gates.Forget", _builder.As("Gates").As("Forget").Exp(a).Origin.Step);
        Assert.Equal("Forget", _builder.As("Gates").At("Forget").Sqrt(a).Origin.Step);
        Assert.Null(_builder.Log(a).Origin.Step);
    }

    [Fact]
    public void Build_KeepsJustWhatOutputsNeed_InOrderOfConstruction()
    {
        (Node a, Node b) = (Leaf("a"), Leaf("b"));
        Node unused = _builder.Multiply(a, b);
        Node negative = _builder.Negate(b);
        Node sum = _builder.Add(negative, a);
        Graph graph = _builder.Build([new Output(new PredictionOutput(), sum)]);
        Assert.Equal([a, b, negative, sum], graph.Nodes);
        Assert.DoesNotContain(unused, graph.Nodes);
        Assert.Empty(GraphVerifier.Verify(graph));
    }

    [Fact]
    public void From_GoesOnFromTheGraph()
    {
        (Node a, Node b) = (Leaf("a"), Leaf("b"));
        Graph graph = _builder.Build([new Output(new PredictionOutput(), _builder.Add(a, b))]);
        (GraphBuilder builder, Graph copy) = GraphBuilder.From(graph);
        Assert.Equal(graph.ToString(), copy.ToString());
        Assert.Same(copy.Outputs[0].Value, builder.Add(copy.Nodes[0], copy.Nodes[1]));
        Assert.Equal(3, builder.Nodes.Count);
    }

    [Fact]
    public void Users_ListsAUserOnce()
    {
        Node a = Leaf("a");
        Node square = _builder.Multiply(a, a);
        Graph graph = _builder.Build([new Output(new PredictionOutput(), square)]);
        Assert.Equal([square], graph.Users()[a]);
    }

    [Fact]
    public void Text_ShowsNodesAndOutputs()
    {
        Graph graph = _builder.Build([new Output(new LossOutput(), _builder.Sum(_builder.Negate(Leaf("a")), [0, 1]))]);
        Assert.Equal(
            """
            %0 = Parameter() : f32[n, 3]
            %1 = Negate(%0) : f32[n, 3]
            %2 = Sum(%1) : f32[]
            LossOutput { } <- %2
            """,
            graph.ToString(),
            ignoreLineEndingDifferences: true);
    }

    private Node Leaf(string name) => _builder.Add(new ParameterLeaf(name, TensorType.Float([Size.Batch, 3]), new ZeroInitial()));
}
