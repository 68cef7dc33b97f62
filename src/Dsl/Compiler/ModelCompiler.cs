using Adjoint.Compiler.Checks;
using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Simplify;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler;

/// <summary>The compiler: from what a declaration says to programs, one pass after the other.</summary>
internal static class ModelCompiler
{
    /// <summary>
    /// Compiles a declaration; null when it breaks a rule, which <see cref="Check"/> then tells, or has nothing to be trained for and only
    /// serves other models.
    /// </summary>
    public static CompiledModel? Compile(ModelSpec spec)
    {
        if (spec.IsModule || DeclarationRules.Check(spec).Count > 0)
        {
            return null;
        }

        try
        {
            TracedModel training = Tracing.Run(spec, isTraining: true);
            if (GradientFlow.Check(spec, training).Any(static error => error.IsError))
            {
                return null;
            }

            TracedModel prediction = Tracing.Run(spec, isTraining: false);
            return new CompiledModel(
                spec,
                new ParameterLayout(training.Parameters.Select(static node => node.Operation).OfType<ParameterLeaf>()),
                new ParameterLayout(training.Parameters.Select(static node => node.Operation).OfType<StateLeaf>()),
                Types(prediction.Inputs),
                [.. prediction.Outputs.Select(static output => new NamedType(output.Key, output.Value.Type))],
                [.. prediction.Taps.Select(static tap => new NamedType(tap.Key, tap.Value.Type))],
                training.Sizes,
                training.Scopes,
                Lower(Simplified(PredictionGraph(prediction))),
                prediction.Taps.Count == 0 ? null : Lower(Simplified(InspectionGraph(prediction))),
                [.. training.Objectives.Zip(prediction.Objectives, (training, prediction) => Compile(spec, training, prediction))]);

            // Simplified before it is derived: an activation that changes places with a maximum is then derived where it is smaller.
            CompiledObjective Compile(ModelSpec spec, TracedObjective trained, TracedObjective predicted) => new(
                trained.Name,
                Types(trained.Inputs),
                trained.Target?.Type,
                [.. trained.Trains.Select(static node => ((NamedLeaf)node.Operation).FullName)],
                Lower(Derive(trained, Simplified(LossGraph(training, trained)))),
                Lower(Simplified(EvaluationGraph(prediction, predicted))),
                InputGradientOf(prediction, predicted));
        }
        catch (DeclarationException)
        {
            return null;
        }
    }

    /// <summary>The rules that a declaration breaks. It compiles when none of them is an error; warnings are beside the point there.</summary>
    public static IReadOnlyList<CompilerError> Check(ModelSpec spec)
    {
        IReadOnlyList<CompilerError> errors = DeclarationRules.Check(spec);
        if (errors.Count > 0)
        {
            return errors;
        }

        try
        {
            // The shapes of a model that only serves others, and does not say what it takes, are checked where it is used.
            if (spec.IsModule && !SaysWhatItTakes(spec))
            {
                return [];
            }

            TracedModel model = Tracing.Run(spec, isTraining: true);
            CompilerError[] found = [.. GradientFlow.Check(spec, model), .. TrainingMistakes.Check(spec, model)];
            if (!Array.Exists(found, static error => error.IsError))
            {
                foreach (TracedObjective objective in model.Objectives)
                {
                    Derive(objective, LossGraph(model, objective));
                }
            }

            return found;
        }
        catch (DeclarationException exception)
        {
            // What a model that serves others lacks to be complete is told where it is used.
            return spec.IsModule && exception.Error.Rule == Rules.NamedImageSize ? [] : [exception.Error];
        }
    }

    /// <summary>The graph of a loss and its gradient just as declared: the oracle, which the interpreter runs.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="objective">The number of the objective.</param>
    /// <exception cref="DeclarationException">The declaration breaks a rule.</exception>
    public static Graph TrainingGraph(ModelSpec spec, int objective = 0) =>
        TrainingGraph(spec, Tracing.Run(spec, isTraining: true), objective);

    /// <summary>The same of a model that has been traced, as in training.</summary>
    /// <exception cref="DeclarationException">The declaration breaks a rule.</exception>
    public static Graph TrainingGraph(ModelSpec spec, TracedModel training, int objective = 0) =>
        Derive(training.Objectives[objective], LossGraph(training, training.Objectives[objective]));

