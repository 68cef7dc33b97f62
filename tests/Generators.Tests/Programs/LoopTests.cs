using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>Programs with loops compute what the interpreter does: values, and the gradients that the reverse loops give.</summary>
public sealed class LoopTests
{
    private const int Length = 5;
    private const int Inputs = 3;
    private const int Units = 7;

    public static TheoryData<string> Names => [.. Models.Keys];

    private static readonly Dictionary<string, (Shape Samples, Func<GraphBuilder, Node, Node> Forward)> Models = new()
    {
        ["recurrent, every state"] = ([Size.Batch, Length, Inputs], static (builder, x) => Recurrent(builder, x, isReverse: false).Stacked(0)),
        ["recurrent, last state"] = ([Size.Batch, Length, Inputs], static (builder, x) => Recurrent(builder, x, isReverse: false).Final(0)),
        ["recurrent, from the last"] = ([Size.Batch, Length, Inputs], static (builder, x) => Recurrent(builder, x, isReverse: true).Stacked(0)),
        ["recurrent, both"] = ([Size.Batch, Length, Inputs], static (builder, x) =>
        {
            ScanResults loop = Recurrent(builder, x, isReverse: false);
            return builder.Add(builder.Sum(loop.Stacked(0), [1]), loop.Final(0));
        }
        ),
        ["two states, time first"] = ([Size.Batch, Length * Inputs], static (builder, x) => Memory(builder, x)),
        ["states that change places"] = ([Size.Batch, 4], static (builder, x) => Exchange(builder, x)),
        ["loop in a loop"] = ([Size.Batch, 3, 2], static (builder, x) => Nested(builder, x)),
        ["fixed point"] = ([Size.Batch, Units], static (builder, x) => Equilibrium(builder, x)),
        ["fixed point that is the start"] = ([Size.Batch, 3], static (builder, x) =>
        {
            FixedPointBuilder point = new(builder, x, iterations: 3, tolerance: 0);
            return builder.Multiply(point.Build(point.State), builder.Broadcast(Parameter(builder, "Point.Step.Scale", [3]), x.Shape, [0]));
        }
        ),
        ["penalty on a gradient"] = ([Size.Batch, Length, Inputs], static (builder, x) => Penalty(builder, x)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Programs_ComputeWhatTheInterpreterSays(string name)
    {
        (Shape samples, Func<GraphBuilder, Node, Node> forward) = Models[name];
        GraphPrograms programs = new(samples, forward);
        Assert.Null(programs.Compare(count: 1, seed: 31));
        Assert.Null(programs.Compare(count: 5, seed: 32));
    }

    [Fact]
    public void OtherResults_AreNoticed()
    {
        (Shape samples, Func<GraphBuilder, Node, Node> forward) = Models["recurrent, every state"];
        Assert.Contains("differs by", new GraphPrograms(samples, forward).Compare(count: 3, seed: 33, tolerance: 0));
    }

    [Fact]
    public void TrainingStep_AllocatesNothing()
    {
        (Shape samples, Func<GraphBuilder, Node, Node> forward) = Models["two states, time first"];
        Assert.Equal(0, new GraphPrograms(samples, forward).Allocated(count: 4));
    }

    [Theory]
    [InlineData("recurrent, every state", "Recurrent")]
    [InlineData("fixed point", "Equilibrium")]
    public void Text_ReadsLikeALoopWrittenByHand(string name, string hint)
    {
        (Shape samples, Func<GraphBuilder, Node, Node> forward) = Models[name];
        Snapshot.Match(new GraphPrograms(samples, forward).Text, hint);
    }

    /// <summary><c>h ← tanh(h·w + x·u + b)</c>.</summary>
    private static ScanResults Recurrent(GraphBuilder builder, Node x, bool isReverse)
    {
        builder.Origin = new Origin("Memory", "Rnn", 0);
        ScanBuilder scan = new(builder, Length, isReverse);
        GraphBuilder step = scan.Step;
        Node h = scan.State(builder.Fill([Size.Batch, Units], 0));
        Node item = scan.Item(x, 1);
        Node pre = step.Add(
            Product(step, h, scan.Capture(Parameter(builder, "Memory.Rnn.Recurrent", [Units, Units]))),
            step.Add(
                Product(step, item, scan.Capture(Parameter(builder, "Memory.Rnn.Kernel", [Inputs, Units]))),
                step.Broadcast(scan.Capture(Parameter(builder, "Memory.Rnn.Bias", [Units])), h.Shape, [0])));
        Node next = step.Add(new Tanh(), pre);
        return scan.Build([next], [(next, 1)]);
    }

    /// <summary>Two states over a sequence whose time axis leads, the gate alone as what each step gives.</summary>
    private static Node Memory(GraphBuilder builder, Node x)
    {
        builder.Origin = new Origin("Memory", null, 0);
        ScanBuilder scan = new(builder, Length, isReverse: true);
        GraphBuilder step = scan.Step;
        Node h = scan.State(builder.Fill([Size.Batch, Units], 0.5));
        Node c = scan.State(builder.Broadcast(Parameter(builder, "Memory.Cell.Start", [Units]), [Size.Batch, Units], [0]));
        Node item = scan.Item(builder.Reshape(builder.Reshape(x, [Size.Batch, Length, Inputs]), [Length, Size.Batch, Inputs]), 0);
        Node gate = step.Add(new Sigmoid(), Product(step, item, scan.Capture(Parameter(builder, "Memory.Cell.Gate", [Inputs, Units]))));
        Node nextC = step.Add(
            step.Multiply(gate, c), step.Add(new Tanh(), Product(step, h, scan.Capture(Parameter(builder, "Memory.Cell.Recurrent", [Units, Units])))));
        ScanResults loop = scan.Build([step.Multiply(nextC, gate), nextC], [(gate, 0)]);
        return builder.Add(builder.Multiply(loop.Final(0), loop.Final(1)), builder.Sum(loop.Stacked(0), [0]));
    }

    private static Node Exchange(GraphBuilder builder, Node x)
    {
        builder.Origin = new Origin("Pair", null, 0);
        ScanBuilder scan = new(builder, 3, isReverse: false);
        Node a = scan.State(x);
        Node b = scan.State(builder.Add(new Tanh(), x));
        Node w = scan.Step.Broadcast(scan.Capture(Parameter(builder, "Pair.Step.Scale", [4])), a.Shape, [0]);
        ScanResults loop = scan.Build([b, scan.Step.Multiply(a, w)], [(a, 1)]);
        return builder.Add(builder.Add(loop.Final(0), loop.Final(1)), builder.Sum(loop.Stacked(0), [1]));
    }

    private static Node Nested(GraphBuilder builder, Node x)
    {
        builder.Origin = new Origin("Rows", null, 0);
        ScanBuilder rows = new(builder, 3, isReverse: true);
        Node sum = rows.State(builder.Fill([Size.Batch], 0));
        ScanBuilder columns = new(rows.Step, 2, isReverse: false);
        Node inner = columns.State(sum);
        Node item = columns.Item(rows.Item(x, 1), 1);
        columns.Step.Origin = new Origin("Rows", "Columns", 0);
        Node w = columns.Step.Broadcast(columns.Step.Add(new ParameterLeaf("Rows.Columns.Scale", TensorType.Float([1]), new ZeroInitial())), [Size.Batch, 1], [0]);
        Node next = columns.Step.Add(new Tanh(), columns.Step.Multiply(columns.Step.Add(inner, item), columns.Step.Reshape(w, [Size.Batch])));
        ScanResults loop = columns.Build([next], [(inner, 0)]);
        return rows.Build([loop.Final(0)], [(rows.Step.Sum(loop.Stacked(0), [0]), 1)]).Stacked(0);
    }

    /// <summary><c>z = tanh(z·w + x·u)</c> for small weights.</summary>
    private static Node Equilibrium(GraphBuilder builder, Node x)
    {
        builder.Origin = new Origin("Rest", "Equilibrium", 0);
        FixedPointBuilder point = new(builder, builder.Fill(x.Shape, 0), iterations: 100, tolerance: 1e-6);
        GraphBuilder step = point.Step;
        Node small = step.Multiply(point.State, step.Fill(x.Shape, 0.5));
        Node pre = step.Add(
            Product(step, small, point.Capture(Parameter(builder, "Rest.Equilibrium.Recurrent", [Units, Units]))),
            Product(step, point.Capture(x), point.Capture(Parameter(builder, "Rest.Equilibrium.Kernel", [Units, Units]))));
        return point.Build(step.Add(new Tanh(), pre));
    }

    /// <summary>The derivative of a loop by its input, as a value that is trained.</summary>
    private static Node Penalty(GraphBuilder builder, Node x)
    {
        Node last = Recurrent(builder, x, isReverse: false).Final(0);
        return Compiler.Differentiate.ReverseMode.Gradient(builder, builder.Sum(last, [0, 1]), [x])[0]!;
    }

    private static Node Product(GraphBuilder builder, Node x, Node w) => builder.Add(new Contract("ni", "io", "no"), x, w);

    private static Node Parameter(GraphBuilder builder, string name, Shape shape) =>
        builder.Add(new ParameterLeaf(name, TensorType.Float(shape), new UniformInitial(0.5)));
}
