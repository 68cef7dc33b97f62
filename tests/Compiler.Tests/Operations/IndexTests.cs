using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Interpreter;

namespace Adjoint.Tests.Operations;

public class IndexTests
{
    public static TheoryData<string> Names => [nameof(Gather), nameof(ScatterAdd), nameof(Pick), nameof(Spread), nameof(OneHot)];

    [Theory]
    [MemberData(nameof(Names))]
    public void IndexThatIsNoPlace_IsRefusedWithItsPosition(string name)
    {
        foreach (int index in new[] { -1, 3 })
        {
            GraphBuilder b = new();
            Node indices = b.Add(new TargetLeaf(TensorType.Int([2])));
            Node rows = b.Add(new ParameterLeaf("rows", TensorType.Float([3, 3]), new ZeroInitial()));
            Node values = b.Add(new ParameterLeaf("values", TensorType.Float([2]), new ZeroInitial()));
            Node node = name switch
            {
                nameof(Gather) => b.Gather(rows, indices),
                nameof(ScatterAdd) => b.ScatterAdd(indices, values, 3),
                nameof(Pick) => b.Pick(b.Slice(rows, 0, 0, 2), indices),
                nameof(Spread) => b.Spread(indices, values, 3),
                _ => b.OneHot(indices, 3),
            };
            ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => GraphInterpreter.Run(
                b.Build([new Output(new PredictionOutput(), node)]),
                leaf => leaf is TargetLeaf ? [0, index] : new double[(int)leaf.Type.Shape.Count.Constant],
                new EvaluationContext(new Dictionary<string, long>(), 0, 0),
                Precision.Double));
            Assert.Contains($"Expected indices from 0 to 2, found {index} at position 1", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SliceBeyondANamedSize_IsRefusedWhenItRuns()
    {
        GraphBuilder b = new();
        Node x = b.Add(new InputLeaf(TensorType.Float([Size.Batch])));
        Graph graph = b.Build([new Output(new PredictionOutput(), b.Slice(x, 0, 1, 2))]);
        Assert.Throws<ArgumentOutOfRangeException>(() => GraphInterpreter.Run(
            graph, static _ => [1, 2], new EvaluationContext(new Dictionary<string, long> { ["n"] = 2 }, 0, 0), Precision.Double));
    }
}
