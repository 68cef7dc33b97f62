using Adjoint.Compiler;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Simplify;
using Adjoint.Compiler.Syntax;
using Adjoint.Interpreter;
using static Adjoint.Tests.Layers.Declarations;

namespace Adjoint.Tests.Simplify;

/// <summary>What scales the channels of a convolution is done to its kernel, where that is the smaller of the two.</summary>
public class ScaledKernelsTests
{
    private const int Seed = 4711;
    private const int Channels = 4;
    private readonly GraphBuilder _b = new();

    /// <summary>Changes of a convolution, one letter after the other: + - * / by numbers of their own for each channel, and r for another shape.</summary>
    [Theory]
    [InlineData("*", 1)]
    [InlineData("-*+", 1)]
    [InlineData("+-*+", 2)]
    [InlineData("-/*+", 4)]
    [InlineData("/", 1)]
    [InlineData("*+*-", 2)]
    [InlineData("-r*+", 1)]
    [InlineData("r*r-", 4)]
    public void ScaledChannels_AreScaledInTheKernel(string changes, int groups)
    {
        Node value = changes.Aggregate(Convolved(groups: groups), Changed);
        Graph graph = Of(value, _b.Exp(value));
        Graph scaled = ScaledKernels.Run(graph);
        Assert.Empty(GraphVerifier.Verify(scaled));
        Assert.Equal(graph.Outputs.Select(static output => output.Value.Type), scaled.Outputs.Select(static output => output.Value.Type));
        Assert.DoesNotContain(scaled.Nodes, static node => node.Operation is Multiply or Divide && node.Shape.HasBatch);
        Assert.Single(scaled.Nodes, static node => node.Operation is Convolution);
        Assert.InRange(scaled.Nodes.Count(static node => node.Operation is Add && node.Shape.HasBatch), 0, 1);
        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            (double[] before, double[] after) = (Values(graph, i), Values(scaled, i));
            Assert.All(before.Zip(after), pair => Assert.True(
                Math.Abs(pair.First - pair.Second) <= 1e-12 * before.Max(Math.Abs), $"seed {Seed}: {pair.First:R} became {pair.Second:R}"));
        }
    }

    [Fact]
    public void SumOnTheOtherSide_IsFound() => AssertScaled(_b.Multiply(Repeated("s", [0, 2, 3]), _b.Add(Repeated("b", [0, 2, 3]), Convolved())));

    [Fact]
    public void ChannelsThatAreOnlyShifted_AreLeft() => AssertLeft(Changed(Convolved(), '+'));

    [Fact]
    public void DifferenceToTheConvolution_IsLeft() => AssertLeft(Changed(_b.Subtract(Repeated("b", [0, 2, 3]), Convolved()), '*'));

    [Fact]
    public void QuotientByTheConvolution_IsLeft() => AssertLeft(_b.Divide(Repeated("b", [0, 2, 3]), Convolved()));

    [Fact]
    public void PlacesThatAreScaled_AreLeft()
    {
        AssertLeft(_b.Multiply(Convolved(), Repeated("s", [0, 1, 2])));
        AssertLeft(_b.Multiply(Convolved(), Repeated("s", [1, 2, 3])));
        AssertLeft(_b.Multiply(Convolved(), Repeated("s", [0, 2])));
    }

    [Fact]
    public void OtherShapeOfTheChannels_IsLeft() =>
        AssertLeft(_b.Multiply(_b.Reshape(Convolved(), [Size.Batch, 2, 2, 6, 5]), Repeated("s", [0, 2, 3, 4], [Size.Batch, 2, 2, 6, 5])));

    [Fact]
    public void ConvolutionThatIsReadTwice_IsMadeOnce()
    {
        Node convolved = Convolved();
        AssertLeft(_b.Add(Changed(convolved, '*'), convolved));
        AssertLeft(Changed(Changed(convolved, '-'), '*'), convolved);
        Node shifted = Changed(Convolved(), '+');
        AssertLeft(_b.Multiply(shifted, shifted), Changed(shifted, '*'));
    }

    [Fact]
    public void KernelWithMoreElementsThanTheResult_IsLeft()
    {
        AssertScaled(Changed(Convolved(channels: 30), '*'));
        AssertLeft(Changed(Convolved(channels: 31), '*'));
    }

    [Fact]
    public void PredictionWithANormalisation_PassesOverNoResult()
    {
        LayerSpec[] layers = [Layer("Conv2D", ("filters", 8), ("Bias", false)), Layer("BatchNorm"), Layer("Relu"), Layer("Conv2D", ("filters", 8), ("Bias", false)), Layer("BatchNorm"), Layer("Tanh")];
        CompiledModel model = ModelCompiler.Compile(Model("3, 12, 12", "CrossEntropy", Part("Body", layers), Part("Head", Layer("GlobalMaxPool"), Dense(5))))!;
        foreach (CompiledProgram program in (CompiledProgram[])[model.Prediction, model.Evaluation])
        {
            Assert.DoesNotContain(program.Kernels, static kernel => kernel is ElementwiseKernel && kernel.Writes.Any(static value => value.Shape.Rank == 4 && value.Shape.HasBatch));
            Assert.Equal(2, program.Kernels.OfType<ConvolutionKernel>().Count(static kernel => kernel.Bias is not null));
        }

        Assert.Contains(model.Training.Kernels, static kernel => kernel is ElementwiseKernel && kernel.Writes.Any(static value => value.Shape.Rank == 4 && value.Shape.HasBatch));
    }

    private void AssertScaled(params Node[] values) => Assert.NotEqual(Form(Of(values)), Form(ScaledKernels.Run(Of(values))));

    private void AssertLeft(params Node[] values) => Assert.Equal(Form(Of(values)), Form(ScaledKernels.Run(Of(values))));

    private static string Form(Graph graph) => string.Join(", ", graph.Nodes.Select(static node => node.Operation.Name));

    private Graph Of(params Node[] values) => _b.Build([.. values.Select(static (value, index) => new Output(new PredictionOutput(index), value))]);

    /// <summary>A convolution of single pixels, to a result of 4x6x5 for each sample.</summary>
    private Node Convolved(int groups = 1, int channels = Channels)
    {
        Node x = _b.Add(new InputLeaf(TensorType.Float([Size.Batch, channels, 6, 5])));
        return _b.Add(new Convolution(new Window(6, 5, 1, 1, 1, 1, 0, 0, 6, 5), groups), x, Parameter("k", [Channels, channels / groups, 1, 1]));
    }

    private Node Changed(Node value, char change) => change switch
    {
        'r' => _b.Reshape(value, value.Shape.Rank == 4 ? new Shape([Size.Batch, Channels, 30]) : new Shape([Size.Batch, Channels, 5, 6])),
        '+' => _b.Add(value, OfChannels(value)),
        '-' => _b.Subtract(value, OfChannels(value)),
        '*' => _b.Multiply(value, OfChannels(value)),
        '/' => _b.Divide(value, OfChannels(value)),
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    private Node OfChannels(Node value) => Repeated($"c{value.Id}", [.. Enumerable.Range(0, value.Shape.Rank).Where(static axis => axis != 1)], value.Shape);

    private Node Repeated(string name, int[] axes) => Repeated(name, axes, [Size.Batch, Channels, 6, 5]);

    private Node Repeated(string name, int[] axes, Shape target)
    {
        Shape once = new([.. target.Where((_, axis) => !axes.Contains(axis))]);
        Node value = once.HasBatch ? _b.Add(new InputLeaf(TensorType.Float(once), "others", 1)) : Parameter(name, once);
        return _b.Broadcast(value, target, [.. axes]);
    }

    private Node Parameter(string name, Shape shape) => _b.Add(new ParameterLeaf(name, TensorType.Float(shape), new ZeroInitial()));

    private static double[] Values(Graph graph, int output)
    {
        Dictionary<string, double[]> values = [];
        Random random = new(Seed);
        foreach (string name in graph.Nodes.Select(static node => node.Operation).OfType<Leaf>().Select(NameOf).Order(StringComparer.Ordinal))
        {
            values[name] = [.. Enumerable.Range(0, 2 * 4 * 6 * 5).Select(_ => random.NextDouble() + 0.5)];
        }

        EvaluationContext context = new(new Dictionary<string, long> { ["n"] = 2 }, 0, 0);
        return GraphInterpreter.Run(graph, leaf => values[NameOf(leaf)][..(int)leaf.Type.Shape.Count.Evaluate(context.Bindings)], context, Precision.Double)[output].Values;
    }

    private static string NameOf(Leaf leaf) => leaf is NamedLeaf named ? named.FullName : leaf.Name;
}
