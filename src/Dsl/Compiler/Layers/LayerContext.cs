using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Layers;

/// <summary>What a layer's definition works with: the graph, its checked arguments, its place in the model.</summary>
/// <param name="model">The model that is built.</param>
/// <param name="scope">The model that the layer belongs to.</param>
/// <param name="part">The part's name.</param>
/// <param name="layer">The layer's unique name within the part, such as <c>Dense2</c>.</param>
/// <param name="attribute">The attribute's name, such as <c>Dense</c>.</param>
/// <param name="origin">The attribute's origin id.</param>
/// <param name="arguments">The checked arguments.</param>
internal sealed class LayerContext(
    ModelBuilder model, ModelScope scope, string part, string layer, string attribute, int origin, IReadOnlyDictionary<string, object> arguments) : ISite
{
    // The arguments that are the size of a window along all axes.
    private static readonly string[] SizeArguments = ["Kernel", "Size"];

    private string? _step;

    public GraphBuilder Builder => _step is null ? model.Builder : model.Builder.At(_step);

    /// <summary>Whether the training program is built, rather than the prediction.</summary>
    public bool IsTraining => model.IsTraining;

    public int Integer(string name) => (int)arguments[name];

    /// <summary>A size, given as a number or in named sizes.</summary>
    /// <exception cref="DeclarationException">It is no size, or a name has no value here.</exception>
    public Shapes.Size Size(string name)
    {
        if (arguments[name] is not string text)
        {
            return (int)arguments[name];
        }

        ShapeParser.Result result = ShapeParser.Parse(text);
        if (result.Problem is not null || result.Shape.Rank != 1)
        {
            throw new DeclarationException(new CompilerError(Rules.MalformedShape, origin, [text, result.Problem ?? "it is more than one size"]));
        }

        return scope.Resolve(result.Shape[0]) ?? throw scope.Unbound(result.Shape[0], origin);
    }

    public double Real(string name) => (double)arguments[name];

    public bool Boolean(string name) => (bool)arguments[name];

    public string Choice(string name) => (string)arguments[name];

    /// <summary>The same layer, where what is added is one of its steps; within a step, a part of that.</summary>
    public LayerContext As(string step) =>
        new(model, scope, part, layer, attribute, origin, arguments) { _step = _step is null ? step : $"{_step}.{step}" };

    /// <summary>A function of the language, applied to the layer's input.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="x">The input.</param>
    /// <param name="given">The arguments after it.</param>
    public Node Apply(string function, Node x, params object?[] given) => Apply(function, result: 0, x, given);

    /// <summary>One of the results of a function of the language, applied to the layer's input.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="result">Which of several results.</param>
    /// <param name="x">The input.</param>
    /// <param name="given">The arguments after it.</param>
    public Node Apply(string function, int result, Node x, params object?[] given)
    {
        // A layer's input always has a leading axis; where there is no batch its size is 1, and functions are not to count it.
        bool batched = FunctionCall.HasBatch(x);
        Node sample = batched ? x : Builder.Reshape(x, x.Shape.WithoutBatch);
        FunctionCall call = new(model, scope, function, [sample, .. given]);
        call = _step is null ? call : call.As(_step);
        object? built = FunctionCatalog.Find(function)!.Build(call);
        Node y = (Node)(built is object?[] several ? several[result] : built)!;
        return batched ? y : Builder.Reshape(y, new Shape(y.Shape.Prepend(Shapes.Size.One).ToEquatableArray()));
    }

    /// <summary>A trainable value of this layer, named after it.</summary>
    /// <exception cref="DeclarationException">It, or all parameters together, has more elements than an array can hold.</exception>
    public Node Parameter(string name, Shape shape, InitialValue initial) => Parameter(name, shape, initial, isMatrix: false);

    /// <summary>A trainable matrix that rows are multiplied by, named after this layer.</summary>
    /// <exception cref="DeclarationException">It, or all parameters together, has more elements than an array can hold.</exception>
    public Node Matrix(string name, Shapes.Size inputs, Shapes.Size outputs, InitialValue initial) => Parameter(name, [inputs, outputs], initial, isMatrix: true);

    private Node Parameter(string name, Shape shape, InitialValue initial, bool isMatrix)
    {
        ParameterLeaf leaf = new($"{scope.PathOf(part)}.{layer}.{name}", TensorType.Float(shape), initial);
        return Create(() => TreatedWeight.Make(model, scope.Weights, leaf, name, isMatrix));
    }

    /// <summary>A running value of this layer, named after it.</summary>
    /// <exception cref="DeclarationException">It, or all parameters together, has more elements than an array can hold.</exception>
    public Node State(string name, Shape shape, double initial)
    {
        string fullName = $"{scope.PathOf(part)}.{layer}.{name}";
        return Create(() => model.Parameter(fullName, new StateLeaf(fullName, TensorType.Float(shape), initial), name));
    }

    /// <summary>A running value gets a new value at the end of a training step.</summary>
    public void Update(Node state, Node value) => model.Update(state, value);

    /// <summary>A number that no other random operation of the model has.</summary>
    public int NextStream() => model.NextStream();

    /// <summary>The layer can't take this input.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="arguments">What the message says after the layer's and the part's name.</param>
    public DeclarationException Error(Rule rule, params string[] arguments) => Error(rule, remedy: null, arguments);

    /// <summary>The layer can't take this input, and a fix may know what would help.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="remedy">What would help, if a fix can do it.</param>
    /// <param name="arguments">What the message says after the layer's and the part's name.</param>
    public DeclarationException Error(Rule rule, Remedy? remedy, params string[] arguments) =>
        new(new CompilerError(rule, origin, new[] { attribute, part }.Concat(arguments).ToEquatableArray()) { Remedy = remedy });

    /// <summary>The layer takes values with the axes of a field.</summary>
    Exception ISite.WrongAxes(Field field, Node found) => RankError(field.Axes, found, (found.Operation, found.Shape.Rank) switch
    {
        (InputLeaf, var rank) when rank == field.Rank - 1 => $"add an axis for the channels, as in \"1, {string.Join(", ", found.Shape.WithoutBatch.Select(Wording.Of))}\"",
        (InputLeaf, _) => $"give the model {field.Plural}, as in \"{field.Example}\"",
        _ => "move it before [Flatten] and [Dense]",
    });

    /// <summary>The layer's windows slide along an axis whose size is a name.</summary>
    Exception ISite.NamedAxis(Field field, Node found, Size named) => new DeclarationException(new CompilerError(
        Rules.NamedImageSize,
        origin,
        [$"'{attribute}' in '{part}' slides over {field.Plural} whose {field.Measured}, but {model.GiverOf(found)} gives {Wording.Of(found.Shape.WithoutBatch)}; write a number for '{Wording.Of(named)}'", string.Empty]));

    /// <summary>The layer has as many groups as there are channels, whose number is a name.</summary>
    Exception ISite.NamedChannels(Node found, Size named) => new DeclarationException(new CompilerError(
        Rules.NamedImageSize,
        origin,
        [$"'{attribute}' in '{part}' needs a number of channels, but {model.GiverOf(found)} gives {Wording.Of(found.Shape.WithoutBatch)}; write a number for '{Wording.Of(named)}'", string.Empty]));

    /// <summary>A square window has one argument, which a fix can change.</summary>
    Exception ISite.WindowTooLarge(Node found, params Slide[] slides)
    {
        long largest = Slide.LargestWindow(slides, found.Shape);
        bool isOne = largest > 0 && slides.All(slide => slide.Size == slides[0].Size) && SizeArguments.Any(arguments.ContainsKey);
        string text = largest.ToString(CultureInfo.InvariantCulture);
        return Mismatch(
            Rules.WindowTooLarge,
            found,
            isOne ? new SetArgument(SizeArguments.First(arguments.ContainsKey), text) : null,
            Slide.Text(slides),
            GiverOf(found),
            Wording.Of(found.Shape.WithoutBatch),
            Slide.Advice(slides, found.Shape));
    }

    Exception ISite.Misfit(Node found, string needs, string fix) =>
        Mismatch(Rules.SizeMismatchInLayer, found, remedy: null, needs, GiverOf(found), Wording.Of(found.Shape.WithoutBatch), fix);

    Exception ISite.Refused(string problem) => Error(Rules.ArgumentsDisagree, problem);

    /// <summary>The layer takes values with other axes.</summary>
    /// <param name="needs">What it takes, such as <c>[features]</c>.</param>
    /// <param name="found">What it is given.</param>
    /// <param name="fix">What would help, in words.</param>
    /// <param name="remedy">The same for a fix to do, if one can.</param>
    public DeclarationException RankError(string needs, Node found, string fix, Remedy? remedy = null) =>
        Mismatch(Rules.RankMismatch, found, remedy, needs, model.GiverOf(found), Functions.FunctionCall.Written(found), fix);

    /// <summary>The layer can't take a value. The message ends with the way on which the value has got its shape.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="found">What it is given.</param>
    /// <param name="remedy">What would help, if a fix can do it.</param>
    /// <param name="arguments">What the message says after the layer's and the part's name, and before the way.</param>
    public DeclarationException Mismatch(Rule rule, Node found, Remedy? remedy, params string[] arguments) =>
        new(Error(rule, remedy, [.. arguments, Provenance.Before(found, model.BuiltIn)]).Error with { Related = Provenance.Related([found]) });

    /// <summary>In user's words, what gives a value.</summary>
    public string GiverOf(Node value) => model.GiverOf(value);

    private Node Create(Func<Node> make)
    {
        try
        {
            return make();
        }
        catch (TooLargeException exception)
        {
            throw Error(Rules.TooLarge, exception.What, exception.Shape.ToString());
        }
    }
}

/// <summary>A declaration breaks a rule.</summary>
internal sealed class DeclarationException(CompilerError error) : Exception(error.Message)
{
    public CompilerError Error { get; } = error;
}
