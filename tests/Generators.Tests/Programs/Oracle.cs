using Adjoint.Compiler;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Interpreter;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>What a declaration means, by the interpreter, from the graph as declared: nothing is simplified or fused.</summary>
internal static class Oracle
{
    /// <summary>The loss of a batch and the gradient of every parameter by its name.</summary>
    public static (double Loss, IReadOnlyDictionary<string, double[]> Gradients) Gradient(
        ModelSpec spec, ModelDescription model, float[] parameters, float[] inputs, double[] targets, int count, RandomKey key, Precision precision)
    {
        Graph graph = ModelCompiler.TrainingGraph(spec);
        IReadOnlyList<Tensor> values = Run(graph, model, parameters, inputs, targets, count, key, precision);
        Dictionary<string, double[]> gradients = graph.Outputs.Zip(values)
            .Where(static pair => pair.First.Target is GradientOutput)
            .ToDictionary(static pair => ((GradientOutput)pair.First.Target).Parameter, static pair => pair.Second.Values);
        return (values[0].Values[0], gradients);
    }

    /// <summary>The outputs for a batch, and its loss as in prediction.</summary>
    public static (double[] Outputs, double Loss) Predict(
        ModelSpec spec, ModelDescription model, float[] parameters, float[] inputs, double[] targets, int count, Precision precision)
    {
        (Graph prediction, Graph evaluation) = ModelCompiler.PredictionGraphs(spec);
        return (
            Run(prediction, model, parameters, inputs, targets, count, default, precision)[0].Values,
            Run(evaluation, model, parameters, inputs, targets, count, default, precision)[0].Values[0]);
    }

    private static IReadOnlyList<Tensor> Run(
        Graph graph, ModelDescription model, float[] parameters, float[] inputs, double[] targets, int count, RandomKey key, Precision precision)
    {
        EvaluationContext context = new(new Dictionary<string, long> { [Size.BatchName] = count }, key.Seed, key.Step);
        return GraphInterpreter.Run(graph, ValueOf, context, precision);

        double[] ValueOf(Leaf leaf)
        {
            if (leaf is not ParameterLeaf parameter)
            {
                return leaf is InputLeaf ? [.. inputs.Select(static value => (double)value)] : targets;
            }

            ParameterInfo info = model.Parameters.Single(info => info.Name == parameter.FullName);
            return [.. parameters.AsSpan(info.Offset, info.Length).ToArray().Select(static value => (double)value)];
        }
    }
}
