using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Simplify;
using Adjoint.Compiler.Support;

namespace Adjoint.Tests.Simplify;

public class LayoutRulesTests
{
    private readonly GraphBuilder _b = new();

    [Fact]
    public void PermuteThatKeepsTheOrder_Vanishes() =>
        Assert.Equal("Parameter", Simple(_b.Permute(X(Size.Batch, 3), [0, 1])));

    [Fact]
    public void PermuteThatMovesAxesOfOne_IsAReshape() =>
        Assert.Equal("Parameter, Reshape", Simple(_b.Permute(X(Size.Batch, 1, 3), [1, 0, 2])));

    [Fact]
    public void PermutesInARow_AreOne()
    {
        Node x = X(Size.Batch, 3, 4);
        Assert.Equal("Parameter, Permute", Simple(_b.Permute(_b.Permute(x, [2, 0, 1]), [2, 0, 1])));
        Assert.Equal("Parameter", Simple(_b.Permute(_b.Permute(x, [2, 0, 1]), [1, 2, 0])));
    }

    [Fact]
    public void MovesThatMoveNothing_Vanish()
    {
        Node x = X(Size.Batch, 3, 1);
        Assert.Equal("Parameter", Simple(_b.Slice(x, 1, 0, 3)));
        Assert.Equal("Parameter", Simple(_b.Slice(x, 0, 0, Size.Batch)));
        Assert.Equal("Parameter", Simple(_b.Pad(x, 1, 0, 3)));
        Assert.Equal("Parameter", Simple(_b.Concat(1, x)));
        Assert.Equal("Parameter", Simple(_b.Flip(_b.Flip(x, 1), 1)));
        Assert.Equal("Parameter", Simple(_b.Flip(x, 2)));
    }

    [Fact]
    public void RunsThatFillAnAxis_AreJoinedInTheirOrder()
    {
        Node x = X(Size.Batch, Size.Named("T"));
        Size t = Size.Named("T");
        (Node a, Node b, Node c) = (_b.Negate(x), _b.Exp(x), _b.Sqrt(x));
        Node sum = _b.Add(_b.Add(_b.Pad(a, 1, t * 2, t * 3), _b.Pad(b, 1, 0, t * 3)), _b.Pad(c, 1, t, t * 3));
        Graph joined = Rewriter.Run(_b.Build([new Output(new LossOutput(), sum)]), AlgebraicRules.All);
        Node result = joined.Outputs[0].Value;
        Assert.Equal(new Concat(1), result.Operation);
        Assert.Equal(["Exp", "Sqrt", "Negate"], result.Inputs.Select(static input => input.Operation.Name));
    }

    [Fact]
    public void RunsThatOverlapOrLeaveAGap_StayASum()
    {
        Node x = X(Size.Batch, 2);
        (Node a, Node b) = (_b.Negate(x), _b.Exp(x));
        Assert.EndsWith("Add", Simple(_b.Add(_b.Pad(a, 1, 0, 4), _b.Pad(b, 1, 1, 4))));
        Assert.EndsWith("Add", Simple(_b.Add(_b.Pad(a, 1, 0, 5), _b.Pad(b, 1, 3, 5))));
        Assert.EndsWith("Add", Simple(_b.Add(_b.Pad(a, 1, 0, 5), _b.Pad(b, 1, 2, 5))));
        Node row = _b.Slice(_b.Pad(_b.Sqrt(X(2, 2)), 1, 0, 4), 0, 0, 1);
        Assert.EndsWith("Add", Simple(_b.Add(_b.Pad(_b.Abs(X(2, 2)), 1, 0, 4), _b.Pad(row, 0, 1, 2))));
        Assert.EndsWith("Concat", Simple(_b.Add(_b.Pad(a, 1, 0, 4), _b.Pad(b, 1, 2, 4))));
    }

    [Fact]
    public void PartOfAUniformValue_IsUniform()
    {
        Node ones = _b.Fill([Size.Batch, 3], 1);
        Assert.Equal("Fill", Simple(_b.Permute(ones, [1, 0])));
        Assert.Equal("Fill", Simple(_b.Slice(ones, 1, 1, 1)));
        Assert.Equal("Fill", Simple(_b.Flip(ones, 0)));
        Assert.Equal("Fill, Pad", Simple(_b.Pad(ones, 1, 1, 5)));
        Assert.Equal("Fill", Simple(_b.Pad(_b.Fill([Size.Batch, 3], 0), 1, 1, 5)));
    }

    [Theory]
    [InlineData(new[] { 2, 3, 4 }, new[] { 1, 2, 0 }, "[2, 12] by [1, 0]")]
    [InlineData(new[] { 2, 1, 4 }, new[] { 2, 0, 1 }, "[2, 4] by [1, 0]")]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 0, 2, 1, 3 }, "[2, 3, 4, 5] by [0, 2, 1, 3]")]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 0, 1, 3, 2 }, "[6, 4, 5] by [0, 2, 1]")]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 3, 2, 1, 0 }, "[2, 3, 4, 5] by [3, 2, 1, 0]")]
    [InlineData(new[] { 2, 1, 3, 4 }, new[] { 3, 1, 0, 2 }, "[6, 4] by [1, 0]")]
    [InlineData(new[] { 1, 1 }, new[] { 1, 0 }, "[] by []")]
    public void PermuteForm_HasAsFewAxesAsPossible(int[] sizes, int[] order, string expected)
    {
        PermuteForm form = PermuteForm.Of(_b.Permute(X([.. sizes.Select(static size => (Size)size)]), order.ToEquatableArray()));
        Assert.Equal(expected, $"{form.Sizes} by {form.Order}");
    }

    private Node X(params Size[] sizes) => _b.Add(new ParameterLeaf("x", TensorType.Float([.. sizes]), new ZeroInitial()));

    private string Simple(Node node) => string.Join(", ", Rewriter.Run(
        _b.Build([new Output(new PredictionOutput(), node)]), AlgebraicRules.All).Nodes.Select(static node => node.Operation.Name));
}
