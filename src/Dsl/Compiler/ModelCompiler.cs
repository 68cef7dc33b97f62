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

namespace Adjoint.Compiler;

/// <summary>The compiler: from what a declaration says to programs, one pass after the other.</summary>
internal static class ModelCompiler
{
    /// <summary>Compiles a declaration; null when it breaks a rule, which <see cref="Check"/> then tells, or has no programs.</summary>
    public static CompiledModel? Compile(ModelSpec spec)
    {
        if (spec.IsModule || DeclarationRules.Check(spec).Count > 0)
        {
            return null;
        }

        try
        {
            // Declaration to graph, once as in training and once as in prediction.
            // Simplified before it is derived: an activation that changes places with a maximum is then derived where it is smaller.
            Graph training = Derive(spec, Rewriter.Run(LossGraph(spec), AlgebraicRules.Forward));
            (Graph prediction, Graph evaluation) = PredictionGraphs(spec);
            ParameterLayout parameters = new(training.Nodes.Select(static node => node.Operation).OfType<ParameterLeaf>());
            return new CompiledModel(
                spec,
                parameters,
                training.Nodes.First(static node => node.Operation is InputLeaf).Type,
                prediction.Outputs[0].Value.Type,
                training.Nodes.First(static node => node.Operation is TargetLeaf).Type,
                Lower(Rewriter.Run(prediction, AlgebraicRules.Forward)),
                Lower(Rewriter.Run(evaluation, AlgebraicRules.Forward)),
                Lower(training));
        }
        catch (DeclarationException)
        {
            return null;
        }
    }

    /// <summary>The rules that a declaration breaks; none when it compiles.</summary>
    public static IReadOnlyList<CompilerError> Check(ModelSpec spec)
    {
        IReadOnlyList<CompilerError> errors = DeclarationRules.Check(spec);
        if (errors.Count > 0 || spec.IsModule)
        {
            return errors;
        }

        try
        {
            TrainingGraph(spec);
            return [];
        }
        catch (DeclarationException exception)
        {
            return [exception.Error];
        }
    }

    /// <summary>The graph of the loss and its gradient just as declared: the oracle, which the interpreter runs.</summary>
    /// <exception cref="DeclarationException">The declaration breaks a rule.</exception>
    public static Graph TrainingGraph(ModelSpec spec) => Derive(spec, LossGraph(spec));

    /// <summary>The graphs of the output and of the loss, both as in prediction.</summary>
    /// <exception cref="DeclarationException">The declaration breaks a rule.</exception>
    public static (Graph Prediction, Graph Evaluation) PredictionGraphs(ModelSpec spec)
    {
        ModelBuilder model = new(isTraining: false);
        ModelBuilder.Forward forward = model.Build(spec);
        return (
            model.Builder.Build([new Output(new PredictionOutput(), forward.Output)]),
            model.Builder.Build([new Output(new LossOutput(), forward.Loss)]));
    }

    /// <summary>The graph of the loss as in training.</summary>
    private static Graph LossGraph(ModelSpec spec)
    {
        ModelBuilder model = new(isTraining: true);
        ModelBuilder.Forward forward = model.Build(spec);
        return model.Builder.Build([new Output(new LossOutput(), forward.Loss)]);
    }

    /// <summary>Adds the gradient of every parameter to the graph of a loss.</summary>
    private static Graph Derive(ModelSpec spec, Graph graph)
    {
        (GraphBuilder builder, Graph loss) = GraphBuilder.From(graph);
        Node[] parameters = [.. loss.Nodes.Where(static node => node.Operation is ParameterLeaf)];
        if (parameters.Length == 0)
        {
            throw new DeclarationException(new CompilerError(Rules.NothingToTrain, spec.Origin, [spec.Name]));
        }

        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(builder, loss.Outputs[0].Value, parameters);
        IEnumerable<Output> outputs = parameters.Zip(gradients, (parameter, gradient) => new Output(
            new GradientOutput(((ParameterLeaf)parameter.Operation).FullName),
            gradient ?? throw new DeclarationException(new CompilerError(
                Rules.NoGradient, parameter.Origin.SyntaxId, [((ParameterLeaf)parameter.Operation).FullName]))));
        return builder.Build([.. loss.Outputs, .. outputs]);
    }

    /// <summary>From a graph to kernels over one arena.</summary>
    private static CompiledProgram Lower(Graph graph)
    {
        Graph simple = Rewriter.Run(graph, AlgebraicRules.All);
        Graph formed = Rewriter.Run(simple, KernelForms.All);
        IReadOnlyList<Kernel> kernels = FusionPass.Run(formed);
        return new CompiledProgram(formed, kernels, MemoryPlan.Create(formed, kernels));
    }
}
