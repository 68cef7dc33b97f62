using System.Reflection;
using Adjoint;
using Adjoint.Compiler;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Interpreter;
using Adjoint.Syntax;

namespace Models.Tests;

/// <summary>Trains a model on a curve's batch by the interpreter, in double precision: what the declaration means, without the generated code.</summary>
internal static class InterpretedTraining
{
    /// <summary>The loss before each step.</summary>
    /// <param name="model">The compiled model, which carries its declaration.</param>
    /// <param name="curve">What it begins with and is given.</param>
    public static double[] Losses(Type model, Curve curve)
    {
        Graph graph = ModelCompiler.TrainingGraph(Declaration(model));
        Leaf[] leaves = [.. graph.Nodes.Select(static node => node.Operation).OfType<Leaf>()];
        Dictionary<Leaf, double[]> values = leaves.ToDictionary(static leaf => leaf, leaf => First(leaf, curve));
        Dictionary<string, double[]> parameters = leaves.OfType<NamedLeaf>().ToDictionary(static leaf => leaf.FullName, leaf => values[leaf]);
        Dictionary<string, double[]> first = parameters.ToDictionary(static item => item.Key, static item => new double[item.Value.Length]);
        Dictionary<string, double[]> second = parameters.ToDictionary(static item => item.Key, static item => new double[item.Value.Length]);
        double[] losses = new double[curve.Losses.Length];
        for (int step = 0; step < losses.Length; step++)
        {
            EvaluationContext context = new(Sizes(leaves, curve), 0, (ulong)step);
            IReadOnlyList<Tensor> results = GraphInterpreter.Run(graph, leaf => values[leaf], context, Precision.Double);
            foreach ((Output output, Tensor result) in graph.Outputs.Zip(results))
            {
                switch (output.Target)
                {
                    case LossOutput:
                        losses[step] = result.Values[0];
                        break;
                    case GradientOutput { Parameter: var name }:
                        curve.Optimizer.Move(parameters[name], result.Values, first[name], second[name], step + 1);
                        break;
                    case StateOutput { State: var name }:
                        result.Values.CopyTo(parameters[name], 0);
                        break;
                }
            }
        }

        return losses;
    }

    private static ModelSpec Declaration(Type model) => SpecText.Read(model.GetCustomAttribute<CompiledModelAttribute>()!.Declaration, origin: 0)
        ?? throw new InvalidOperationException($"The declaration of '{model.Name}' can't be read.");

    private static double[] First(Leaf leaf, Curve curve) => leaf switch
    {
        ParameterLeaf parameter => curve.Parameter(parameter.FullName),
        StateLeaf state => [.. Enumerable.Repeat(state.Initial, checked((int)state.Type.Shape.Count.Constant))],
        _ => curve.Given(Data(leaf, curve)),
    };

    /// <summary>The batch size and the sizes that inputs decide.</summary>
    private static Dictionary<string, long> Sizes(IEnumerable<Leaf> leaves, Curve curve) => leaves
        .Where(static leaf => leaf is InputLeaf or TargetLeaf)
        .SelectMany(leaf => leaf.Type.Shape.Zip(Data(leaf, curve).Shape))
        .Where(static axis => !axis.First.IsConstant)
        .Select(static axis => (Name: axis.First.Names.Single(), Size: (long)axis.Second))
        .Distinct()
        .ToDictionary(static axis => axis.Name, static axis => axis.Size);

    private static Numbers Data(Leaf leaf, Curve curve) => leaf is InputLeaf input ? curve.Data.Single(data => data.Name == input.InputName) : curve.Data[^1];
}
