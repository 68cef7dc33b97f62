using System.Globalization;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Trace;

/// <summary>The graph of a model while it is built: its values, its parameters, and what a training step changes besides them.</summary>
/// <param name="isTraining">Whether what behaves otherwise in training does so.</param>
internal sealed class ModelBuilder(bool isTraining)
{
    private readonly GraphBuilder _root = new();
    private readonly Dictionary<string, Node> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<Node, Node> _updates = [];
    private readonly List<KeyValuePair<string, Node>> _taps = [];
    private readonly List<TracedCall> _calls = [];
    private readonly List<TracedCall> _partCalls = [];
    private GraphBuilder? _body;
    private int _streams;
    private Size _parameterFloats;

    /// <summary>Where values are added now: the model's graph, or the body of a loop.</summary>
    public GraphBuilder Builder => _body ?? _root;

    public bool IsTraining { get; } = isTraining;

    /// <summary>What the running values of the program become, by the running value.</summary>
    public IReadOnlyDictionary<Node, Node> Updates => _updates;

    /// <summary>The values that got a name to be looked at by, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, Node>> Taps => _taps;

    /// <summary>The parameters and running values, in order of their first use.</summary>
    public IReadOnlyList<Node> Parameters => [.. _parameters.Values];

    /// <summary>The layers and functions as they were applied, in order.</summary>
    public IReadOnlyList<TracedCall> Calls => _calls;

    /// <summary>The parts of the compiled model as they were called, in order.</summary>
    public IReadOnlyList<TracedCall> PartCalls => _partCalls;

    /// <summary>Whether the body of a loop is being built.</summary>
    public bool IsInBody => _body is not null;

    /// <summary>A number that no other random operation of the model has.</summary>
    public int NextStream() => _streams++;

    /// <summary>A parameter or running value, the same one for the same name.</summary>
    /// <param name="fullName">Its path.</param>
    /// <param name="leaf">What it is.</param>
    /// <param name="step">Its name within its layer; null for one that is a part of its own.</param>
    /// <exception cref="TooLargeException">It, or all of them together, has more elements than an array can hold.</exception>
    /// <exception cref="OtherSizesException">It is known with another shape.</exception>
    public Node Parameter(string fullName, Leaf leaf, string? step = null)
    {
        if (!_parameters.TryGetValue(fullName, out Node? node))
        {
            if (!FitsArray(leaf.Type.Shape))
            {
                throw new TooLargeException($"the parameter '{fullName.Substring(fullName.LastIndexOf('.') + 1)}'", leaf.Type.Shape);
            }

            _parameterFloats += ArenaPlanner.Aligned(leaf.Type.Shape.Count);
            if (_parameterFloats is { IsConstant: true, Constant: > int.MaxValue })
            {
                throw new TooLargeException("the buffer of all parameters", [_parameterFloats]);
            }

            // A parameter belongs to the model, also when a loop's body is the first to use it.
            Origin before = _root.Origin;
            _root.Origin = Builder.Origin with { Step = step };
            node = _root.Add(leaf);
            _root.Origin = before;
            _parameters.Add(fullName, node);
        }
        else if (node.Type != leaf.Type)
        {
            throw new OtherSizesException();
        }

        return Imported(node);
    }

    /// <summary>An input or target of a program.</summary>
    public Node Leaf(Leaf leaf) => _root.Add(leaf);

    /// <summary>A running value gets a new value at the end of a training step.</summary>
    public void Update(Node state, Node value) => _updates[state] = value;

    /// <summary>Forgets the updates: the next program begins.</summary>
    public void BeginProgram() => _updates.Clear();

    /// <summary>Names a value; a name that another has gets a number.</summary>
    public void Tap(string name, Node value)
    {
        string unique = name;
        for (int number = 2; _taps.Any(tap => tap.Key == unique); number++)
        {
            unique = name + number.ToString(CultureInfo.InvariantCulture);
        }

        _taps.Add(new(unique, value));
    }

    /// <summary>Notes that a layer or function was applied.</summary>
    public void Note(TracedCall call) => _calls.Add(call);

    /// <summary>Notes that a part of the compiled model was called.</summary>
    public void NotePart(TracedCall call) => _partCalls.Add(call);

    /// <summary>Builds in the body of a loop for a while.</summary>
    public T Within<T>(GraphBuilder body, Func<T> build)
    {
        GraphBuilder? outer = _body;
        _body = body;
        try
        {
            return build();
        }
        finally
        {
            _body = outer;
        }
    }

    /// <summary>A value as it is known where values are added now.</summary>
    public Node Imported(Node node) => Builder.Import is { } import && !Builder.Owns(node) ? import(node) : node;

    /// <summary>Whether an array can hold the elements of a shape; a named size counts as one. Never overflows.</summary>
    public static bool FitsArray(Shape shape) => shape.Aggregate(1.0, static (count, axis) => count * (axis.IsConstant ? axis.Constant : 1)) <= int.MaxValue;

    /// <summary>In user's words, what gives a value: a part, a layer within the part that is being built, or the input.</summary>
    public string GiverOf(Node value) => value.Operation is InputLeaf
        ? "the input"
        : value.Origin.Part == Builder.Origin.Part && value.Origin.Layer is { } layer
            ? $"'{layer}' before it"
            : !Provenance.IsNamed(value, BuiltIn) && _calls.FindLast(call => call.Result == value) is { } call
                ? $"'{FunctionCall.WordFor(call.Name)}'"
                : $"'{Provenance.NameOf(value, BuiltIn)}'";

    /// <summary>The path of the model whose part is being built.</summary>
    public string BuiltIn => Builder.Origin.Part.LastIndexOf('.') is >= 0 and var dot ? Builder.Origin.Part.Substring(0, dot) : string.Empty;
}

/// <summary>A part is called again with values for which its weights have other sizes.</summary>
internal sealed class OtherSizesException : Exception;

/// <summary>A value has more elements than an array can hold.</summary>
internal sealed class TooLargeException(string what, Shape shape) : Exception(what)
{
    public string What { get; } = what;

    public Shape Shape { get; } = shape;
}
