using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Trace;
using Adjoint.Tests.Functions;
using Adjoint.Tests.Layers;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>
/// A function or layer as the loss of a training program: its values are parts of the one input, scaled by parameters, and every element
/// of its result counts with a weight of its own, so that all values and derivatives are seen in the loss and the gradients.
/// </summary>
internal sealed class SampleGraph
{
    private const int Classes = 3;

    private readonly ModelBuilder _model = new(isTraining: true);
    private readonly Node _input;
    private int _used;

    private SampleGraph(IEnumerable<string> values)
    {
        int length = values.Where(static value => !IsShared(value)).Sum(static value => Count(SampleOf(value)) * (IsWhole(value) ? Classes : 1));
        _input = _model.Leaf(new InputLeaf(TensorType.Float([Size.Batch, length + 1])));
        _model.Builder.Origin = new Origin("Only", null, 0);
    }

    private GraphBuilder Builder => _model.Builder;

    public static Graph Of(FunctionSample sample)
    {
        SampleGraph graph = new(sample.Inputs);
        Expr[] values = [.. sample.Inputs.Select((text, i) => new Expr(graph._model, graph.Value(text, $"P{i}")))];
        using (Execution.Enter(graph._model, new ModelScope(string.Empty)))
        {
            return graph.Trained(sample.Build(values).Node);
        }
    }

    public static Graph Of(LayerSample sample)
    {
        SampleGraph graph = new([sample.Input]);
        return graph.Trained(sample.Build(graph._model, graph.Value(sample.Input, "P")));
    }

    private Node Value(string text, string name)
    {
        Shape sample = SampleOf(text);
        if (IsShared(text))
        {
            return Parameter(name, sample);
        }

        Shape full = IsWhole(text) ? [.. sample, Classes] : sample;
        Node part = Builder.Slice(_input, 1, _used, Count(full));
        _used += Count(full);
        Node value = Builder.Reshape(part, [Size.Batch, .. full]);
        return IsWhole(text)
            ? Builder.ArgMax(value, value.Shape.Rank - 1)
            : Builder.Multiply(value, Builder.Broadcast(Parameter(name, full), value.Shape, [0]));
    }

    private Node Parameter(string name, Shape shape) => _model.Parameter(name, new ParameterLeaf(name, TensorType.Float(shape), new ZeroInitial()));

    /// <summary>The loss of a result, and its gradient by every parameter that it depends on.</summary>
    private Graph Trained(Node result)
    {
        Node value = result.Type.Element == ElementType.Int32 ? Builder.OneHot(result, 8) : result;
        bool batched = value.Shape.Rank > 0 && value.Shape[0] == Size.Batch;
        Node weights = Parameter("Weights", batched ? value.Shape.WithoutBatch : value.Shape);
        Node weighted = Builder.Multiply(value, batched ? Builder.Broadcast(weights, value.Shape, [0]) : weights);
        Node loss = Builder.Add(MeanOf(weighted), MeanOf(_input));
        Node[] parameters = [.. _model.Parameters.Where(static node => node.Operation is ParameterLeaf)];
        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(Builder, loss, parameters);
        return Builder.Build(
        [
            new Output(new LossOutput(), loss),
            .. parameters.Zip(gradients).Where(static pair => pair.Second is not null)
                .Select(static pair => new Output(new GradientOutput(((ParameterLeaf)pair.First.Operation).FullName), pair.Second!)),
        ]);
    }

    private Node MeanOf(Node x) => Builder.Mean(x, [.. Enumerable.Range(0, x.Shape.Rank)]);

    private static bool IsShared(string text) => text.StartsWith("weight", StringComparison.Ordinal);

    private static bool IsWhole(string text) => text.StartsWith("i32", StringComparison.Ordinal);

    private static Shape SampleOf(string text) => text.Length == 0 ? Shape.Scalar : ShapeParser.Parse(IsShared(text) ? text["weight ".Length..] : text).Shape;

    private static int Count(Shape shape) => (int)shape.Count.Constant;
}
