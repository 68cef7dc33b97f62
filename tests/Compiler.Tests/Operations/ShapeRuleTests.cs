using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Operations;

public class ShapeRuleTests
{
    private static readonly Size N = Size.Batch;
    private static readonly Window Window = Window.Create(5, 7, 3, 1, same: false)!;

    [Fact]
    public void Elementwise_TakesItsNumberOfValues() =>
        AssertRejects(new Add(), "'Add' takes 2 values, but 1 are given", Float(N, 3));

    [Fact]
    public void Elementwise_TakesOneShape() =>
        AssertRejects(new Multiply(), "'Multiply' takes values of one shape, but the shapes are [n, 3] and [n, 4]", Float(N, 3), Float(N, 4));

    [Fact]
    public void Elementwise_TakesFloatingPointNumbers() =>
        AssertRejects(new Relu(), "'Relu' takes floating-point numbers, but one value is i32[n]", TensorType.Int([N]));

    [Fact]
    public void Contract_TakesValuesWithItsAxes() =>
        AssertRejects(new Contract("nk", "kj", "nj"), "'Contract' takes the axes 'kj', but is given [3]", Float(N, 3), Float(3));

    [Fact]
    public void Contract_TakesValuesThatAgree() => AssertRejects(
        new Contract("nk", "kj", "nj"), "'Contract' takes values that agree in the axis 'k', but it is 3 in one and 4 in the other", Float(N, 3), Float(4, 2));

    [Fact]
    public void Convolution_TakesItsImage() =>
        AssertRejects(new Convolution(Window), "'Convolution' takes [n, 2, 5, 7], but is given [n, 2, 5, 6]", Float(N, 2, 5, 6), Float(4, 2, 3, 3));

    [Fact]
    public void Convolution_TakesChannelsThatItsGroupsDivide()
    {
        AssertRejects(new Convolution(Window, 2), "'Convolution' in 2 groups takes channels that they divide, but is given 3", Float(N, 3, 5, 7), Float(4, 1, 3, 3));
        AssertRejects(new Convolution(Window, 2), "'Convolution' in 2 groups takes channels that they divide, but is given 3", Float(N, 2, 5, 7), Float(3, 1, 3, 3));
    }

    [Fact]
    public void Convolution_TakesAKernelWithTheImagesChannels() =>
        AssertRejects(new Convolution(Window), "'Convolution' takes [4, 2, 3, 3], but is given [4, 1, 3, 3]", Float(N, 2, 5, 7), Float(4, 1, 3, 3));

    [Fact]
    public void Convolution_TakesFourAxes()
    {
        AssertRejects(new Convolution(Window), "'Convolution' takes values of four axes, but is given [n]", Float(N), Float(4, 1, 3, 3));
        AssertRejects(new ConvolutionInputGradient(Window), "'ConvolutionInputGradient' takes values of four axes, but is given []", Float(), Float());
    }

    [Fact]
    public void ConvolutionInputGradient_TakesTheResultsDerivative() => AssertRejects(
        new ConvolutionInputGradient(Window), "'ConvolutionInputGradient' takes [n, 4, 3, 5], but is given [n, 4, 5, 3]", Float(4, 2, 3, 3), Float(N, 4, 5, 3));

    [Fact]
    public void ConvolutionKernelGradient_TakesTheResultsDerivative() => AssertRejects(
        new ConvolutionKernelGradient(Window), "'ConvolutionKernelGradient' takes [n, 4, 3, 5], but is given [1, 4, 3, 5]", Float(N, 2, 5, 7), Float(1, 4, 3, 5));

    [Fact]
    public void Pools_TakeTheirPlanes()
    {
        AssertRejects(new MaxPool(Window), "'MaxPool' takes [n, 2, 5, 7], but is given [n, 2, 7, 5]", Float(N, 2, 7, 5));
        AssertRejects(new MaxPool(Window), "'MaxPool' takes values of four axes, but is given [n, 5]", Float(N, 5));
        AssertRejects(new MaxPoolIndices(Window), "'MaxPoolIndices' takes [n, 2, 5, 7], but is given [n, 2, 7, 5]", Float(N, 2, 7, 5));
        AssertRejects(new PoolScatter(Window), "'PoolScatter' takes [n, 2, 3, 5], but is given [n, 1, 3, 5]", TensorType.Int([N, 2, 3, 5]), Float(N, 1, 3, 5));
        AssertRejects(new PoolGather(Window), "'PoolGather' takes [n, 2, 5, 7], but is given [n, 2, 3, 5]", TensorType.Int([N, 2, 3, 5]), Float(N, 2, 3, 5));
    }

    [Fact]
    public void Rows_TakeLogitsAndLabels()
    {
        AssertRejects(
            new CrossEntropy(), "'CrossEntropy' of logits f32[n, 3] takes labels i32[n], but is given f32[n]", Float(N, 3), Float(N));
        AssertRejects(
            new CrossEntropyResidual(),
            "'CrossEntropyResidual' of logits f32[n, 3, 2] takes labels i32[n, 3], but is given i32[n]",
            Float(N, 3, 2),
            TensorType.Int([N]));
        AssertRejects(new CrossEntropy(), "'CrossEntropy' takes logits f32[..., classes], but is given i32[n, 3]", TensorType.Int([N, 3]), TensorType.Int([N]));
        AssertRejects(new Softmax(), "'Softmax' takes logits f32[..., classes], but is given f32[]", Float());
        AssertRejects(new LogSoftmax(), "'LogSoftmax' takes logits f32[..., classes], but is given i32[n]", TensorType.Int([N]));
        AssertRejects(new LowerSoftmax(), "'LowerSoftmax' takes square matrices f32[..., T, T], but is given f32[n, 3]", Float(N, 3));
    }

