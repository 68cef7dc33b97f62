using System.Globalization;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Simplify;
using Adjoint.Interpreter;

namespace Adjoint.Tests.Simplify;

public class AlgebraicRulesTests
{
    private static readonly Shape Rows = [Size.Batch, 6];
    private static readonly Window Window = new(2, 3, 2, 2, 1, 1, 0, 0, 1, 2);

    /// <summary>Each expression with what it becomes; <c>x</c> and <c>y</c> are inputs, <c>c(v/d)</c> a uniform value.</summary>
    public static TheoryData<string, string> Cases => new()
    {
        { "2·x", "x * c(2/1)" },
        { "x·1", "x" },
        { "1·x", "x" },
        { "x·(1/n)", "x * c(1/n)" },
        { "x+0", "x" },
        { "0+x", "x" },
        { "x−0", "x" },
        { "2·3", "c(6/1)" },
        { "(x·2)·(3/n)", "x * c(6/n)" },
        { "((2·x)·3)·5", "x * c(30/1)" },
        { "−2", "c(-2/1)" },
        { "−−x", "x" },
        { "x+(−y)", "x - y" },
        { "x+x", "x * c(2/1)" },
        { "broadcast 2", "c(2/1)" },
        { "reshape 2", "c(2/1)" },
        { "reshape reshape x", "reshape x" },
        { "reshape back", "x" },
        { "max tanh", "Tanh(MaxPool(reshape x))" },
        { "max tanh sigmoid", "Tanh(Sigmoid(MaxPool(reshape x)))" },
        { "max relu", "Relu(MaxPool(reshape x))" },
        { "max square", "MaxPool(reshape x * reshape x)" },
        { "x−(−y)", "x - Negate(y)" },
        { "x·y", "x * y" },
        { "x/1", "x" },
        { "x/2", "Divide(x, c(2/1))" },
        { "x⁰", "c(1/1)" },
        { "x¹", "x" },
        { "x²", "x * x" },
        { "x⁻¹", "Divide(c(1/1), x)" },
        { "x³", "Power(x)" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Expression_BecomesItsSimpleForm(string name, string expected)
    {
        Graph graph = Build(name);
        Assert.Equal(expected, Text(Rewriter.Run(graph, AlgebraicRules.Forward).Outputs[0].Value));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Expression_KeepsItsValue(string name, string expected)
    {
        Assert.NotEmpty(expected);
        Graph graph = Build(name);
        Graph simple = Rewriter.Run(graph, AlgebraicRules.Forward);
        Assert.Empty(GraphVerifier.Verify(simple));
        Assert.Equal(graph.Outputs[0].Value.Type, simple.Outputs[0].Value.Type);
        for (int seed = 0; seed < 10; seed++)
        {
            double[] before = Value(graph, seed);
            double[] after = Value(simple, seed);
            Assert.All(before.Zip(after), pair => Assert.True(
                Math.Abs(pair.First - pair.Second) <= 1e-14 * Math.Max(1, Math.Abs(pair.First)), $"seed {seed}: {pair.First:R} became {pair.Second:R}"));
        }
    }

    [Fact]
    public void Simplifying_Twice_ChangesNothingMore()
    {
        foreach (object[] item in Cases)
        {
            Graph once = Rewriter.Run(Build((string)item[0]), AlgebraicRules.Forward);
            Assert.Equal(Text(once.Outputs[0].Value), Text(Rewriter.Run(once, AlgebraicRules.Forward).Outputs[0].Value));
        }
    }

    [Theory]
    [InlineData(1, double.NaN, 2, 3, 4, 5)]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity, -1, double.NegativeInfinity, -2, double.PositiveInfinity)]
    [InlineData(0, 0, 0, -1, -1, 0)]
    public void MaximumOfRectified_IsTheSame_AlsoForNaNInfinitiesAndTies(double a, double b, double c, double d, double e, double f)
    {
        foreach (string name in new[] { "max relu", "max tanh", "max leaky", "max flat" })
        {
            Graph graph = Build(name);
            Assert.Equal(
                Run(graph, [a, b, c, d, e, f]), Run(Rewriter.Run(graph, AlgebraicRules.Forward), [a, b, c, d, e, f]));
        }
    }

    [Theory]
    [InlineData("x⁰")]
    [InlineData("x¹")]
    [InlineData("x²")]
    [InlineData("x⁻¹")]
    [InlineData("x/1")]
    public void PowersAndQuotients_AreTheSame_AlsoForZerosNaNAndInfinities(string name)
    {
        double[] x = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, -3];
        Graph graph = Build(name);
        Assert.Equal(Texts(graph), Texts(Rewriter.Run(graph, AlgebraicRules.Forward)));

        // As texts, which tell −0 from 0, but not the many NaN from each other.
        string[] Texts(Graph graph) => [.. Run(graph, x).Select(static value => value.ToString("R", CultureInfo.InvariantCulture))];
    }

