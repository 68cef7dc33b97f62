using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Functions;

/// <summary>What a function works with: the graph and its arguments, in the order of the parameters.</summary>
/// <param name="model">The model that is built.</param>
/// <param name="scope">Gives named sizes their values.</param>
/// <param name="name">The function's name, for messages.</param>
/// <param name="arguments">The arguments.</param>
internal sealed class FunctionCall(ModelBuilder model, ModelScope scope, string name, IReadOnlyList<object?> arguments) : ISite
{
    private string? _step;

    public ModelBuilder Model => model;

    public GraphBuilder Builder => _step is null ? model.Builder : model.Builder.At(_step);

    public ModelScope Scope => scope;

    public string Name => name;

    /// <summary>The function as users write it: an operator by its sign.</summary>
    public string Word => WordFor(name);

    public int Count => arguments.Count;

    public bool IsGiven(int index) => index < arguments.Count && arguments[index] is not null;

    public object? this[int index] => arguments[index];

    /// <summary>A value of the graph; a number is a value without axes.</summary>
    public Node Value(int index) => ValueOf(arguments[index]);

    public Node ValueOf(object? argument) => argument switch
    {
        Node node => model.Imported(node),
        long number => Builder.Fill(Shape.Scalar, number),
        double number => Builder.Fill(Shape.Scalar, number),
        _ => throw Error($"takes a value, but is given {Words(argument)}"),
    };

    /// <summary>The arguments that are values of the graph, and numbers given in their place.</summary>
    public IReadOnlyList<Node> Nodes => [.. arguments.Where(static argument => argument is Node or long or double).Select(ValueOf)];

    public IReadOnlyList<Node> Values(int index) => [.. Items(index).Select(ValueOf)];

    public long Integer(int index) => arguments[index] is long number ? number : throw Wrong(index, "a whole number");

    public double Real(int index) => arguments[index] switch
    {
        long number => number,
        double number => number,
        _ => throw Wrong(index, "a number"),
    };

    public bool Boolean(int index, bool otherwise = false) =>
        !IsGiven(index) ? otherwise : arguments[index] is bool truth ? truth : throw Wrong(index, "true or false");

    public string Text(int index) => arguments[index] as string ?? throw Wrong(index, "a text");

    public Func<object?[], object?> Function(int index) => arguments[index] as Func<object?[], object?> ?? throw Wrong(index, "a function");

    public IReadOnlyList<object?> Items(int index) => arguments[index] as object?[] ?? throw Wrong(index, "several values");

    /// <summary>A shape text in the names of the caller's model, without batch axis.</summary>
    public Shape ShapeOf(int index)
    {
        string text = Text(index);
        ShapeParser.Result result = ShapeParser.Parse(text);
        if (result.Problem is { } problem)
        {
            throw new ShapeException($"'{text}' is not a shape: {problem}; write positive sizes separated by commas, as in \"1, 28, 28\"");
        }

        return new Shape(result.Shape.Select(Resolve).ToEquatableArray());
    }

    /// <summary>A size given as a number or a text in named sizes.</summary>
    public Size SizeAt(int index) => arguments[index] switch
    {
        long number => number,
        string => ShapeOf(index) is { Rank: 1 } shape ? shape[0] : throw Wrong(index, "one size"),
        _ => throw Wrong(index, "a size"),
    };

    /// <summary>An axis as the graph counts them, from one as users do: the batch axis apart, the last one −1.</summary>
    public int Axis(Node x, int index) => AxisOf(x, Integer(index));

    /// <summary>Several axes, ascending.</summary>
    public EquatableArray<int> Axes(Node x, int index) =>
        Items(index).Select(item => AxisOf(x, item is long axis ? axis : throw Wrong(index, "axes"))).Distinct().OrderBy(static axis => axis).ToEquatableArray();

    /// <summary>An axis given as a number, or several.</summary>
    public EquatableArray<int> AxisOrAxes(Node x, int index) => arguments[index] is long ? [Axis(x, index)] : Axes(x, index);

    public int AxisOf(Node x, long axis)
    {
        int first = HasBatch(x) ? 1 : 0;
        int rank = x.Shape.Rank - first;
        if (axis == int.MinValue)
        {
            return first == 1 ? 0 : throw Error(Rules.NoBatchAxis, Written(x));
        }

        return axis >= -rank && axis < rank
            ? (int)(axis < 0 ? axis + rank : axis) + first
            : throw Error(Rules.NoSuchAxis, axis.ToString(CultureInfo.InvariantCulture), Written(x), Counted(rank));
    }