    [Fact]
    public void Layout_KeepsWhatItMoves()
    {
        AssertRejects(new Reshape([N, 5]), "'Reshape' keeps the number of elements, but [n, 2, 3] has 6 * n and [n, 5] has 5 * n", Float(N, 2, 3));
        AssertRejects(new Broadcast([N, 5], [0]), "'Broadcast' to [n, 5] along the axes [0] takes [5], but is given [4]", Float(4));
        AssertRejects(new Sum([0, 2]), "'Sum' over the axes [0, 2] needs them, but [n, 5] has 2", Float(N, 5));
    }

    [Fact]
    public void Contract_TakesEachAxisOnce_AndGivesAxesOfItsInputs()
    {
        AssertRejects(new Contract("nn", "nj", "nj"), "'Contract' takes each axis of a value once, but one has the axes 'nn'", Float(N, N), Float(N, 3));
        AssertRejects(
            new Contract("nk", "kj", "nz"), "'Contract' gives axes of its inputs, but 'z' of 'nz' is neither in 'nk' nor in 'kj'", Float(N, 3), Float(3, 4));
        AssertRejects(
            new Contract("nk", "kj", "n"), "'Contract' sums over axes that both inputs have, but 'j' is in one of 'nk' and 'kj' alone", Float(N, 3), Float(3, 4));
    }

    [Fact]
    public void Moves_TakeAxesAndPositionsThatExist()
    {
        AssertRejects(new Permute([0, 0]), "'Permute' takes every axis once, but the order of the axes of [n, 3] is [0, 0]", Float(N, 3));
        AssertRejects(new Permute([1, 0]), "'Permute' takes every axis once, but the order of the axes of [n] is [1, 0]", Float(N));
        AssertRejects(
            new Permute([.. Enumerable.Range(0, 9)]), "'Permute' takes values of at most 8 axes, but [1, 1, 1, 1, 1, 1, 1, 1, 1] has 9", Float(1, 1, 1, 1, 1, 1, 1, 1, 1));
        AssertRejects(new Slice(2, 0, 1), "'Slice' along the axis 2 needs it, but [n, 3] has 2", Float(N, 3));
        AssertRejects(new Slice(1, 2, 2), "'Slice' takes 2 positions from 2 along the axis 1, but [n, 3] has 3 there", Float(N, 3));
        AssertRejects(new Slice(0, 1, N), "'Slice' takes n positions from 1 along the axis 0, but [n, 3] has n there", Float(N, 3));
        AssertRejects(new Pad(1, 2, 4), "'Pad' makes the axis 1 of [n, 3] one of 4 with 2 zeros before it, which is too few", Float(N, 3));
        AssertRejects(new Concat(1), "'Concat' takes at least one value, but none is given");
        AssertRejects(
            new Concat(1), "'Concat' takes values that agree in all axes but the axis 1, but they are f32[n, 3] and f32[4, 3]", Float(N, 3), Float(4, 3));
        AssertRejects(new Concat(0), "'Concat' takes values that agree in all axes but the axis 0, but they are f32[n] and i32[n]", Float(N), TensorType.Int([N]));
        AssertRejects(new Flip(-1), "'Flip' along the axis -1 needs it, but [n] has 1", Float(N));
        AssertRejects(new Positions([N], 1), "'Positions' along the axis 1 needs it, but [n] has 1");
    }

    [Fact]
    public void Indices_AreWholeNumbers()
    {
        AssertRejects(new Gather(), "'Gather' takes a table f32[rows, …] and indices i32[…], but is given f32[5, 2] and f32[n]", Float(5, 2), Float(N));
        AssertRejects(
            new ScatterAdd(5), "'ScatterAdd' takes indices i32[…] and values f32[indices…, …], but is given i32[n, 3] and f32[n, 2]", TensorType.Int([N, 3]), Float(N, 2));
        AssertRejects(
            new Pick(), "'Pick' takes f32[…, classes] and an index i32[…] for each row, but is given f32[n, 5] and i32[n, 5]", Float(N, 5), TensorType.Int([N, 5]));
        AssertRejects(new Spread(5), "'Spread' takes indices i32[…] and a value for each, but is given i32[n] and f32[n, 5]", TensorType.Int([N]), Float(N, 5));
        AssertRejects(new OneHot(5), "'OneHot' takes indices i32[…], but is given f32[n]", Float(N));
    }

    [Fact]
    public void Maxima_TakeTheirAxes()
    {
        AssertRejects(new Max([0, 2]), "'Max' over the axes [0, 2] needs them, but [n, 5] has 2", Float(N, 5));
        AssertRejects(new MaxMask([2]), "'MaxMask' over the axes [2] needs them, but [n, 5] has 2", Float(N, 5));
        AssertRejects(new ArgMax(-1), "'ArgMax' over the axes [-1] needs them, but [n] has 1", Float(N));
        AssertRejects(new Max([0]), "'Max' takes floating-point numbers, but is given i32[n]", TensorType.Int([N]));
    }

    [Fact]
    public void CumulativeSum_TakesItsAxis()
    {
        AssertRejects(new CumulativeSum(1, Reverse: false), "'CumulativeSum' along the axis 1 needs it, but [n] has 1", Float(N));
        AssertRejects(new CumulativeSum(0, Reverse: false), "'CumulativeSum' takes floating-point numbers, but is given i32[n]", TensorType.Int([N]));
    }

    private static TensorType Float(params ReadOnlySpan<Size> axes) => TensorType.Float(Shape.Create(axes));

    private static void AssertRejects(Operation operation, string message, params TensorType[] inputs) =>
        Assert.Equal(message, Assert.Throws<ShapeException>(() => operation.Infer(inputs)).Message);
}
