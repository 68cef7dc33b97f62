using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>From a declaration to its values: the prediction, and the loss of every objective, in one graph.</summary>
internal sealed class Tracing
{
    private readonly ModelBuilder _model;
    private readonly ModelSpec _spec;
    private readonly ModelTracer _tracer;
    private readonly ModelInstance _root;
    private readonly Dictionary<string, NamedSize> _sizes = new(StringComparer.Ordinal);

    private Tracing(ModelSpec spec, bool isTraining)
    {
        _spec = spec;
        _model = new ModelBuilder(isTraining);
        _tracer = new ModelTracer(_model, spec);
        _root = new ModelInstance(spec, new ModelScope(string.Empty) { Declared = DeclaredSizes.Of(spec), Model = spec.FullName });
    }

    /// <summary>Traces a checked declaration.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="isTraining">Whether what behaves otherwise in training does so.</param>
    /// <exception cref="DeclarationException">It breaks a rule.</exception>
    public static TracedModel Run(ModelSpec spec, bool isTraining) => new Tracing(spec, isTraining).Run();

    private TracedModel Run()
    {
        Node[] inputs = Inputs(ForwardParameters(), ofObjective: false);
        object? forward = _tracer.Forward(_root, [.. inputs], _spec.Origin);
        IReadOnlyList<KeyValuePair<string, Node>> outputs = Outputs(forward);

        // An objective that calls the forward pass names its values again, but they are of the objective's inputs.
        KeyValuePair<string, Node>[] taps = [.. _model.Taps];

        // Programs of two objectives have nothing in common but the model, so each is called after its own code.
        int ofPrediction = _model.Builder.Nodes.Count;
        List<TracedObjective> objectives = [];
        if (_spec.Loss is not null)
        {
            objectives.Add(FromAttribute(inputs, outputs));
        }

        foreach (ObjectiveSpec objective in _spec.Objectives)
        {
            _model.Builder.Forget(ofPrediction);
            _model.BeginProgram();
            objectives.Add(FromMethod(objective));
        }

        FindCreationSizes();
        return new TracedModel(
            _model.Builder, inputs, outputs, objectives, _model.Parameters, taps, [.. _sizes.Values], [.. _tracer.Scopes])
        {
            UsedParts = _tracer.UsedParts,
            Derivations = _tracer.Derivations,
            Calls = [.. _model.Calls],
            PartCalls = _model.PartCalls,
        };
    }

    /// <summary>The inputs of the prediction: those of the forward method, or what the attribute says.</summary>
    private IReadOnlyList<ParameterSpec> ForwardParameters()
    {
        MethodSpec? forward = _spec.Methods.FirstOrDefault(method => method.Key == _spec.Forward);
        return forward is null
            ? [new ParameterSpec("inputs", _spec.Input, _spec.Input!.Origin)]
            : [.. forward.Parameters.Select(parameter => parameter.Shape is null ? parameter with { Shape = _spec.Input } : parameter)];
    }

    private Node[] Inputs(IReadOnlyList<ParameterSpec> parameters, bool ofObjective)
    {
        List<Node> inputs = [];
        foreach (ParameterSpec parameter in parameters)
        {
            TextSpec text = parameter.Shape ?? throw new DeclarationException(new CompilerError(Rules.MissingShape, parameter.Origin, [parameter.Name, _spec.Name]));
            ShapeParser.Result result = ShapeParser.Parse(text.Text);
            if (result.Problem is { } problem)
            {
                throw new DeclarationException(new CompilerError(Rules.MalformedShape, text.Origin, [text.Text, problem]));
            }

            if (result.ElementName is not ("f32" or "i32"))
            {
                throw new DeclarationException(new CompilerError(Rules.UnsupportedInputType, text.Origin, [result.ElementName]));
            }

            BindSizes(result.Shape, ofObjective ? null : inputs.Count, text);
            Shape shape = FunctionCall.Batched(_spec.HasBatch, new Shape(result.Shape.Select(axis => _root.Scope.Resolve(axis)!.Value).ToEquatableArray()));
            TensorType type = result.ElementName == "i32" ? TensorType.Int(shape) : TensorType.Float(shape);
            _model.Builder.Origin = new Origin("Input", null, text.Origin);
            inputs.Add(_model.Leaf(new InputLeaf(type, parameter.Name, inputs.Count)));
        }

        return [.. inputs];
    }

