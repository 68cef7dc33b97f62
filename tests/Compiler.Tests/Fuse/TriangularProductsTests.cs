using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Fuse;

public class TriangularProductsTests
{
    private static readonly Shape Heads = [Size.Batch, 2, 6, 3];
    private readonly GraphBuilder _b = new();

    [Fact]
    public void ProductsOfCausalAttention_AreMadeInPart()
    {
        (Node scores, Node attention, Node y) = Attention();
        Assert.Equal(["Gemm of a batch, lower → Fill → Multiply", "LowerSoftmax", "Gemm of a batch of triangles"], Kernels(y));

        // Its derivatives by values, queries and keys.
        (Node dy, Node dAttention) = (Leaf("dy"), _b.Contract("nhtd", "nhsd", "nhts", Leaf("dy"), Leaf("values")));
        Node dScores = Softmax.PullBack(_b, attention, dAttention);
        Assert.Equal(
            [
                "Gemm of a batch, lower → Fill → Multiply",
                "LowerSoftmax",
                "Gemm of a batch, lower",
                "Sum(Multiply)",
                "Multiply → Multiply → Subtract of 3",
                "Gemm of a batch of triangles",
                "Gemm of a batch of triangles",
                "Gemm of a batch of triangles",
            ],
            Kernels(
                _b.Contract("nhts", "nhtd", "nhsd", attention, dy),
                _b.Contract("nhts", "nhsd", "nhtd", dScores, Leaf("keys")),
                _b.Contract("nhts", "nhtd", "nhsd", dScores, Leaf("queries"))));
        Assert.Equal(["Gemm of a batch → Fill → Multiply", "LowerSoftmax", "Gemm of a batch of triangles"], Kernels(y, scores));
    }

    [Fact]
    public void ProductsThatOthersReadToo_AreMadeWhole()
    {
        (_, Node attention, _) = Attention();
        Node product = _b.Contract("nhtd", "nhsd", "nhts", Leaf("dy"), Leaf("values"));
        Assert.Contains("Gemm of a batch, lower", Kernels(_b.Multiply(product, attention)));
        Assert.Contains("Gemm of a batch", Kernels(_b.Multiply(product, attention), _b.Exp(product)));
        Assert.Contains("Gemm of a batch", Kernels(_b.Multiply(product, attention), _b.Softmax(product)));
        Assert.Contains("Gemm of a batch", Kernels(_b.Add(product, attention)));
        Assert.Contains("Gemm of a batch", Kernels(_b.Multiply(_b.Reshape(product, [Size.Batch, 2, 4, 9]), _b.Reshape(attention, [Size.Batch, 2, 4, 9]))));
    }

    [Fact]
    public void WhatIsNotAlongTheLastAxes_IsNoTriangle()
    {
        (_, Node attention, _) = Attention();
        Assert.DoesNotContain("Gemm of a batch of triangles", Kernels(_b.Contract("nths", "nhsd", "nthd", attention, _b.Add(new ParameterLeaf("v", TensorType.Float([Size.Batch, 6, 6, 3]), new ZeroInitial())))));
        Assert.DoesNotContain("Gemm of a batch of triangles", Kernels(_b.Contract("nhsd", "nhts", "nhdt", Leaf("values"), attention)));
        Assert.DoesNotContain("Gemm of a batch of triangles", Kernels(_b.Contract("nhts", "nhsd", "nhtd", _b.Exp(attention), Leaf("values"))));
    }

    private (Node Scores, Node Attention, Node Result) Attention()
    {
        Node product = _b.Contract("nhtd", "nhsd", "nhts", Leaf("queries"), Leaf("keys"));
        Node scores = _b.Multiply(product, _b.Fill(product.Shape, 0.5));
        Node attention = _b.Add(new LowerSoftmax(), scores);
        return (scores, attention, _b.Contract("nhts", "nhsd", "nhtd", attention, Leaf("values")));
    }

    private Node Leaf(string name) => _b.Add(new ParameterLeaf(name, TensorType.Float(Heads), new ZeroInitial()));

    private string[] Kernels(params Node[] results) =>
        KernelText.Of(FusionPass.Run(_b.Build([.. results.Select(static (result, i) => new Output(new PredictionOutput(i), result))])));
}
