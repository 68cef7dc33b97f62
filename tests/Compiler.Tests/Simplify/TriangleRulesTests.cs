using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Simplify;

namespace Adjoint.Tests.Simplify;

public class TriangleRulesTests
{
    private static readonly Shape Squares = [Size.Batch, 5, 5];
    private readonly GraphBuilder _b = new();

    [Fact]
    public void SoftmaxOfCausalScores_LeavesOutTheMask() =>
        Assert.Equal("Parameter, LowerSoftmax", Simple(_b.Softmax(Masked(X(), double.NegativeInfinity))));

    [Fact]
    public void SoftmaxOfNumbersThatHaveWeight_IsLeft() =>
        Assert.EndsWith(", SelectPositive, Softmax", Simple(_b.Softmax(Masked(X(), -1e9))));

    [Fact]
    public void SoftmaxOfOtherMasks_IsLeft()
    {
        Node minus = _b.Fill(Squares, double.NegativeInfinity);
        Assert.EndsWith(", Softmax", Simple(_b.Softmax(_b.SelectPositive(_b.Subtract(_b.Positions(Squares, 1), _b.Positions(Squares, 2)), minus, X()))));
        Assert.EndsWith(", Softmax", Simple(_b.Softmax(_b.SelectPositive(_b.Subtract(_b.Positions(Squares, 2), _b.Positions(Squares, 0)), minus, X()))));
        Assert.EndsWith(", Softmax", Simple(_b.Softmax(_b.SelectPositive(_b.Subtract(Above(), _b.Fill(Squares, 1)), minus, X()))));
        Assert.EndsWith(", Softmax", Simple(_b.Softmax(_b.SelectPositive(Above(), X(), minus))));
        Assert.EndsWith(", LogSoftmax", Simple(_b.LogSoftmax(Masked(X(), double.NegativeInfinity))));
    }

    [Fact]
    public void SoftmaxOfMatricesThatAreNotSquare_IsLeft()
    {
        Shape wide = [Size.Batch, 3, 5];
        Node above = _b.Subtract(_b.Positions(wide, 2), _b.Positions(wide, 1));
        Node x = _b.Add(new ParameterLeaf("x", TensorType.Float(wide), new ZeroInitial()));
        Assert.EndsWith(", Softmax", Simple(_b.Softmax(_b.SelectPositive(above, _b.Fill(wide, double.NegativeInfinity), x))));
    }

    [Fact]
    public void TrianglesThatAreMaskedAgain_AreWhatTheyAre()
    {
        Node weights = _b.Add(new LowerSoftmax(), X());
        Node mean = _b.Broadcast(_b.Sum(weights, [2]), Squares, [2]);
        Assert.DoesNotContain("SelectPositive", Simple(Masked(_b.Subtract(_b.Multiply(weights, X("y")), _b.Multiply(mean, weights)), 0)));
        Assert.DoesNotContain("SelectPositive", Simple(Masked(_b.Negate(_b.Divide(_b.Multiply(X("y"), weights), X("z"))), 0)));
        Assert.Equal("Parameter, Positions, Positions, Subtract, Fill, SelectPositive", Simple(Masked(Masked(X(), 0), 0)));
        Assert.Equal("Parameter, LowerSoftmax, Parameter, Fill, SelectPositive", Simple(Masked(_b.SelectPositive(X("y"), weights, _b.Fill(Squares, 0)), 0)));
    }

    [Fact]
    public void WhatIsNoTriangle_IsMasked()
    {
        Node weights = _b.Add(new LowerSoftmax(), X());
        Assert.Contains("SelectPositive", Simple(Masked(_b.Subtract(weights, X("y")), 0)));
        Assert.Contains("SelectPositive", Simple(Masked(_b.Divide(X("y"), weights), 0)));
        Assert.Contains("SelectPositive", Simple(Masked(_b.Exp(weights), 0)));
        Assert.Contains("SelectPositive", Simple(Masked(_b.Permute(weights, [0, 2, 1]), 0)));
        Assert.Contains("SelectPositive", Simple(Masked(weights, 1)));
        Assert.Contains("SelectPositive", Simple(Masked(_b.Reshape(_b.Multiply(_b.Add(new LowerSoftmax(), Flat([Size.Batch, 25, 1, 1])), Flat([Size.Batch, 25, 1, 1])), Squares), 0)));
    }

    private Node Flat(Shape shape) => _b.Add(new ParameterLeaf("flat", TensorType.Float(shape), new ZeroInitial()));

    private Node X(string name = "x") => _b.Add(new ParameterLeaf(name, TensorType.Float(Squares), new ZeroInitial()));

    private Node Above() => _b.Subtract(_b.Positions(Squares, 2), _b.Positions(Squares, 1));

    private Node Masked(Node x, double number) => _b.SelectPositive(Above(), _b.Fill(Squares, number), x);

    private string Simple(Node result) => string.Join(", ", Rewriter.Run(_b.Build([new Output(new PredictionOutput(), result)]), KernelForms.All).Nodes.Select(static node => node.Operation.Name));
}
