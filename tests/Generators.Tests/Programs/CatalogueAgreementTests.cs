using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Interpreter;
using Adjoint.Tests.Functions;
using Adjoint.Tests.Layers;
using Xunit.Abstractions;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>Every function and every layer as a compiled training program, against the interpreter.</summary>
public sealed class CatalogueAgreementTests(ITestOutputHelper output)
{
    private const int Seed = 31_000;

    // How many times as far as the interpreter in single precision, which adds in another order, a result may be from that in double
    // precision: some gradients here are nothing but what rounding leaves of terms that cancel.
    private const double SumsInSingle = 16;

    // What rounding leaves of terms of the order of one, whether they cancel or not: no result is held to less, however small it is.
    private const double Cancelled = 16.0 / (1 << 24);

    private static readonly Lazy<(string Sample, Graph Graph, GraphProgram Program)[]> Compiled = new(static () =>
    {
        (string Sample, Graph Graph)[] graphs =
        [
            // A sum of a causal mask is minus infinity; models of attention have it before a softmax.
            .. FunctionSamples.All.Where(static sample => sample.Function != "CausalMask").Select(static sample => (sample.ToString(), SampleGraph.Of(sample))),

            // These programs have no running values, as masks are; networks of the literature have.
            .. LayerSamples.All.Where(static sample => sample.Derivations.All(static derivation => derivation.Name != "Masked")).Select(static sample => (sample.ToString(), SampleGraph.Of(sample))),
        ];

        // Two samples of the same operations are enough here, where a program is compiled for each.
        (string Sample, Graph Graph)[] tried = [.. graphs.GroupBy(static item => item.Sample.Split('(')[0] + Operations(item.Graph)).SelectMany(static same => same.Take(2))];
        return [.. tried.Zip(GraphProgram.Of([.. tried.Select(static item => item.Graph)]), static (item, program) => (item.Sample, item.Graph, program))];
    });

    [Fact]
    public void EveryFunctionAndLayer_HasASample()
    {
        Assert.Equal(["Becomes"], FunctionCatalog.All.Select(static function => function.Name).Except(FunctionSamples.All.Select(static sample => sample.Function)));
        Assert.Empty(LayerCatalog.All.Select(static layer => layer.Name).Except(LayerSamples.All.Select(static sample => sample.Layer)));
    }

    [Fact]
    public void GeneratedPrograms_AgreeWithTheInterpreter()
    {
        double farthest = 0;
        List<string> wrong = [];
        for (int i = 0; i < Compiled.Value.Length; i++)
        {
            (string sample, Graph graph, GraphProgram program) = Compiled.Value[i];
            // Three are more than a micro-batch, for what works on a few samples at a time.
            foreach (int count in new[] { 1, 3 })
            {
                foreach ((OutputTarget target, double distance, double single) in Distances(graph, program, count, Seed + i))
                {
                    farthest = Math.Max(farthest, distance);
                    if (!(distance <= Math.Max(Agreement.Tolerance, SumsInSingle * single)))
                    {
                        wrong.Add($"{sample}, seed {Seed + i}, batch {count}: {target} differs by {distance}, the interpreter in single precision by {single}");
                    }
                }
            }
        }

        output.WriteLine($"{Compiled.Value.Length} samples: the farthest value differs by {farthest}");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void MicroBatches_GiveTheSameBitsForAnyNumberOfThreads()
    {
        int cut = 0;
        for (int i = 0; i < Compiled.Value.Length; i++)
        {
            (string sample, Graph graph, GraphProgram program) = Compiled.Value[i];
            if (program.HasMicroBatches)
            {
                (float[] parameters, float[] inputs) = Draw(graph, program, 7, new Random(Seed + i));
                (float loss, float[] gradient) = program.Run(parameters, inputs, new int[7], new Threads(1));
                foreach (int threads in new[] { 2, 4 })
                {
                    (float again, float[] gradientAgain) = program.Run(parameters, inputs, new int[7], new Threads(threads));
                    Assert.Equal(BitConverter.SingleToInt32Bits(loss), BitConverter.SingleToInt32Bits(again));
                    Assert.True(gradient.AsSpan().SequenceEqual(gradientAgain), $"{sample}, seed {Seed + i}, {threads} threads\n{program.Text}");
                }

                cut++;
            }
        }

        output.WriteLine($"{cut} of {Compiled.Value.Length} programs work on a few samples at a time");
        Assert.True(cut > Compiled.Value.Length / 2, $"{cut} of {Compiled.Value.Length} programs work on a few samples at a time");
    }

    [Fact]
    public void AnotherFunction_IsNoticed()
    {
        Graph graph = SampleGraph.Of(FunctionSamples.All.First(static sample => sample.Function == "Mish"));
        GraphProgram program = Compiled.Value.First(static item => item.Sample.StartsWith("Silu(", StringComparison.Ordinal)).Program;
        Assert.Contains(Distances(graph, program, 3, Seed), static item => item.Distance > Math.Max(Agreement.Tolerance, SumsInSingle * item.Single));
    }

    private static string Operations(Graph graph) =>
        string.Join(" ", graph.Nodes.Select(static node => node.Operation.Name).Distinct().Order(StringComparer.Ordinal));

    private static (float[] Parameters, float[] Inputs) Draw(Graph graph, GraphProgram program, int count, Random random)
    {
        float[] parameters = [.. Enumerable.Range(0, (int)program.Parameters.Length.Constant).Select(_ => 0.3f + (0.6f * random.NextSingle()))];
        int length = (int)graph.Nodes.Select(static node => node.Operation).OfType<InputLeaf>().Single().Type.Shape[1].Constant;

        // Away from zero, where many functions have a kink.
        float[] inputs = [.. Enumerable.Range(0, count * length).Select(_ => (random.NextSingle() * 1.8f) + (random.Next(2) == 0 ? -2f : 0.2f))];
        return (parameters, inputs);
    }

    private static IEnumerable<(OutputTarget Target, double Distance, double Single)> Distances(Graph graph, GraphProgram program, int count, int seed)
    {
        (float[] parameters, float[] inputs) = Draw(graph, program, count, new Random(seed));
        (float loss, float[] gradient) = program.Run(parameters, inputs, new int[count], new Threads(2));
        EvaluationContext context = new(new Dictionary<string, long> { [Size.BatchName] = count }, 0, 0);
        IReadOnlyList<Tensor> expected = Interpret(Precision.Double);
        IReadOnlyList<Tensor> single = Interpret(Precision.Single);
        for (int o = 0; o < graph.Outputs.Count; o++)
        {
            double distance = graph.Outputs[o].Target is GradientOutput { Parameter: var name }
                ? Distance(expected[o].Values, Of(name, gradient))
                : Distance(expected[o].Values, [loss]);
            yield return (graph.Outputs[o].Target, distance, Distance(expected[o].Values, [.. single[o].Values.Select(static value => (float)value)]));
        }

        static double Distance(double[] expected, ReadOnlySpan<float> found) => Agreement.Distance(expected, found, Cancelled / Agreement.Tolerance);

        IReadOnlyList<Tensor> Interpret(Precision precision) => GraphInterpreter.Run(
            graph,
            leaf => leaf is ParameterLeaf parameter
                ? [.. Of(parameter.FullName, parameters).ToArray().Select(static value => (double)value)]
                : [.. inputs.Select(static value => (double)value)],
            context,
            precision);

        ReadOnlySpan<float> Of(string parameter, float[] buffer)
        {
            PlacedParameter placed = program.Parameters[parameter];
            return buffer.AsSpan((int)placed.Offset.Constant, (int)placed.Length.Constant);
        }
    }
}