    [Fact]
    public void RulesThatUndoEachOther_AreReported()
    {
        GraphBuilder builder = new();
        Node x = Leaf(builder, "x");
        Graph graph = builder.Build([new Output(new PredictionOutput(), builder.Add(x, Leaf(builder, "y")))]);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Rewriter.Run(
            graph, [static (builder, node) => node.Operation is Add ? builder.Add(node.Inputs[1], node.Inputs[0]) : null]));
        Assert.StartsWith("The rules do not come to an end at\n%", exception.Message, StringComparison.Ordinal);
    }

    private static Graph Build(string name)
    {
        GraphBuilder b = new();
        (Node x, Node y) = (Leaf(b, "x"), Leaf(b, "y"));
        Node image = b.Reshape(x, [Size.Batch, 1, 2, 3]);
        Node C(double value) => b.Fill(Rows, value);
        Node result = name switch
        {
            "2·x" => b.Multiply(C(2), x),
            "x·1" => b.Multiply(x, C(1)),
            "1·x" => b.Multiply(C(1), x),
            "x·(1/n)" => b.Multiply(x, b.Fill(Rows, 1, Size.Batch)),
            "x+0" => b.Add(x, C(0)),
            "0+x" => b.Add(C(0), x),
            "x−0" => b.Subtract(x, C(0)),
            "2·3" => b.Multiply(C(2), C(3)),
            "(x·2)·(3/n)" => b.Multiply(b.Multiply(x, C(2)), b.Fill(Rows, 3, Size.Batch)),
            "((2·x)·3)·5" => b.Multiply(b.Multiply(b.Multiply(C(2), x), C(3)), C(5)),
            "−2" => b.Negate(C(2)),
            "−−x" => b.Negate(b.Negate(x)),
            "x+(−y)" => b.Add(x, b.Negate(y)),
            "x+x" => b.Add(x, x),
            "broadcast 2" => b.Broadcast(b.Fill([6], 2), Rows, [0]),
            "reshape 2" => b.Reshape(C(2), [Size.Batch, 2, 3]),
            "reshape reshape x" => b.Reshape(b.Reshape(x, [Size.Batch, 2, 3]), [Size.Batch, 3, 2]),
            "reshape back" => b.Reshape(b.Reshape(x, [Size.Batch, 2, 3]), Rows),
            "max tanh" => b.Add(new MaxPool(Window), b.Add(new Tanh(), image)),
            "max tanh sigmoid" => b.Add(new MaxPool(Window), b.Add(new Tanh(), b.Add(new Sigmoid(), image))),
            "max relu" => b.Add(new MaxPool(Window), b.Add(new Relu(), image)),
            "max leaky" => b.Add(new MaxPool(Window), b.Add(new LeakyRelu(0.5), image)),
            "max flat" => b.Add(new MaxPool(Window), b.Add(new LeakyRelu(0), image)),
            "max square" => b.Add(new MaxPool(Window), b.Multiply(image, image)),
            "x−(−y)" => b.Subtract(x, b.Negate(y)),
            "x·y" => b.Multiply(x, y),
            "x/1" => b.Divide(x, C(1)),
            "x/2" => b.Divide(x, C(2)),
            "x⁰" => b.Power(x, 0),
            "x¹" => b.Power(x, 1),
            "x²" => b.Power(x, 2),
            "x⁻¹" => b.Power(x, -1),
            "x³" => b.Power(x, 3),
            _ => throw new ArgumentException(name),
        };
        return b.Build([new Output(new PredictionOutput(), result)]);
    }

    private static string Text(Node node) => node.Operation switch
    {
        ParameterLeaf leaf => leaf.FullName,
        Fill fill => FormattableString.Invariant($"c({fill.Value}/{fill.Divisor})"),
        Multiply => $"{Text(node.Inputs[0])} * {Text(node.Inputs[1])}",
        Subtract => $"{Text(node.Inputs[0])} - {Text(node.Inputs[1])}",
        Reshape => $"reshape {Text(node.Inputs[0])}",
        _ => $"{node.Operation.Name}({string.Join(", ", node.Inputs.Select(Text))})",
    };

    private static double[] Value(Graph graph, int seed)
    {
        Random random = new(seed);
        Dictionary<string, double[]> values = new[] { "x", "y" }.ToDictionary(
            static name => name, _ => (double[])[.. Enumerable.Range(0, 18).Select(_ => (4 * random.NextDouble()) - 2)]);
        return GraphInterpreter.Run(
            graph, leaf => values[((ParameterLeaf)leaf).FullName], new EvaluationContext(new Dictionary<string, long> { ["n"] = 3 }, 0, 0), Precision.Double)[0].Values;
    }

    private static double[] Run(Graph graph, double[] x) =>
        GraphInterpreter.Run(graph, _ => x, new EvaluationContext(new Dictionary<string, long> { ["n"] = 1 }, 0, 0), Precision.Double)[0].Values;

    private static Node Leaf(GraphBuilder builder, string name) => builder.Add(new ParameterLeaf(name, TensorType.Float(Rows), new ZeroInitial()));
}
