using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Simplify;
using Adjoint.Compiler.Support;
using Adjoint.Interpreter;

namespace Adjoint.Tests.Simplify;

public class SumRulesTests
{
    private static readonly Shape Cube = [4, 3, 5];

    /// <summary>Sums with what they become: <c>x</c> and <c>y</c> are cubes, <c>s</c> a number per row, repeated, <c>m</c> the mean of x by rows.</summary>
    public static TheoryData<string, string> Cases => new()
    {
        { "Σ x·s", "Σ(x) * s" },
        { "Σ s·x", "Σ(x) * s" },
        { "Σ x/s", "Σ(x) / s" },
        { "Σ −(x·s)", "-(Σ(x) * s)" },
        { "Σ (x·s)·y", "Σ(x * y) * s" },
        { "Σ s/x", "Σ(1 / x) * s" },
        { "Σ x·2", "Σ(x * 2)" },
        { "Σ (x·2)·s", "Σ(x * 2) * s" },
        { "Σ −x", "Σ(-(x))" },
        { "Σ x·c", "Σ(x * [c])" },
        { "Σ x·y", "Σ(x * y)" },
        { "Σ s", "Σ([s])" },
        { "Σ x+y·s", "Σ(x + y * [s])" },
        { "Σ y+s·(x−m)", "Σ(y)" },
        { "Σ s·(x−m)+y", "Σ(y)" },
        { "Σ y−(x−m)/s", "Σ(y)" },
        { "Σ s·(x−m)−y·s", "-(Σ(y) * s)" },
        { "Σ −(y·s+(x−m)+(x−m))", "-(Σ(y) * s)" },
        { "Σ −((x−m)−y)", "Σ(y)" },
        { "Σ y+s·(y−m)", "Σ(y + [s] * (y - [Σ(x) * 1/20]))" },
        { "Σ y+x·(x−m)", "Σ(y + x * (x - [Σ(x) * 1/20]))" },
        { "Σ x−m", "Σ(x - [Σ(x) * 1/20])" },
        { "Σ over rows x·s", "Σ(x * [s])" },
        { "Σ over one axis x·s", "Σ(x) * [s]" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sum_BecomesItsSimpleForm(string name, string expected) =>
        Assert.Equal(expected, Text(Simplified(Build(name)).Outputs[0].Value));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sum_KeepsItsValue(string name, string expected)
    {
        Assert.NotEmpty(expected);
        Graph graph = Build(name);
        Graph simple = Simplified(graph);
        Assert.Empty(GraphVerifier.Verify(simple));
        Assert.Equal(graph.Outputs[0].Value.Type, simple.Outputs[0].Value.Type);
        for (int seed = 0; seed < 10; seed++)
        {
            Assert.All(Value(graph, seed).Zip(Value(simple, seed)), pair => Assert.True(
                Math.Abs(pair.First - pair.Second) <= 1e-12 * Math.Max(1, Math.Abs(pair.First)), $"seed {seed}: {pair.First:R} became {pair.Second:R}"));
        }
    }

    [Fact]
    public void Simplifying_Twice_ChangesNothingMore() => Assert.All(Cases, static row =>
    {
        Graph once = Simplified(Build((string)row[0]));
        Assert.Equal(Text(once.Outputs[0].Value), Text(Simplified(once).Outputs[0].Value));
    });

    private static Graph Simplified(Graph graph) => Rewriter.Run(graph, [.. SumRules.All, .. AlgebraicRules.Derived]);

    private static Graph Build(string name)
    {
        GraphBuilder b = new();
        (Node x, Node y) = (Leaf(b, "x", Cube), Leaf(b, "y", Cube));
        EquatableArray<int> over = [0, 2];
        Node s = b.Broadcast(Leaf(b, "s", [3]), Cube, over);
        Node columns = b.Broadcast(Leaf(b, "c", [5]), Cube, [0, 1]);
        Node mean = b.Broadcast(b.Mean(x, over), Cube, over);
        Node centred = b.Subtract(x, mean);
        Node result = name switch
        {
            "Σ x·s" => b.Sum(b.Multiply(x, s), over),
            "Σ s·x" => b.Sum(b.Multiply(s, x), over),
            "Σ x/s" => b.Sum(b.Divide(x, s), over),
            "Σ −(x·s)" => b.Sum(b.Negate(b.Multiply(x, s)), over),
            "Σ (x·s)·y" => b.Sum(b.Multiply(b.Multiply(x, s), y), over),
            "Σ s/x" => b.Sum(b.Divide(s, x), over),
            "Σ x·2" => b.Sum(b.Multiply(x, b.Fill(Cube, 2)), over),
            "Σ (x·2)·s" => b.Sum(b.Multiply(b.Multiply(x, b.Fill(Cube, 2)), s), over),
            "Σ −x" => b.Sum(b.Negate(x), over),
            "Σ x·c" => b.Sum(b.Multiply(x, columns), over),
            "Σ x·y" => b.Sum(b.Multiply(x, y), over),
            "Σ s" => b.Sum(s, over),
            "Σ x+y·s" => b.Sum(b.Add(x, b.Multiply(y, s)), over),
            "Σ y+s·(x−m)" => b.Sum(b.Add(y, b.Multiply(s, centred)), over),
            "Σ s·(x−m)+y" => b.Sum(b.Add(b.Multiply(s, centred), y), over),
            "Σ y−(x−m)/s" => b.Sum(b.Subtract(y, b.Divide(centred, s)), over),
            "Σ s·(x−m)−y·s" => b.Sum(b.Subtract(b.Multiply(s, centred), b.Multiply(y, s)), over),
            "Σ −(y·s+(x−m)+(x−m))" => b.Sum(b.Negate(b.Add(b.Add(b.Multiply(y, s), centred), centred)), over),
            "Σ −((x−m)−y)" => b.Sum(b.Negate(b.Subtract(centred, y)), over),
            "Σ y+s·(y−m)" => b.Sum(b.Add(y, b.Multiply(s, b.Subtract(y, mean))), over),
            "Σ y+x·(x−m)" => b.Sum(b.Add(y, b.Multiply(x, centred)), over),
            "Σ x−m" => b.Sum(centred, over),
            "Σ over rows x·s" => b.Sum(b.Multiply(x, s), [1]),
            "Σ over one axis x·s" => b.Sum(b.Multiply(x, s), [2]),
            _ => throw new ArgumentException(name),
        };
        return b.Build([new Output(new PredictionOutput(), result)]);
    }

    private static Node Leaf(GraphBuilder builder, string name, Shape shape) => builder.Add(new ParameterLeaf(name, TensorType.Float(shape), new ZeroInitial()));

    private static string Text(Node node) => node.Operation switch
    {
        ParameterLeaf leaf => leaf.FullName,
        Fill fill => FormattableString.Invariant($"{fill.Value}{(fill.Divisor.Constant == 1 ? "" : $"/{fill.Divisor}")}"),
        Broadcast => $"[{Text(node.Inputs[0])}]",
        Sum => $"Σ({Text(node.Inputs[0])})",
        Negate => $"-({Text(node.Inputs[0])})",
        Add => $"{Text(node.Inputs[0])} + {Text(node.Inputs[1])}",
        Multiply => $"{Text(node.Inputs[0])} * {Factor(node.Inputs[1])}",
        Divide => $"{Text(node.Inputs[0])} / {Factor(node.Inputs[1])}",
        Subtract => $"{Text(node.Inputs[0])} - {Text(node.Inputs[1])}",
        _ => throw new ArgumentException(node.ToString()),
    };

    private static string Factor(Node node) => node.Operation is Subtract ? $"({Text(node)})" : Text(node);

    private static double[] Value(Graph graph, int seed) => GraphInterpreter.Run(
        graph,
        leaf =>
        {
            Random random = new((100 * seed) + ((ParameterLeaf)leaf).FullName[0]);
            return [.. Enumerable.Range(0, 60).Select(_ => 0.5 + random.NextDouble()).Take((int)leaf.Type.Shape.Count.Constant)];
        },
        new EvaluationContext(new Dictionary<string, long>(), 0, 0),
        Precision.Double)[0].Values;
}
