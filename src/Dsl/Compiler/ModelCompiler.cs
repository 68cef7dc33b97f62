using Adjoint.Compiler.Budgets;
using Adjoint.Compiler.Checks;
using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Keep;
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
    /// What a declaration looks like from the outside; null when it breaks a rule, or has nothing to be trained for and only serves other
    /// models. Rules that only derivation checks may still be broken: then there are members, but no programs.
    /// </summary>
    public static ModelSignature? Sign(ModelSpec spec) => Trace(spec) is var (training, prediction) ? ModelSignature.Of(spec, training, prediction) : null;

    /// <summary>
    /// Compiles a declaration; null when it breaks a rule, which <see cref="Check"/> then tells, or has nothing to be trained for and only
    /// serves other models.
    /// </summary>
    public static CompiledModel? Compile(ModelSpec spec)
    {
        if (Trace(spec) is not var (training, prediction))
        {
            return null;
        }

        try
        {
            if (GradientFlow.Check(spec, training).Any(static error => error.IsError))
            {
                return null;
            }

            BudgetResult held = BudgetPass.Run(spec);
            if (held.Errors.Count > 0)
            {
                return null;
            }

            ModelSignature signature = ModelSignature.Of(spec, training, prediction);
            CompiledObjective[] objectives = [.. signature.Objectives.Select((objective, index) => Compile(signature, objective, index, held))];
            signature = signature with { Objectives = [.. objectives.Select(static objective => objective.Signature)] };
            return new CompiledModel(
                signature,
                Lower(SimplifiedPrediction(PredictionGraph(prediction))),
                prediction.Taps.Count == 0 ? null : Lower(SimplifiedPrediction(InspectionGraph(prediction))),
                objectives);
        }
        catch (DeclarationException)
        {
            return null;
        }

        // Simplified before it is derived: an activation that changes places with a maximum is then derived where it is smaller.
        CompiledObjective Compile(ModelSignature signature, ObjectiveSignature objective, int index, BudgetResult held)
        {
            Graph evaluation = SimplifiedPrediction(EvaluationGraph(prediction, prediction.Objectives[index]));
            TracedModel traced = training;
            HeldStep? step = held.Steps.TryGetValue(objective.Name, out HeldStep? found) ? found : null;
            if (step is not null && step.Spec != spec)
            {
                traced = Tracing.Run(step.Spec, isTraining: true);
                objective = ModelSignature.Of(step.Spec, traced, prediction).Objectives[index];
            }

            CompiledProgram program = Step(traced, objective, index) with { Notes = step?.Notes ?? [] };
            return new CompiledObjective(
                objective,
                signature.Parameters.Length.IsConstant ? program : program with { MicroBatch = null },
                Lower(evaluation),
                InputGradientOf(objective, evaluation));
        }
    }

    /// <summary>The training program of one objective of a declaration that compiles, with what the model looks like.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="index">The number of the objective.</param>
    /// <exception cref="DeclarationException">The declaration breaks a rule.</exception>
    public static (ModelSignature Model, CompiledProgram Program) CompileStep(ModelSpec spec, int index)
    {
        TracedModel training = Tracing.Run(spec, isTraining: true);
        ModelSignature signature = ModelSignature.Of(spec, training, training);
        return (signature, Step(training, signature.Objectives[index], index));
    }

    private static CompiledProgram Step(TracedModel training, ObjectiveSignature objective, int index) => Lower(
        Derive(training.Objectives[index], Simplified(LossGraph(training, training.Objectives[index]))), KeepRules.Of(training.Derivations), objective.Gradients);

    private static (TracedModel Training, TracedModel Prediction)? Trace(ModelSpec spec)
    {
        if (spec.IsModule || spec.Used.Append(spec).Any(static one => DeclarationRules.Check(one).Count > 0))
        {
            return null;
        }

        try
        {
            return (Tracing.Run(spec, isTraining: true), Tracing.Run(spec, isTraining: false));
        }
        catch (DeclarationException)
        {
            return null;
        }
    }

    /// <summary>
    /// The rules that a declaration breaks. It compiles when none of them is an error; warnings are beside the point there. What is wrong
    /// with a model that it uses is told of that one, and what only follows from it is not told.
    /// </summary>
    public static IReadOnlyList<CompilerError> Check(ModelSpec spec)
    {
        IReadOnlyList<CompilerError> errors = DeclarationRules.Check(spec);
        if (errors.Count > 0 || spec.Used.Any(static used => DeclarationRules.Check(used).Count > 0))
        {
            return errors;
        }

        IReadOnlyList<CompilerError> found = CheckMeaning(spec, out bool isTraced);
        return !found.Any(static error => error.IsError) || !spec.Used.Any(used => CheckMeaning(used with { Used = spec.Used }, out _).Any(static error => error.IsError)) ? found
            : !isTraced ? []
            : [.. found.Where(static error => error.Rule != Rules.NoGradient && error.Rule != Rules.GradientCut)];
    }

    /// <summary>The mistakes that show when a checked declaration is traced and derived.</summary>
    private static IReadOnlyList<CompilerError> CheckMeaning(ModelSpec spec, out bool isTraced)
    {
        isTraced = false;
        try
        {
            // The shapes of a model that only serves others, and does not say what it takes, are checked where it is used.
            if (spec.IsModule && !SaysWhatItTakes(spec))
            {
                return [];
            }

            TracedModel model = Tracing.Run(spec, isTraining: true);
            isTraced = true;
            CompilerError[] found = [.. GradientFlow.Check(spec, model), .. TrainingMistakes.Check(spec, model)];
            if (!Array.Exists(found, static error => error.IsError))
            {
                foreach (TracedObjective objective in model.Objectives)
                {
                    Derive(objective, LossGraph(model, objective));
                }

                found = [.. found, .. BudgetPass.Run(spec).Errors];
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
        Graph whole = builder.Build(
        [
            .. loss.Outputs,
            .. parameters.Zip(gradients, (parameter, gradient) => new Output(new GradientOutput(((NamedLeaf)parameter.Operation).FullName), gradient ?? throw NoGradient(parameter))),
        ]);
        return Narrowing.Run(whole, objective.SliceOf);

        DeclarationException NoGradient(Node parameter) => new(new CompilerError(
            Rules.NoGradient,
            parameter.Origin.SyntaxId,
            [$"'{((NamedLeaf)parameter.Operation).FullName}'", objective.Name, "use what it gives on the way to the loss, or remove it"]));
    }

    /// <summary>The gradient of a loss by every input of real numbers that it is computed from; null when there is none.</summary>
    private static CompiledProgram? InputGradientOf(ObjectiveSignature objective, Graph evaluation)
    {
        if (objective.RealInputs.Count == 0)
        {
            return null;
        }

        // An input that simplifying has shown to be beside the point has the gradient zero.
        (GraphBuilder builder, Graph loss) = GraphBuilder.From(evaluation);
        Dictionary<int, Node> inputs = loss.Nodes
            .Where(static node => node.Operation is InputLeaf)
            .ToDictionary(static node => ((InputLeaf)node.Operation).Index);
        int[] left = [.. objective.RealInputs.Where(inputs.ContainsKey)];
        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(builder, loss.Outputs[0].Value, [.. left.Select(index => inputs[index])]);
        return Lower(builder.Build([.. objective.RealInputs.Select(index => new Output(
            new InputGradientOutput(index),
            gradients.ElementAtOrDefault(Array.IndexOf(left, index)) ?? builder.Fill(objective.Inputs[index].Type.Shape, 0)))]));
    }

    private static Graph Simplified(Graph graph) => Rewriter.Run(graph, AlgebraicRules.Forward);

    /// <summary>The same of a graph whose parameters and running values stay what they are.</summary>
    private static Graph SimplifiedPrediction(Graph graph) => ScaledKernels.Run(Simplified(graph));

    /// <summary>From a graph to kernels over one arena.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="keep">What its backward pass keeps of the forward pass; as it is when null.</param>
    /// <param name="gradients">Where the gradients lie that it computes; null when it computes none.</param>
    public static CompiledProgram Lower(Graph graph, KeepRules? keep = null, GradientLayout? gradients = null)
    {
        Graph simple = Rewriter.Run(graph, [.. SumRules.All, .. AlgebraicRules.Derived]);
        Graph formed = Rewriter.Run(simple, KernelForms.All);
        bool isIndependent = MicroBatching.HasIndependentSamples(formed);
        Graph counted = isIndependent ? MicroBatching.CountWholeBatch(formed) : formed;
        Graph kept = KeepPass.Run(counted, keep ?? KeepRules.None);
        IReadOnlyList<Kernel> kernels = FusionPass.Run(kept);
        MemoryPlan plan = MemoryPlan.Create(kept, kernels);
        return new CompiledProgram(kept, kernels, plan, gradients, isIndependent ? MicroBatching.SamplesOf(kept, plan) : null);
    }

    private static bool SaysWhatItTakes(ModelSpec spec) =>
        spec.Methods.FirstOrDefault(method => method.Key == spec.Forward) is { } forward && forward.Parameters.All(static parameter => parameter.Shape is not null);
}