    /// <summary>The graphs of the outputs and of a loss, both as in prediction.</summary>
    /// <exception cref="DeclarationException">The declaration breaks a rule.</exception>
    public static (Graph Prediction, Graph Evaluation) PredictionGraphs(ModelSpec spec, int objective = 0)
    {
        TracedModel model = Tracing.Run(spec, isTraining: false);
        return (PredictionGraph(model), EvaluationGraph(model, model.Objectives[objective]));
    }

    private static IReadOnlyList<NamedType> Types(IReadOnlyList<Node> inputs) =>
        [.. inputs.Select(static input => new NamedType(((InputLeaf)input.Operation).InputName, input.Type))];

    private static Graph PredictionGraph(TracedModel model) =>
        model.Builder.Build([.. model.Outputs.Select(static (output, i) => new Output(new PredictionOutput(i), output.Value))]);

    private static Graph InspectionGraph(TracedModel model) => model.Builder.Build(
    [
        .. model.Outputs.Select(static (output, i) => new Output(new PredictionOutput(i), output.Value)),
        .. model.Taps.Select(static tap => new Output(new TapOutput(tap.Key), tap.Value)),
    ]);

    private static Graph EvaluationGraph(TracedModel model, TracedObjective objective) =>
        model.Builder.Build([new Output(new LossOutput(), objective.Loss)]);

    /// <summary>The loss and what running values become.</summary>
    private static Graph LossGraph(TracedModel model, TracedObjective objective) => model.Builder.Build(
    [
        new Output(new LossOutput(), objective.Loss),
        .. objective.Updates.Select(static update => new Output(new StateOutput(((NamedLeaf)update.Key.Operation).FullName), update.Value)),
    ]);

    /// <summary>Adds the gradient of every parameter that an objective trains to the graph of its loss.</summary>
    private static Graph Derive(TracedObjective objective, Graph graph)
    {
        (GraphBuilder builder, Graph loss) = GraphBuilder.From(graph);
        Dictionary<Operation, Node> leaves = loss.Nodes.Where(static node => node.Operation is ParameterLeaf).ToDictionary(static node => node.Operation);
        Node[] parameters = [.. objective.Trains.Select(trained => leaves.TryGetValue(trained.Operation, out Node? node) ? node : throw NoGradient(trained))];
        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(builder, loss.Outputs[0].Value, parameters);
        return builder.Build(
        [
            .. loss.Outputs,
            .. parameters.Zip(gradients, (parameter, gradient) => new Output(
                new GradientOutput(((NamedLeaf)parameter.Operation).FullName), gradient ?? throw NoGradient(parameter))),
        ]);

        DeclarationException NoGradient(Node parameter) => new(new CompilerError(
            Rules.NoGradient,
            parameter.Origin.SyntaxId,
            [((NamedLeaf)parameter.Operation).FullName, objective.Name, "use what it gives on the way to the loss, or remove it"]));
    }

    /// <summary>The gradient of a loss by every input of real numbers that it depends on; null when there is none.</summary>
    private static CompiledProgram? InputGradientOf(TracedModel model, TracedObjective objective)
    {
        (GraphBuilder builder, Graph loss) = GraphBuilder.From(Simplified(EvaluationGraph(model, objective)));
        Node[] inputs = [.. loss.Nodes.Where(static node => node.Operation is InputLeaf { Type.Element: Shapes.ElementType.Float32 })];
        if (inputs.Length == 0)
        {
            return null;
        }

        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(builder, loss.Outputs[0].Value, inputs);
        return Lower(builder.Build([.. inputs.Select((input, i) => new Output(
            new InputGradientOutput(((InputLeaf)input.Operation).Index), gradients[i] ?? builder.Fill(input.Shape, 0)))]));
    }

    private static Graph Simplified(Graph graph) => Rewriter.Run(graph, AlgebraicRules.Forward);

    /// <summary>From a graph to kernels over one arena.</summary>
    public static CompiledProgram Lower(Graph graph)
    {
        Graph simple = Rewriter.Run(graph, AlgebraicRules.Derived);
        Graph formed = Rewriter.Run(simple, KernelForms.All);
        IReadOnlyList<Kernel> kernels = FusionPass.Run(formed);
        return new CompiledProgram(formed, kernels, MemoryPlan.Create(formed, kernels));
    }

    private static bool SaysWhatItTakes(ModelSpec spec) =>
        spec.Methods.FirstOrDefault(method => method.Key == spec.Forward) is { } forward && forward.Parameters.All(static parameter => parameter.Shape is not null);
}
