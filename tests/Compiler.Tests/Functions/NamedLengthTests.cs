using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Trace;
using Adjoint.Interpreter;
using Adjoint.Tests.Operations;

namespace Adjoint.Tests.Functions;

/// <summary>Where a length or an image's sides may be names, the result is that of the same sizes as numbers.</summary>
public sealed class NamedLengthTests
{
    private static readonly Dictionary<string, long> Bound = new() { [Size.BatchName] = 2, ["T"] = 7, ["H"] = 3, ["W"] = 4 };

    /// <summary>The function, its first value's axes, those of a kernel or nothing, and what follows.</summary>
    public static TheoryData<string, string[], int[], object?[]> Calls => new()
    {
        { "Conv1D", ["4", "T"], [6, 2, 3], [null, 1L, true, 1L, 2L, -1L, false] },
        { "Conv1D", ["4", "T"], [3, 4, 2], [null, 1L, true, 3L, 1L, -1L, true] },
        { "Conv1D", ["1", "T"], [2, 1, 3], [null, 1L, false, 2L, 1L, -1L, false] },
        { "Conv1D", ["2", "T"], [2, 1, 4], [null, 1L, true, 1L, 2L, 2L, false] },
        { "Conv1D", ["2", "T"], [3, 2, 1], [null, 1L, true, 1L, 1L, -1L, false] },
        { "GlobalAvgPool", ["2", "H", "W"], [], [] },
        { "GlobalMaxPool", ["2", "T"], [], [] },
        { "Upsample", ["2", "H", "W"], [], [2L, false] },
        { "Upsample", ["2", "H", "W"], [], [3L, true] },
        { "PixelShuffle", ["8", "H", "W"], [], [2L] },
        { "PixelUnshuffle", ["2", "2*H", "2*W"], [], [2L] },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void NamedSizes_GiveWhatNumbersGive(string function, string[] axes, int[] kernel, object?[] arguments)
    {
        double[] named = Run(function, [.. axes.Select(static axis => ShapeParser.Parse(axis).Shape[0])], kernel, arguments);
        double[] numbers = Run(function, [.. axes.Select(static axis => (Size)ShapeParser.Parse(axis).Shape[0].Evaluate(Bound))], kernel, arguments);
        Assert.Equal(numbers.Length, named.Length);
        Assert.All(numbers.Zip(named), static pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void DerivativeOfANamedLength_AgreesWithDifferences()
    {
        ModelBuilder model = new(isTraining: true);
        Node x = model.Leaf(new ParameterLeaf("x", TensorType.Float([Size.Batch, 4, 5]), new ZeroInitial()));
        Node kernel = model.Leaf(new ParameterLeaf("kernel", TensorType.Float([2, 2, 3]), new ZeroInitial()));
        Node y = Convolutions.OfSequences(
            new FunctionCall(model, new ModelScope(string.Empty), "Conv1D", []), model.Builder.Reshape(model.Builder.Pad(x, 2, 1, Size.Named("T")), [Size.Batch, 4, Size.Named("T")]), kernel, null, new Slide(3, 1, 2), 2);
        Node square = model.Builder.Multiply(y, y);
        Assert.Null(new Differences(model.Builder, 2, seed: 4, sizes: Bound).First(model.Builder.Sum(square, [0, 1, 2])));
    }

    private static double[] Run(string function, Size[] axes, int[] kernel, object?[] arguments)
    {
        ModelBuilder model = new(isTraining: false);
        Node[] inputs =
        [
            model.Leaf(new ParameterLeaf("x", TensorType.Float([Size.Batch, .. axes]), new ZeroInitial())),
            .. kernel.Length == 0 ? Array.Empty<Node>() : [model.Leaf(new ParameterLeaf("kernel", TensorType.Float([.. kernel.Select(static size => (Size)size)]), new ZeroInitial()))],
        ];
        Node y = (Node)FunctionCatalog.Find(function)!.Build(new FunctionCall(model, new ModelScope(string.Empty), function, [.. inputs, .. arguments]))!;
        Graph graph = model.Builder.Build([new Output(new PredictionOutput(), y)]);
        Assert.Empty(GraphVerifier.Verify(graph));
        return GraphInterpreter.Run(
            graph,
            static leaf => [.. Enumerable.Range(0, (int)leaf.Type.Shape.Count.Evaluate(Bound)).Select(static i => Math.Sin(i * i))],
            new EvaluationContext(Bound, 1, 1),
            Precision.Double)[0].Values;
    }
}