    /// <summary>Whether a value differs from sample to sample: the batch axis then leads.</summary>
    public static bool HasBatch(Node x) => x.Shape.HasBatch;

    /// <summary>The axes of a sample.</summary>
    public static Shape SampleOf(Node x) => x.Shape.OfSample;

    /// <summary>The shape as users write it: without the batch axis.</summary>
    public static string Written(Node x) => Wording.Of(x.Type with { Shape = SampleOf(x) });

    /// <summary>The shape with the batch axis where the value has one.</summary>
    public static Shape Batched(bool batched, Shape sample) => batched ? new Shape(new[] { Size.Batch }.Concat(sample).ToEquatableArray()) : sample;

    /// <summary>The same call, where what is added is a step of its layer; within a step, a part of that.</summary>
    public FunctionCall As(string step) => new(model, scope, name, arguments) { _step = _step is null ? step : $"{_step}.{step}" };

    /// <summary>Another function, applied where this one is.</summary>
    public Node Call(string function, params object?[] given) =>
        (Node)FunctionCatalog.Find(function)!.Build(new FunctionCall(model, scope, function, given) { _step = _step })!;

    /// <summary>A number in a message, the same in every culture.</summary>
    public static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    public ShapeException Error(string message) => new($"'{Word}' {message}");

    /// <summary>A rule is broken whose message begins with the function's name.</summary>
    public ShapeException Error(Rule rule, params string[] arguments) => new(rule, [Word, .. arguments]);

    Exception ISite.WrongAxes(Field field, Node found) => Error($"takes {field.Plural} {field.Axes}, but is given {Wording.Of(found.Shape.WithoutBatch)}");

    Exception ISite.NamedAxis(Field field, Node found, Size named) => new ShapeException(
        Rules.NamedImageSize, $"'{Word}' takes {field.Plural} whose {field.Measured}, but is given {Wording.Of(found.Shape.WithoutBatch)}; write a number for '{Wording.Of(named)}'");

    Exception ISite.NamedChannels(Node found, Size named) => new ShapeException(
        Rules.NamedImageSize, $"'{Word}' takes a number of channels, but is given {Wording.Of(found.Shape.WithoutBatch)}; write a number for '{Wording.Of(named)}'");

    Exception ISite.WindowTooLarge(Node found, params Slide[] slides) =>
        Error($"has a window of {Slide.Text(slides)}, but is given {Wording.Of(found.Shape.WithoutBatch)}; {Slide.Advice(slides, found.Shape)}");

    Exception ISite.Misfit(Node found, string needs, string fix) => Error($"needs {needs}, but is given {Wording.Of(found.Shape.WithoutBatch)}; {fix}");

    Exception ISite.Refused(string problem) => Error(problem);

    /// <summary>A function as users write it: an operator by its sign.</summary>
    public static string WordFor(string function) => Signs.TryGetValue(function, out string? sign) ? sign : function;

    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["Add"] = "+",
        ["Subtract"] = "-",
        ["Multiply"] = "*",
        ["Divide"] = "/",
        ["Greater"] = ">",
        ["Less"] = "<",
        ["Negate"] = "-",
    };

    private Size Resolve(Size size)
    {
        scope.CheckDeclared(size);
        return scope.Resolve(size) ?? throw scope.Unbound(size, Builder.Origin.SyntaxId);
    }

    private static string Counted(int axes) => axes == 0 ? "no axes" : axes == 1 ? "1 axis" : axes.ToString(CultureInfo.InvariantCulture) + " axes";

    private ShapeException Wrong(int index, string needs) => new($"'{Word}' takes {needs}, but is given {Words(index < arguments.Count ? arguments[index] : null)}");

    private static string Words(object? value) => value switch
    {
        null => "nothing",
        Node node => Written(node),
        string text => $"\"{text}\"",
        long or double => "the number " + Convert.ToString(value, CultureInfo.InvariantCulture),
        object?[] items => items.Length.ToString(CultureInfo.InvariantCulture) + " values",
        Delegate => "a function",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "another thing",
    };
}
