using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>
/// Calls the methods, parts and functions of a declaration, which adds what they compute to the graph: the same as when the code runs on
/// expressions.
/// </summary>
/// <param name="model">The graph.</param>
/// <param name="root">The model that is compiled.</param>
internal sealed class ModelTracer(ModelBuilder model, ModelSpec root)
{
    // Code that goes on beyond these has an endless loop or recursion, or is no description of a network.
    private const int MostSteps = 1_000_000;
    private const int MostNodes = 100_000;
    private const int DeepestCall = 64;

    private readonly Dictionary<string, ModelScope> _scopes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MethodSpec> _methods = root.Used.Concat([root])
        .SelectMany(static spec => spec.Methods)
        .GroupBy(static method => method.Key)
        .ToDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal);

    private readonly Dictionary<string, TracedCall> _firstCalls = new(StringComparer.Ordinal);

    private int _steps;
    private int _depth;

    /// <summary>The graph.</summary>
    public ModelBuilder Model => model;

    /// <summary>The parts of the compiled model that have been called, and the weights that have been read.</summary>
    public HashSet<string> UsedParts { get; } = new(StringComparer.Ordinal);

    /// <summary>How programs are derived of parts, by their paths, where that is said.</summary>
    public Dictionary<string, EquatableArray<LayerSpec>> Derivations { get; } = new(StringComparer.Ordinal);

    /// <summary>The uses of models so far.</summary>
    public IReadOnlyCollection<ModelScope> Scopes => _scopes.Values;

    /// <summary>Counts the work of the code, so that an endless loop is an error.</summary>
    public void Step(int origin)
    {
        if (++_steps > MostSteps || model.Builder.Nodes.Count > MostNodes)
        {
            throw new DeclarationException(new CompilerError(Rules.EndlessCode, origin, [root.Name]));
        }
    }

    /// <summary>One call within another.</summary>
    public T Deeper<T>(int origin, Func<T> call)
    {
        if (++_depth > DeepestCall)
        {
            throw new DeclarationException(new CompilerError(Rules.EndlessCode, origin, [root.Name]));
        }

        try
        {
            return call();
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>A part as a value: a function, a weight, or a model.</summary>
    public object Part(ModelInstance instance, string name, int origin)
    {
        PartSpec part = instance.Spec.Parts.First(part => part.Name == name);
        if (instance.Scope.IsRoot)
        {
            UsedParts.Add(name);
        }

        if (part.Derivations.Count > 0)
        {
            Derivations[instance.Scope.PathOf(name)] = part.Derivations;
        }

        return part.Kind switch
        {
            PartKind.Weight or PartKind.State => WeightDefinition.Build(model, instance.Scope, part),
            PartKind.Model => Use(instance.Scope, part, ModelUse.In(part).Single(), name),
            _ => (Func<object?[], object?>)(arguments => Layers(instance, part, model.Imported(Value(arguments[0], origin)), origin)),
        };
    }

    /// <summary>A function of the language, with its errors at the place of the call.</summary>
    /// <param name="name">The function.</param>
    /// <param name="scope">Gives named sizes their values.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="label">What its value is called in the generated program.</param>
    /// <param name="origin">Where it is called.</param>
    /// <param name="isUnnamed">Whether the label names what its value is only a part of.</param>
    public object? Apply(string name, ModelScope scope, object?[] arguments, string label, int origin, bool isUnnamed)
    {
        FunctionDefinition definition = FunctionCatalog.Find(name) ?? throw new DeclarationException(new CompilerError(Rules.UnknownFunction, origin, [name]));
        model.Builder.Origin = new Origin(label, null, origin) { IsUnnamed = isUnnamed };
        try
        {
            FunctionCall call = new(model, scope, name, arguments);
            object? result = definition.Build(call);
            if (result is Node value)
            {
                model.Note(new TracedCall(name, null, call.Nodes, value, origin, scope.IsRoot));
            }

            return result;
        }
        catch (ShapeException exception)
        {
            Node[] values = [.. arguments.SelectMany(static argument => argument as object?[] ?? [argument]).OfType<Node>()];
            throw new DeclarationException(exception.At(origin, Provenance.Of(values, scope.Path)) with { Related = Provenance.Related(values) });
        }
    }

    /// <summary>A method of a model, or a static one.</summary>
    public object? Call(ModelInstance instance, string key, object?[] arguments, int origin)
    {
        MethodSpec method = _methods[key];
        if (method.Gradient is not { } gradient)
        {
            return Run(instance, method, arguments, origin);
        }

        try
        {
            model.Builder.Origin = new Origin(instance.Scope.PathOf(method.Name), null, origin);
            return DerivativeFunctions.WithGradient(
                new FunctionCall(model, instance.Scope, method.Name, arguments),
                given => Run(instance, method, given, origin),
                given => Run(instance, _methods[gradient], given, origin),
                arguments,
                _methods[gradient].Name);
        }
        catch (ShapeException exception)
        {
            Node[] values = [.. arguments.OfType<Node>()];
            throw new DeclarationException(exception.At(origin, Provenance.Of(values, instance.Scope.Path)));
        }
    }

    /// <summary>A model's forward pass: its method, or its parts in order.</summary>
    public object? Forward(ModelInstance instance, object?[] arguments, int origin)
    {
        if (instance.Spec.Forward is { } forward)
        {
            return Call(instance, forward, arguments, origin);
        }

        if (instance.Spec.Input is { } input && ShapeParser.Parse(input.Text) is { Problem: null } declared)
        {
            ParameterSpec only = new("Input", new TextSpec(input.Text, input.Origin), input.Origin);
            Arguments.Match(instance, instance.Spec.Name, [only], [Value(arguments[0], origin)], origin);
        }

        return instance.Spec.Parts.Aggregate(arguments[0], (value, part) => Part(instance, part.Name, origin) switch
        {
            Func<object?[], object?> layers => layers([value]),
            ModelInstance used => Forward(used, [value], origin),
            _ => value,
        });
    }

    private object? Run(ModelInstance instance, MethodSpec method, object?[] arguments, int origin)
    {
        if (arguments.Length != method.Parameters.Count)
        {
            throw new DeclarationException(new CompilerError(
                Rules.ArgumentCount, origin, [method.Name, Text(method.Parameters.Count), Text(arguments.Length)]));
        }

        Frame frame = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            frame.Declare(method.Parameters[i].Name, arguments[i]);
        }

        Arguments.Match(
            instance, method.Name, method.Parameters, [.. arguments.Zip(method.Parameters, (argument, parameter) => argument is null || parameter.Shape is null ? null : Value(argument, origin))], origin);

        string label = instance.Scope.IsRoot || method.Key != instance.Spec.Forward ? method.Name : string.Empty;
        return Deeper(origin, () => new CodeEvaluator(this, instance, label.Length == 0 ? "Output" : label).Run(method.Body, frame));
    }

    /// <summary>A part that is a chain of layers.</summary>
    private Node Layers(ModelInstance instance, PartSpec part, Node input, int origin)
    {
        ModelScope scope = instance.Scope;
        Node output;
        try
        {
            output = LayerChain.Apply(model, scope, part, input, (use, value) => Chain(scope, part, use, value));
        }
        catch (OtherSizesException)
        {
            throw OtherSizes(scope, part, input, origin);
        }
        catch (DeclarationException exception) when (instance.Spec.Forward is not null && part.Layers.Any(layer => layer.Origin == exception.Error.Origin))
        {
            throw AtCall(exception.Error, part, input, origin);
        }

        if (!_firstCalls.ContainsKey(scope.PathOf(part.Name)))
        {
            _firstCalls.Add(scope.PathOf(part.Name), new TracedCall(part.Name, part.Name, [input], output, origin, scope.IsRoot));
        }

        if (scope.IsRoot)
        {
            model.NotePart(new TracedCall(part.Name, part.Name, [input], output, origin, IsOwn: true));
        }

        return output;
    }

    /// <summary>A part has got its weights from a call with values of another size.</summary>
    private DeclarationException OtherSizes(ModelScope scope, PartSpec part, Node input, int origin)
    {
        TracedCall first = _firstCalls[scope.PathOf(part.Name)];
        Node before = first.Arguments[0];
        return new DeclarationException(new CompilerError(Rules.PartSizesDisagree, origin,
        [
            part.Name, FunctionCall.Written(before), FunctionCall.Written(input),
            input.Origin.IsUnnamed || input.Operation is InputLeaf
                ? "give it one shape everywhere, or write a part for each"
                : $"let '{Provenance.NameOf(input, scope.Path)}' give {FunctionCall.Written(before)}, or write another part for it",
            Provenance.Of([before, input], scope.Path),
        ])
        {
            Related = [new RelatedSpec(first.Origin, $"'{part.Name}' is called with {FunctionCall.Written(before)} here"), .. Provenance.Related([input])],
        });
    }

    /// <summary>What is wrong with a part's layers for what it is called with, and where that is.</summary>
    private static DeclarationException AtCall(CompilerError error, PartSpec part, Node input, int origin) =>
        input.Operation is Fill { } number && input.Shape.Rank == 0
            ? new DeclarationException(new CompilerError(Rules.FunctionMismatch, origin,
                [$"'{part.Name}' takes a value with axes, but is given the number {Text(number.Value)}; give it a value of the same shape as elsewhere, as 0f * x is for zeros", string.Empty]))
            : new DeclarationException(error.Related.Any(related => related.Origin == origin)
                ? error
                : error with { Related = error.Related.Append(new RelatedSpec(origin, $"'{part.Name}' is called here")).ToEquatableArray() });

    /// <summary>A layer <c>Use</c>: one model after another, each with its own parameters.</summary>
    private Node Chain(ModelScope scope, PartSpec part, ModelUse use, Node value)
    {
        bool isFirst = true;
        foreach (string place in use.Places)
        {
            ModelInstance used = Use(scope, part, use, place);
            try
            {
                value = Forward(used, [value], use.Layer.Origin) as Node
                    ?? throw new DeclarationException(new CompilerError(Rules.SeveralOutputs, use.Layer.Origin, [part.Name]));
            }
            catch (DeclarationException exception) when (!isFirst && exception.Error is { } error && error.Rule == Rules.CallMismatch && error.Origin == use.Layer.Origin)
            {
                throw new DeclarationException(new CompilerError(
                    Rules.RepeatMismatch, use.RepeatOrigin, [used.Spec.Name, error.Arguments[1], error.Arguments[3], Provenance.Of([value], scope.Path)])
                { Related = error.Related });
            }

            isFirst = false;
        }

        return value;
    }

    /// <summary>The use of a model at a place; always the same one there.</summary>
    private ModelInstance Use(ModelScope scope, PartSpec part, ModelUse use, string place)
    {
        ModelSpec spec = root.Used.First(used => used.FullName == use.Model);
        string path = scope.PathOf(place);
        if (!_scopes.TryGetValue(path, out ModelScope? inner))
        {
            inner = new ModelScope(path, scope.Weights.Within(part)) { Model = spec.FullName, Origin = use.Layer.Origin };
            _scopes.Add(path, inner);
            if (part.Derivations.Count > 0)
            {
                Derivations[path] = part.Derivations;
            }

            SizeBindings.Bind(use.Sizes, scope, inner, use.SizesOrigin, spec);
        }

        return new ModelInstance(spec, inner);
    }

    private Node Value(object? value, int origin) => value switch
    {
        Node node => node,
        long number => model.Builder.Fill(Shape.Scalar, number),
        double number => model.Builder.Fill(Shape.Scalar, number),
        _ => throw Constants.Fails(origin, "a value is expected"),
    };

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
