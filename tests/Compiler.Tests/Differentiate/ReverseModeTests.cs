using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Interpreter;

namespace Adjoint.Tests.Differentiate;

public class ReverseModeTests
{
    private readonly GraphBuilder _builder = new();

    [Fact]
    public void GradientByTheWeights_NeverComputesThatByTheInput()
    {
        Node x = _builder.Add(new InputLeaf(TensorType.Float([Size.Batch, 3])));
        Node w = Leaf("w", [3, 2]);
        Node loss = _builder.Sum(_builder.Add(new Contract("nk", "kj", "nj"), x, w), [0, 1]);
        int before = _builder.Nodes.Count;
        Node gradient = ReverseMode.Gradient(_builder, loss, [w])[0]!;
        Assert.Equal(new Contract("nk", "nj", "kj"), gradient.Operation);
        Assert.Equal(
            ["Fill", "Broadcast", "Contract"], _builder.Nodes.Skip(before).Select(static node => node.Operation.Name));
    }

    [Fact]
    public void GradientOfAConvolutionByItsKernel_NeverComputesThatByTheImage()
    {
        Window window = Window.Create(4, 4, 3, 1, same: true)!;
        Node x = _builder.Add(new InputLeaf(TensorType.Float([Size.Batch, 1, 4, 4])));
        Node k = Leaf("k", [2, 1, 3, 3]);
        ReverseMode.Gradient(_builder, _builder.Sum(_builder.Add(new Convolution(window), x, k), [0, 1, 2, 3]), [k]);
        Assert.DoesNotContain(_builder.Nodes, static node => node.Operation is ConvolutionInputGradient);
    }

    [Fact]
    public void GradientByAValueWithoutInfluence_IsNull()
    {
        (Node a, Node b) = (Leaf("a", [3]), Leaf("b", [3]));
        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(_builder, _builder.Sum(a, [0]), [b, a]);
        Assert.Null(gradients[0]);
        Assert.NotNull(gradients[1]);
    }

    [Fact]
    public void GradientThroughAPiecewiseConstantCondition_IsNull()
    {
        (Node condition, Node a, Node b) = (Leaf("c", [3]), Leaf("a", [3]), Leaf("b", [3]));
        Assert.Null(ReverseMode.Gradient(_builder, _builder.Sum(_builder.SelectPositive(condition, a, b), [0]), [condition])[0]);
    }

    [Fact]
    public void GradientOfTheLossByItself_IsOne()
    {
        Node loss = _builder.Sum(Leaf("a", [3]), [0]);
        Assert.Equal(new Fill([], 1, 1), ReverseMode.Gradient(_builder, loss, [loss])[0]!.Operation);
    }

    [Fact]
    public void ValueThatIsUsedTwice_GetsTheSum()
    {
        // (a · a + a) summed: 2a + 1.
        Node a = Leaf("a", [3]);
        Node gradient = ReverseMode.Gradient(_builder, _builder.Sum(_builder.Add(_builder.Multiply(a, a), a), [0]), [a])[0]!;
        double[] values = GraphInterpreter.Run(
            _builder.Build([new Output(new PredictionOutput(), gradient)]),
            static _ => [1, -2, 0.5],
            new EvaluationContext(new Dictionary<string, long>(), 0, 0),
            Precision.Double)[0].Values;
        Assert.Equal([3, -3, 2], values);
    }

    [Fact]
    public void DerivativeThroughPositions_IsAnError()
    {
        Window window = Window.Create(2, 2, 2, 2, same: false)!;
        Node x = Leaf("x", [1, 1, 2, 2]);
        Node indices = _builder.Add(new MaxPoolIndices(window), x);
        NoDerivativeException exception = Assert.Throws<NoDerivativeException>(
            () => ReverseMode.Gradient(_builder, _builder.Sum(indices, [0, 1, 2, 3]), [x]));
        Assert.Equal("'MaxPoolIndices' has no derivative, but one is needed through it", exception.Message);
        Assert.Same(indices, exception.Node);
    }

    [Fact]
    public void DerivativeOfAMaximum_NeedsNoDerivativeOfItsPlace()
    {
        Window window = Window.Create(2, 2, 2, 2, same: false)!;
        Node x = Leaf("x", [1, 1, 2, 2]);
        Node loss = _builder.Sum(_builder.Add(new MaxPool(window), x), [0, 1, 2, 3]);
        Node first = ReverseMode.Gradient(_builder, loss, [x])[0]!;
        Assert.IsType<PoolScatter>(first.Operation);
        Assert.Null(ReverseMode.Gradient(_builder, _builder.Sum(first, [0, 1, 2, 3]), [x])[0]);
    }

    [Fact]
    public void GradientNodes_SayWhoseDerivativeTheyAre()
    {
        _builder.Origin = new Origin("Hidden", "Tanh", 4);
        Node a = Leaf("a", [3]);
        _builder.Origin = new Origin("Loss", null, 5);
        Node loss = _builder.Sum(_builder.Add(new Tanh(), a), [0]);
        Assert.Equal(new Origin("Hidden", "Tanh", 4, IsGradient: true), ReverseMode.Gradient(_builder, loss, [a])[0]!.Origin);
    }

    private Node Leaf(string name, Shape shape) => _builder.Add(new ParameterLeaf(name, TensorType.Float(shape), new ZeroInitial()));
}
