using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Interpreter;
using Adjoint.Tests;
using Xunit.Abstractions;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>Random graphs of moves, indices and contractions as compiled programs, against the interpreter.</summary>
public sealed class GraphAgreementTests(ITestOutputHelper output)
{
    private const int Seed = 20_000;
    private const int Graphs = 60;

    private static readonly Lazy<(Graph Graph, GraphProgram Program)[]> Compiled = new(static () =>
    {
        Graph[] graphs = [.. Enumerable.Range(Seed, Graphs).Select(static seed => RandomGraphs.Next(new Random(seed)))];
        return [.. graphs.Zip(GraphProgram.Of(graphs))];
    });

    [Fact]
    public void GeneratedPrograms_AgreeWithTheInterpreter()
    {
        double farthest = 0;
        for (int i = 0; i < Graphs; i++)
        {
            (Graph graph, GraphProgram program) = Compiled.Value[i];
            foreach (int count in new[] { 1, 2, 7 })
            {
                (float[] parameters, float[] inputs, int[] labels) = Draw(program, count, Seed + i);
                (float loss, float[] gradient) = program.Run(parameters, inputs, labels, new Threads(2));
                double[][] expected = Interpret(graph, program, parameters, inputs, labels);
                for (int o = 0; o < graph.Outputs.Count; o++)
                {
                    double distance = graph.Outputs[o].Target is GradientOutput { Parameter: var name }
                        ? Agreement.Distance(expected[o], Of(program, name, gradient))
                        : Agreement.Distance(expected[o], [loss]);
                    farthest = Math.Max(farthest, distance);
                    Assert.True(
                        distance <= 10 * Agreement.Tolerance,
                        $"seed {Seed + i}, batch {count}: {graph.Outputs[o].Target} differs by {distance}\n{graph}\n{program.Text}");
                }
            }
        }

        output.WriteLine($"seeds from {Seed} on: the farthest value differs by {farthest}");
    }

    [Fact]
    public void OtherLabels_AreNoticed()
    {
        int noticed = 0;
        for (int i = 0; i < Graphs; i++)
        {
            (Graph graph, GraphProgram program) = Compiled.Value[i];
            (float[] parameters, float[] inputs, int[] labels) = Draw(program, 7, Seed + i);
            (float loss, _) = program.Run(parameters, inputs, labels, new Threads(1));
            double[][] expected = Interpret(graph, program, parameters, inputs, [.. labels.Select(static label => (label + 1) % RandomGraphs.Classes)]);
            noticed += Agreement.Distance(expected[0], [loss]) > 10 * Agreement.Tolerance ? 1 : 0;
        }

        output.WriteLine($"{noticed} of {Graphs} losses depend on the labels");
        Assert.True(noticed > Graphs / 10, $"seeds from {Seed} on: {noticed} of {Graphs} losses depend on the labels");
    }

    private static (float[] Parameters, float[] Inputs, int[] Labels) Draw(GraphProgram program, int count, int seed)
    {
        Random random = new(seed + count);
        return (
            Samples.Normal(random, (int)program.Parameters.Length.Constant),
            Samples.Normal(random, count * 12),
            Samples.Labels(random, count, RandomGraphs.Classes));
    }

    private static double[][] Interpret(Graph graph, GraphProgram program, float[] parameters, float[] inputs, int[] labels)
    {
        EvaluationContext context = new(new Dictionary<string, long> { [Size.BatchName] = labels.Length }, 0, 0);
        return [.. GraphInterpreter.Run(graph, ValueOf, context, Precision.Double).Select(static tensor => tensor.Values)];

        double[] ValueOf(Leaf leaf) => leaf switch
        {
            ParameterLeaf parameter => [.. Of(program, parameter.FullName, parameters).ToArray().Select(static value => (double)value)],
            InputLeaf => [.. inputs.Select(static value => (double)value)],
            _ => [.. labels.Select(static label => (double)label)],
        };
    }

    private static ReadOnlySpan<float> Of(GraphProgram program, string parameter, float[] buffer)
    {
        PlacedParameter placed = program.Parameters[parameter];
        return buffer.AsSpan((int)placed.Offset.Constant, (int)placed.Length.Constant);
    }
}
