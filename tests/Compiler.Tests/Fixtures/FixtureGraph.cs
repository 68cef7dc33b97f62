using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;
using Adjoint.Interpreter;
using Adjoint.Tests.Layers;

namespace Adjoint.Tests.Fixtures;

/// <summary>The graph of a fixture's function or layer, with the numbers of its inputs and parameters.</summary>
internal sealed class FixtureGraph
{
    private readonly FixtureCase _fixture;
    private readonly ModelBuilder _model = new(isTraining: false);
    private readonly Dictionary<string, double[]> _values = [];
    private readonly Node[] _inputs;

    public FixtureGraph(FixtureCase fixture)
    {
        _fixture = fixture;
        _inputs = [.. fixture.Inputs.Select(static (input, i) => (input, i)).Select(pair => Leaf(pair.input, $"x{pair.i}"))];
        Output = fixture.Parameters is { } parameters ? Layer(parameters) : Function();
    }

    public GraphBuilder Builder => _model.Builder;

    /// <summary>What the function or layer gives.</summary>
    public Node Output { get; }

    /// <summary>Where a case differs from what is found by more than 1e-9, relative or absolute; null where it does not.</summary>
    public static string? Difference(FixtureCase fixture) => new FixtureGraph(fixture).Difference();

    /// <summary>The same case with another number as its last.</summary>
    public static FixtureCase Moved(FixtureCase fixture)
    {
        double[] values = [.. fixture.Output.Values];
        values[^1] += 1e-7 * Math.Max(1, Math.Abs(values[^1]));
        return fixture with { Output = fixture.Output with { Values = values } };
    }

    private string? Difference()
    {
        int batch = _fixture.Inputs.FirstOrDefault(static input => !input.IsShared)?.Shape[0] ?? 1;
        Graph graph = Builder.Build([new Output(new PredictionOutput(), Output)]);
        EvaluationContext context = new(new Dictionary<string, long> { [Size.BatchName] = batch }, 1, 1);
        Tensor actual = GraphInterpreter.Run(graph, leaf => _values[((ParameterLeaf)leaf).FullName], context, Precision.Double)[0];
        if (!actual.Shape.SequenceEqual(_fixture.Output.Shape))
        {
            return $"{_fixture}: the shape is [{string.Join(", ", actual.Shape)}] instead of [{string.Join(", ", _fixture.Output.Shape)}]";
        }

        double[] expected = _fixture.Output.Values;
        int wrong = Array.FindIndex([.. Enumerable.Range(0, expected.Length)], i => !(Math.Abs(actual.Values[i] - expected[i]) <= 1e-9 * Math.Max(1, Math.Abs(expected[i]))));
        return wrong < 0 ? null : $"{_fixture}: element {wrong} is {actual.Values[wrong]:R} instead of {expected[wrong]:R}";
    }

    private Node Function()
    {
        object?[] arguments = _fixture.IsList ? [_inputs.ToArray<object?>(), .. _fixture.Arguments] : [.. _inputs, .. _fixture.Arguments];
        object? result = FunctionCatalog.Find(_fixture.Call)!.Build(new FunctionCall(_model, new ModelScope(string.Empty), _fixture.Call, arguments));
        return (Node)(result is object?[] several ? several[_fixture.Result] : result)!;
    }

    private Node Layer(IReadOnlyDictionary<string, FixtureValue> given)
    {
        LayerDefinition definition = LayerCatalog.Find(_fixture.Call)!;
        Assert.Equal(definition.Arguments.Count, _fixture.Arguments.Length);
        LayerSpec layer = Declarations.Layer(_fixture.Call, [.. definition.Arguments.Zip(_fixture.Arguments, (argument, value) => (argument.Name, Choice(argument.Name, value!)))]);
        Node y = LayerChain.Apply(_model, new ModelScope(string.Empty), Declarations.Part("Only", layer), _inputs[0], static (_, value) => value);
        ParameterLeaf[] parameters = [.. _model.Parameters.Select(static parameter => (ParameterLeaf)parameter.Operation).Where(leaf => !_values.ContainsKey(leaf.FullName))];
        Assert.Equal(given.Keys.Order(), parameters.Select(NameOf).Order());
        foreach (ParameterLeaf leaf in parameters)
        {
            FixtureValue parameter = given[NameOf(leaf)];
            Assert.Equal(parameter.Shape, leaf.Type.Shape.Evaluate(new Dictionary<string, long>()));
            _values.Add(leaf.FullName, parameter.Values);
        }

        return y;

        static string NameOf(ParameterLeaf leaf) => leaf.FullName.Split('.')[^1];
    }

    /// <summary>A value as an attribute takes it: a fixture writes a member of an enumeration as a text.</summary>
    private object Choice(string argument, object value) =>
        typeof(LayerAttribute).Assembly.GetType($"Adjoint.{_fixture.Call}Attribute")!.GetProperty(argument)?.PropertyType is { IsEnum: true } type
            ? Enum.Parse(type, (string)value)
            : value;

    /// <summary>A tensor of the fixture; the first axis is the batch, unless it is the same for all samples.</summary>
    private Node Leaf(FixtureValue tensor, string name)
    {
        _values.Add(name, tensor.Values);
        Shape shape = new(tensor.Shape.Select((size, axis) => axis == 0 && !tensor.IsShared ? Size.Batch : size).ToEquatableArray());
        return _model.Leaf(new ParameterLeaf(name, tensor.IsInteger ? TensorType.Int(shape) : TensorType.Float(shape), new ZeroInitial()));
    }
}
