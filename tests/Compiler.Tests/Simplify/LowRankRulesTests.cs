using Adjoint.Compiler;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Simplify;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;
using Adjoint.Interpreter;
using static Adjoint.Tests.Layers.Declarations;

namespace Adjoint.Tests.Simplify;

/// <summary>The product with a weight and its change is that of three thin products, where these cost less.</summary>
public class LowRankRulesTests
{
    private const int Seed = 612;

    // A changed weight is a product with a sum; a factored one a sum of products.
    private const string Whole = "Contract of Add";
    private const string Factored = "Add of Contract";

    [Theory]
    [InlineData("ni", "io", "no", 32, 2, 1.0, Factored)]
    [InlineData("ni", "io", "no", 32, 2, -0.5, Factored)]
    [InlineData("nti", "io", "nto", 24, 3, 2.0, Factored)]
    [InlineData("io", "ni", "no", 32, 2, 1.0, Factored)]
    [InlineData("no", "io", "ni", 32, 2, 0.5, Factored)]
    [InlineData("ni", "io", "on", 32, 2, 1.0, Factored)]
    [InlineData("ni", "io", "no", 32, 8, 1.0, Whole)]
    [InlineData("ni", "io", "no", 8, 4, 1.0, Whole)]
    public void ProductWithAChangedWeight_KeepsItsValue(string left, string right, string result, int side, int rank, double scale, string expected)
    {
        Graph graph = Product(left, right, result, side, rank, scale, isKept: true);
        Graph simple = Rewriter.Run(graph, AlgebraicRules.Forward);
        Assert.Equal(expected, Form(simple));
        Assert.Empty(GraphVerifier.Verify(simple));
        Assert.Equal(graph.Outputs[0].Value.Type, simple.Outputs[0].Value.Type);
        double[] before = Value(graph);
        double[] after = Value(simple);
        Assert.All(before.Zip(after), pair => Assert.True(
            Math.Abs(pair.First - pair.Second) <= 1e-13 * before.Max(Math.Abs), $"seed {Seed}: {pair.First:R} became {pair.Second:R}"));
    }

    [Fact]
    public void TrainedWeight_StaysInTheSum() =>
        Assert.Equal(Whole, Form(Rewriter.Run(Product("ni", "io", "no", 32, 2, 1, isKept: false), AlgebraicRules.Forward)));

    [Theory]
    [InlineData("Dense", "20")]
    [InlineData("Dense", "6, 20")]
    [InlineData("SelfAttention", "6, 20")]
    public void TrainingProgram_MakesNoGradientOfTheWeight(string layer, string input)
    {
        LayerSpec one = layer == "Dense" ? Dense(48) : Layer(layer, ("Heads", 2));
        CompiledProgram adapted = Training(input, one, Layer("LowRank", ("rank", 2)));
        CompiledProgram plain = Training(input, one);
        Assert.DoesNotContain(adapted.Kernels.SelectMany(static kernel => kernel.Writes), IsOfWeight);
        Assert.Contains(plain.Kernels.SelectMany(static kernel => kernel.Writes), IsOfWeight);
        Assert.True(Flops(adapted) < Flops(plain), $"{Flops(adapted)} and {Flops(plain)} operations");

        static bool IsOfWeight(Node node) => node.Operation is not Leaf && node.Shape == new Shape([48, 48]);
    }

