using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Simplify;
using Adjoint.Compiler.Support;
using Adjoint.Interpreter;

namespace Adjoint.Tests.Simplify;

public class KernelFormsTests
{
    private static readonly int[] Sizes = [2, 3, 2, 3, 2];

    [Theory]
    [InlineData(new[] { 1, 3 }, 5, "Sum [1]; Sum [3]")]
    [InlineData(new[] { 0, 2, 4 }, 5, "Sum [0]; Sum [2]; Sum [4]")]
    [InlineData(new[] { 0, 2, 3 }, 4, "Sum [0, 2, 3]")]
    [InlineData(new[] { 0, 1 }, 4, "Sum [0, 1]")]
    [InlineData(new[] { 0, 1, 2 }, 3, "Sum [0, 1, 2]")]
    [InlineData(new[] { 1, 2 }, 4, "Sum [1, 2]")]
    [InlineData(new[] { 0, 2 }, 4, "Sum [0]; Sum [2]")]
    public void Sums_AreSplitIntoRuns(int[] axes, int rank, string expected)
    {
        GraphBuilder builder = new();
        Node sum = builder.Sum(Leaf(builder, Sizes[..rank]), axes.ToEquatableArray());
        Graph formed = Rewriter.Run(builder.Build([new Output(new PredictionOutput(), sum)]), KernelForms.All);
        Assert.Equal(expected, string.Join("; ", formed.Nodes.Select(static node => node.Operation).OfType<Sum>().Reverse().Select(static sum => "Sum " + sum.Over)));
    }

    [Theory]
    [InlineData(new[] { 1, 3 }, 5, "Broadcast [1]; Broadcast [3]")]
    [InlineData(new[] { 0, 2, 4 }, 5, "Broadcast [0]; Broadcast [2]; Broadcast [4]")]
    [InlineData(new[] { 0, 2, 3 }, 4, "Broadcast [0, 2, 3]")]
    [InlineData(new[] { 0 }, 2, "Broadcast [0]")]
    [InlineData(new[] { 0, 2 }, 4, "Broadcast [0]; Broadcast [2]")]
    public void Broadcasts_AreSplitIntoRuns(int[] axes, int rank, string expected)
    {
        GraphBuilder builder = new();
        Node result = Broadcast(builder, axes, rank);
        Graph formed = Rewriter.Run(builder.Build([new Output(new PredictionOutput(), result)]), KernelForms.All);
        Assert.Equal(expected, string.Join("; ", formed.Nodes.Select(static node => node.Operation).OfType<Broadcast>().Select(static b => "Broadcast " + b.NewAxes)));
    }

    [Fact]
    public void EverySplit_KeepsTheValue_AndHasAKernel()
    {
        for (int mask = 1; mask < 32; mask++)
        {
            int[] axes = [.. Enumerable.Range(0, 5).Where(axis => (mask >> axis & 1) != 0)];
            GraphBuilder builder = new();
            Node sum = builder.Sum(Leaf(builder, Sizes), axes.ToEquatableArray());
            Node broadcast = Broadcast(builder, axes, 5);
            Node max = builder.Max(Leaf(builder, Sizes), axes.ToEquatableArray());
            Node places = builder.Add(new MaxMask(axes.ToEquatableArray()), Leaf(builder, Sizes));
            Node ties = builder.Add(new MaxMask(axes.ToEquatableArray()), builder.Sign(Leaf(builder, Sizes)));
            foreach (Node node in new[] { sum, broadcast, max, places, ties })
            {
                Graph graph = builder.Build([new Output(new PredictionOutput(), node)]);
                Graph formed = Rewriter.Run(graph, KernelForms.All);
                Assert.Empty(GraphVerifier.Verify(formed));
                Assert.Equal(Value(graph), Value(formed), static (a, b) => Math.Abs(a - b) < 1e-12);
                Assert.All(formed.Nodes, node =>
                {
                    if (node.Operation is Sum { Over: var over })
                    {
                        Assert.True(KernelForms.IsRun(over) || KernelForms.LeavesOneRun(over, node.Inputs[0].Shape.Rank), over.ToString());
                    }
                    else if (node.Operation is Max { Over: var greatest })
                    {
                        Assert.True(KernelForms.IsRun(greatest), greatest.ToString());
                    }
                    else if (node.Operation is MaxMask { Over: var masked })
                    {
                        Assert.True(KernelForms.IsRun(masked), masked.ToString());
                    }
                    else if (node.Operation is Broadcast { NewAxes: var added })
                    {
                        Assert.True(KernelForms.IsRun(added) || KernelForms.LeavesOneRun(added, node.Shape.Rank), added.ToString());
                    }
                });
            }
        }
    }

    private static Node Broadcast(GraphBuilder builder, int[] axes, int rank)
    {
        Node kept = Leaf(builder, [.. Sizes[..rank].Where((_, axis) => !axes.Contains(axis))]);
        return builder.Broadcast(kept, [.. Sizes[..rank].Select(static size => (Size)size)], axes.ToEquatableArray());
    }

    private static Node Leaf(GraphBuilder builder, int[] sizes) => builder.Add(new ParameterLeaf(
        "x" + sizes.Length, TensorType.Float([.. sizes.Select(static size => (Size)size)]), new ZeroInitial()));

    private static double[] Value(Graph graph) => GraphInterpreter.Run(
        graph,
        static leaf => [.. Enumerable.Range(0, (int)leaf.Type.Shape.Count.Constant).Select(static i => Math.Sin(i + 1))],
        new EvaluationContext(new Dictionary<string, long>(), 0, 0),
        Precision.Double)[0].Values;
}