    /// <summary>Notes where the names in an input's shape can be read off.</summary>
    /// <param name="shape">The shape of a sample.</param>
    /// <param name="input">The number of the prediction's input; null for one of an objective.</param>
    /// <param name="text">The shape as declared.</param>
    private void BindSizes(Shape shape, int? input, TextSpec text)
    {
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            string[] names = [.. shape[axis].Names];
            foreach (string name in names)
            {
                if (name == Size.BatchName)
                {
                    throw new DeclarationException(new CompilerError(Rules.BatchSize, text.Origin, [name]));
                }

                string inCode = SizeNames.InCode(name);
                _root.Scope.Bind(name, Size.Named(inCode));
                if (input is { } number && names.Length == 1 && (!_sizes.TryGetValue(inCode, out NamedSize? known) || known.Source is null))
                {
                    _sizes[inCode] = new NamedSize(inCode, new SizeSource(number, axis, shape[axis].Coefficient(name), shape[axis].Coefficient()));
                }
                else if (!_sizes.ContainsKey(inCode))
                {
                    _sizes[inCode] = new NamedSize(inCode, null) { IsOfObjective = input is null && names.Length == 1 };
                }
            }
        }
    }

    private IReadOnlyList<KeyValuePair<string, Node>> Outputs(object? forward)
    {
        if (forward is not object?[] several)
        {
            return [new("Output", Real("Output", forward))];
        }

        EquatableArray<string> names = _spec.Methods.FirstOrDefault(method => method.Key == _spec.Forward)?.Results ?? default;
        return [.. several.Select((value, i) => new KeyValuePair<string, Node>(i < names.Count ? names[i] : "Output" + (i + 1), Real(i < names.Count ? names[i] : "Output" + (i + 1), value)))];
    }

    private Node Real(string name, object? value)
    {
        Node node = Value(value);
        return node.Type.Element == ElementType.Float32
            ? node
            : throw new DeclarationException(new CompilerError(Rules.OutputOfIntegers, node.Origin.SyntaxId, [name, FunctionCall.Written(node)]));
    }

    private Node Value(object? value) => value as Node
        ?? throw new DeclarationException(new CompilerError(Rules.CodeFails, _spec.Origin, ["what it gives is no value of a network"]));

    /// <summary>The loss that the attribute names, of the only output.</summary>
    private TracedObjective FromAttribute(IReadOnlyList<Node> inputs, IReadOnlyList<KeyValuePair<string, Node>> outputs)
    {
        TextSpec loss = _spec.Loss!;
        if (outputs.Count > 1)
        {
            throw new DeclarationException(new CompilerError(Rules.LossOfSeveralOutputs, loss.Origin, [loss.Text, string.Join(", ", outputs.Select(static output => output.Key))]));
        }

        Node output = outputs[0].Value;
        LossDefinition definition = LossCatalog.Find(loss.Text)!;
        _model.Builder.Origin = new Origin("Loss", null, loss.Origin);
        TensorType type = definition.TargetType(new LossContext(output.Type, _model.GiverOf(output), loss.Origin, Provenance.Before(output), Provenance.Related([output])));
        Node target = _model.Leaf(new TargetLeaf(type));
        Node value = definition.Build(_model.Builder, output, target);
        _model.Note(new TracedCall(loss.Text, null, [output, target], value, loss.Origin, IsOwn: true));
        return Objective("Loss", inputs, target, value, Trained(null), loss.Origin);
    }

    private TracedObjective FromMethod(ObjectiveSpec objective)
    {
        MethodSpec method = _spec.Methods.First(method => method.Key == objective.Method);
        Node[] inputs = Inputs(method.Parameters, ofObjective: true);
        Node value = Value(_tracer.Call(_root, method.Key, [.. inputs], objective.Origin));
        if (value.Type.Element != ElementType.Float32)
        {
            throw Constants.Fails(objective.Origin, $"'{objective.Name}' gives the whole numbers {FunctionCall.Written(value)}, but a loss is a real number, or several");
        }

        _model.Builder.Origin = new Origin(objective.Name, null, objective.Origin);
        Node loss = _model.Builder.Mean(value, Enumerable.Range(0, value.Shape.Rank).ToEquatableArray());
        return Objective(objective.Name, inputs, null, loss, Trained(objective), objective.Origin);
    }

    private TracedObjective Objective(string name, IReadOnlyList<Node> inputs, Node? target, Node loss, IReadOnlyList<Node> trained, int origin) =>
        new(name, inputs, target, loss, trained, [.. _model.Updates], origin)
        {
            Slices = trained
                .Select(node => (NamedLeaf)node.Operation)
                .Select(leaf => new KeyValuePair<string, TrainedSlice?>(leaf.FullName, SparseUpdates.SliceOf(_tracer.Derivations, leaf)))
                .Where(static slice => slice.Value is not null)
                .ToDictionary(static slice => slice.Key, static slice => slice.Value!),
        };

    /// <summary>The parameters that an objective trains. Those of parts that nothing has used yet are added with their first use.</summary>
    private IReadOnlyList<Node> Trained(ObjectiveSpec? objective)
    {
        IReadOnlyList<Node> declared = DeclaredAsTrained(objective);
        return _spec.Chosen.FirstOrDefault(chosen => chosen.Objective == (objective?.Name ?? "Loss")) is { } choice
            ? [.. declared.Where(node => choice.Parameters.Contains(((NamedLeaf)node.Operation).FullName))]
            : declared;
    }

    private IReadOnlyList<Node> DeclaredAsTrained(ObjectiveSpec? objective)
    {
        if (objective?.Updates is not { } updates)
        {
            return [.. _model.Parameters.Where(static node => node.Operation is ParameterLeaf { IsFrozen: false })];
        }

        foreach (TextSpec name in updates.Parts)
        {
            PartSpec? part = _spec.Parts.FirstOrDefault(part => part.Name == name.Text);
            if (part is { IsFrozen: true })
            {
                throw new DeclarationException(new CompilerError(Rules.FrozenUpdate, name.Origin, [objective.Name, name.Text])
                {
                    Related = [new RelatedSpec(part.FrozenOrigin, $"'{part.Name}' is frozen here")],
                });
            }

            if (part is null && !_model.Parameters.Any(node => node.Operation is ParameterLeaf leaf && ParameterPattern.Matches(name.Text, leaf.FullName)))
            {
                string meant = name.Text.Split('.')[0];
                string[] within = [.. _model.Parameters.Select(static node => node.Operation).OfType<ParameterLeaf>().Select(static leaf => leaf.FullName)
                    .Where(known => known.StartsWith(meant + ".", StringComparison.Ordinal))];
                string parts = string.Join(", ", _spec.Parts.Select(static part => part.Name));
                throw new DeclarationException(new CompilerError(
                    Rules.UnknownUpdate, name.Origin, [objective.Name, name.Text, within.Length == 0 ? parts : $"{parts}; '{meant}' has {string.Join(", ", within)}"]));
            }
        }

        return
        [
            .. _model.Parameters.Where(node => node.Operation is ParameterLeaf { IsFrozen: false } leaf
                && updates.Parts.Any(part => ParameterPattern.Matches(part.Text, leaf.FullName))),
        ];
    }

    /// <summary>Names that no input gives a value are given when the model is created.</summary>
    private void FindCreationSizes()
    {
        foreach (Node parameter in _model.Parameters)
        {
            foreach (string name in parameter.Shape.SelectMany(static axis => axis.Names).Distinct())
            {
                if (!_sizes.TryGetValue(name, out NamedSize? known))
                {
                    _sizes.Add(name, new NamedSize(name, null));
                }
                else if (!known.IsGivenAtCreation && !_spec.IsModule)
                {
                    throw new DeclarationException(new CompilerError(
                        Rules.WeightOfInputSize, parameter.Origin.SyntaxId, [((NamedLeaf)parameter.Operation).FullName, Wording.Of(parameter.Shape), known.Declared]));
                }
            }
        }

        foreach (Node node in _model.Builder.Nodes)
        {
            foreach (string name in node.Shape.SelectMany(static axis => axis.Names).Where(static name => name != Size.BatchName))
            {
                if (!_sizes.ContainsKey(name))
                {
                    _sizes.Add(name, new NamedSize(name, null));
                }
            }
        }
    }
}