    [Fact]
    public void EveryMatrixOfAPart_GetsItsFactors()
    {
        string[] expected =
        [
            "Body.Lstm.InputKernel", "Body.Lstm.InputKernel.Down", "Body.Lstm.InputKernel.Up", "Body.Lstm.StateKernel", "Body.Lstm.StateKernel.Down", "Body.Lstm.StateKernel.Up",
            "Body.Lstm.InputBias", "Body.Lstm.StateBias", "Body.SelfAttention.Query", "Body.SelfAttention.Query.Down", "Body.SelfAttention.Query.Up",
        ];
        Compiler.Trace.TracedModel model = Tracing.Run(Adapted("6, 12", Layer("Lstm", ("units", 12)), Layer("SelfAttention", ("Heads", 2), ("Bias", false))), isTraining: true);
        ParameterLeaf[] leaves = [.. model.Parameters.Select(static node => node.Operation).OfType<ParameterLeaf>()];
        Assert.Equal(expected, leaves.Take(expected.Length).Select(static leaf => leaf.FullName));
        Assert.All(leaves, static leaf => Assert.Equal(
            !leaf.FullName.StartsWith("Head.", StringComparison.Ordinal) && !leaf.FullName.EndsWith(".Down", StringComparison.Ordinal) && !leaf.FullName.EndsWith(".Up", StringComparison.Ordinal),
            leaf.IsFrozen));
        Assert.Equal(leaves.Where(static leaf => !leaf.IsFrozen).Select(static leaf => leaf.FullName).Order(), model.Objectives[0].Trains.Select(static node => ((NamedLeaf)node.Operation).FullName).Order());

        static ModelSpec Adapted(string input, params LayerSpec[] layers) =>
            Model(input, "MeanSquaredError", Part("Body", layers) with { Derivations = [Layer("LowRank", ("rank", 2))] }, Part("Head", Dense(2)));
    }

    private static CompiledProgram Training(string input, LayerSpec layer, params LayerSpec[] derivations) => ModelCompiler.Compile(Model(
        input,
        "MeanSquaredError",
        Part("Before", Dense(48), Layer("Tanh")),
        Part("Body", layer, Layer("Tanh")) with { Derivations = [.. derivations] },
        Part("Head", Dense(2))))!.Training;

    private static long Flops(CompiledProgram program) => program.Flops.Evaluate(new Dictionary<string, long> { ["n"] = 32 });

    /// <summary>A product whose one side is a parameter plus a change; which one is the side with the letters i and o alone.</summary>
    private static Graph Product(string left, string right, string result, int side, int rank, double scale, bool isKept)
    {
        GraphBuilder builder = new();
        Node weight = Leaf("W", [side, side], isKept);
        Node change = builder.Add(new Contract("ir", "ro", "io"), Leaf("A", [side, rank], false), Leaf("B", [rank, side], false));
        Node sum = builder.Add(weight, scale == 1 ? change : builder.Multiply(change, builder.Fill(change.Shape, scale)));
        Node x = builder.Add(new InputLeaf(TensorType.Float(new Shape([Size.Batch, .. (left + right).Contains('t', StringComparison.Ordinal) ? new Size[] { 3 } : [], side]))));
        Node product = left == "io" ? builder.Add(new Contract(left, right, result), sum, x) : builder.Add(new Contract(left, right, result), x, sum);
        return builder.Build([new Output(new PredictionOutput(0), product)]);

        Node Leaf(string name, Shape shape, bool isFrozen) => builder.Add(new ParameterLeaf(name, TensorType.Float(shape), new ZeroInitial()) { IsFrozen = isFrozen });
    }

    private static string Form(Graph graph)
    {
        Node value = graph.Outputs[0].Value;
        return $"{value.Operation.Name} of {(value.Inputs.FirstOrDefault(static input => input.Operation is Contract or Add) ?? value).Operation.Name}";
    }

    private static double[] Value(Graph graph)
    {
        Dictionary<string, double[]> values = [];
        Random random = new(Seed);
        foreach (string name in (string[])["A", "B", "Input", "W"])
        {
            values[name] = [.. Enumerable.Range(0, 2 * 3 * 32 * 32).Select(_ => random.NextDouble() - 0.5)];
        }

        EvaluationContext context = new(new Dictionary<string, long> { ["n"] = 2 }, 0, 0);
        return GraphInterpreter.Run(graph, leaf => values[leaf is NamedLeaf named ? named.FullName : leaf.Name][..(int)leaf.Type.Shape.Count.Evaluate(context.Bindings)], context, Precision.Double)[0].Values;
    }
}
