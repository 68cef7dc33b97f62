using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Trace;
using Adjoint.Interpreter;

namespace Adjoint.Tests.Functions;

/// <summary>A computation with several inputs and weights, whose values are drawn; functions of the language are tried in it.</summary>
/// <param name="batch">The number of samples.</param>
/// <param name="seed">What the values depend on.</param>
/// <param name="isTraining">Whether it is computed as in training.</param>
internal sealed class Computation(int batch, int seed, bool isTraining = false)
{
    private readonly ModelBuilder _model = new(isTraining);
    private readonly Dictionary<Leaf, double[]> _values = [];
    private readonly Random _random = new(seed);

    /// <summary>The values of an input, weight or running value, all samples together.</summary>
    public double[] ValuesOf(Expr expression) => _values[(Leaf)expression.Node.Operation];

    /// <summary>A value of each sample, <c>"2, 3"</c>; whole numbers below 3, <c>"i32[2]"</c>; a weight, <c>"weight 2, 3"</c>; a running value, <c>"state 2"</c>.</summary>
    public Expr Value(string text)
    {
        string kind = KindOf(text);
        Shape shape = ShapeOf(text);
        string name = $"v{_values.Count}";
        bool isWhole = text.StartsWith("i32", StringComparison.Ordinal);
        Leaf leaf = kind switch
        {
            "weight" => new ParameterLeaf(name, TensorType.Float(shape), new ZeroInitial()),
            "state" => new StateLeaf(name, TensorType.Float(shape), 0),
            _ => new InputLeaf(isWhole ? TensorType.Int(shape) : TensorType.Float(shape), name, _values.Count),
        };
        int count = shape.Evaluate(new Dictionary<string, long> { [Size.BatchName] = batch }).Aggregate(1, static (product, axis) => product * axis);
        _values.Add(leaf, [.. Enumerable.Range(0, count).Select(_ => isWhole ? _random.Next(3) : (_random.NextDouble() * 1.8) + (_random.Next(2) == 0 ? -2 : 0.1))]);
        return new Expr(_model, _model.Leaf(leaf));
    }

    /// <summary>The shape of such a value, all samples together.</summary>
    public static Shape ShapeOf(string text)
    {
        bool isShared = KindOf(text) is "weight" or "state";
        string sample = isShared ? text.Split(' ', 2)[1] : text;
        return FunctionCall.Batched(!isShared, sample.Length == 0 ? Shape.Scalar : ShapeParser.Parse(sample).Shape);
    }

    private static string KindOf(string text) => text.Split(' ', 2)[0];

    /// <summary>The values of real numbers that the computation starts from.</summary>
    public IReadOnlyList<(Node Leaf, double[] Values)> Variables =>
        [.. _values.Where(static pair => pair.Key.Type.Element == ElementType.Float32).Select(pair => (_model.Builder.Add(pair.Key), pair.Value))];

    /// <summary>A number that every element of a value influences in its own way.</summary>
    public Node WeightedSum(Node value)
    {
        ParameterLeaf leaf = new($"v{_values.Count}", value.Type, new ZeroInitial());
        int count = (int)value.Shape.Count.Evaluate(new Dictionary<string, long> { [Size.BatchName] = batch });
        _values.Add(leaf, [.. Enumerable.Range(0, count).Select(_ => (2 * _random.NextDouble()) - 1)]);
        return _model.Builder.Sum(_model.Builder.Multiply(value, _model.Leaf(leaf)), [.. Enumerable.Range(0, value.Shape.Rank)]);
    }

    /// <summary>The elements of a value, all samples together, and its shape.</summary>
    public (double[] Values, int[] Shape) Run(Expr expression) => Run(expression.Node);

    /// <inheritdoc cref="Run(Expr)"/>
    public (double[] Values, int[] Shape) Run(Node node)
    {
        Graph graph = _model.Builder.Build([new Output(new PredictionOutput(), node)]);
        Assert.Empty(GraphVerifier.Verify(graph));
        EvaluationContext context = new(new Dictionary<string, long> { [Size.BatchName] = batch }, 1, 1);
        Tensor value = GraphInterpreter.Run(graph, leaf => _values[leaf], context, Precision.Double)[0];
        return (value.Values, value.Shape);
    }

    /// <summary>Adds to the computation what is computed from numbers alone, as in the code of a model.</summary>
    public IDisposable Enter() => Execution.Enter(_model, new ModelScope(string.Empty));

    /// <summary>What the computation makes of its running values.</summary>
    public IReadOnlyDictionary<Node, Node> Updates => _model.Updates;

    /// <summary>The names under which values are to be looked at.</summary>
    public IEnumerable<string> Taps => _model.Taps.Select(static tap => tap.Key);
}
