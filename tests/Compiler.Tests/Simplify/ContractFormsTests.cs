using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Simplify;

namespace Adjoint.Tests.Simplify;

public class ContractFormsTests
{
    private static readonly Dictionary<char, Size> Sizes = new()
    {
        ['n'] = Size.Batch,
        ['t'] = 6,
        ['s'] = 7,
        ['h'] = 2,
        ['d'] = 5,
        ['i'] = 10,
        ['o'] = 3,
    };

    [Theory]
    [InlineData("ni", "io", "no", "Gemm")]
    [InlineData("nti", "oi", "nto", "Gemm")]
    [InlineData("nti", "io", "ont", "Gemm")]
    [InlineData("ntd", "nsd", "nts", "Gemm of a batch")]
    [InlineData("nts", "nsd", "ntd", "Gemm of a batch")]
    [InlineData("nts", "nsd", "ndt", "Gemm of a batch")]
    [InlineData("nhtd", "nhsd", "nhts", "Gemm of a batch")]
    [InlineData("nthd", "nshd", "nhts", "Gemm of a batch")]
    [InlineData("nhts", "nshd", "nthd", "Gemm of a batch")]
    [InlineData("nhts", "nthd", "nshd", "Gemm of a batch")]
    [InlineData("tnhd", "shnd", "nhts", "Permute; Gemm of a batch")]
    [InlineData("nthd", "nsdh", "nhts", "Permute; Gemm of a batch")]
    [InlineData("nthd", "hdo", "nto", "Gemm")]
    [InlineData("nthd", "dho", "nto", "Permute; Gemm")]
    [InlineData("nti", "hid", "nhtd", "Permute; Gemm; Permute")]
    [InlineData("nit", "io", "nto", "Permute; Gemm")]
    [InlineData("nto", "nti", "io", "Gemm")]
    [InlineData("ni", "ni", "n", "Sum(Multiply)")]
    [InlineData("ni", "in", "n", "Permute; Sum(Multiply)")]
    [InlineData("ni", "ni", "ni", "Multiply of 2")]
    [InlineData("ni", "n", "ni", "Multiply of 2")]
    [InlineData("i", "ni", "ni", "Multiply of 2")]
    [InlineData("n", "i", "ni", "Gemm")]
    [InlineData("ni", "i", "n", "Gemm")]
    public void Contraction_BecomesKernels(string left, string right, string result, string expected)
    {
        GraphBuilder builder = new();
        Node node = builder.Contract(left, right, result, Leaf(builder, left, "a"), Leaf(builder, right, "b"));
        Assert.Equal(expected, Kernels(builder.Build([new Output(new PredictionOutput(), node)])));
    }

    [Fact]
    public void AxisOfOneInputAlone_IsSummedFirst()
    {
        GraphBuilder builder = new();
        Node node = builder.Contract("nti", "io", "no", Leaf(builder, "nti", "a"), Leaf(builder, "io", "b"));
        Assert.Equal("Sum(); Gemm", Kernels(builder.Build([new Output(new PredictionOutput(), node)])));
    }

    [Fact]
    public void PermutedInput_IsTakenAsItWas()
    {
        GraphBuilder builder = new();
        Node transposed = builder.Permute(Leaf(builder, "oi", "b"), [1, 0]);
        Node node = builder.Contract("ni", "io", "no", Leaf(builder, "ni", "a"), transposed);
        Assert.Equal("Gemm", Kernels(builder.Build([new Output(new PredictionOutput(), node)])));
    }

    [Fact]
    public void BiasAndActivation_FollowABatchOfProducts()
    {
        GraphBuilder builder = new();
        Node product = builder.Contract("ntd", "nsd", "nts", Leaf(builder, "ntd", "a"), Leaf(builder, "nsd", "b"));
        Node sum = builder.Add(product, builder.Broadcast(Leaf(builder, "s", "bias"), product.Shape, [0, 1]));
        Assert.Equal("Gemm of a batch + bias → Tanh", Kernels(builder.Build([new Output(new PredictionOutput(), builder.Add(new Tanh(), sum))])));
    }

    private static string Kernels(Graph graph) => string.Join("; ", Fuse.KernelText.Of(
        FusionPass.Run(Rewriter.Run(Rewriter.Run(graph, AlgebraicRules.All), KernelForms.All))));

    private static Node Leaf(GraphBuilder builder, string letters, string name) =>
        builder.Add(new ParameterLeaf(name, TensorType.Float([.. letters.Select(static letter => Sizes[letter])]), new ZeroInitial()));
}
