using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>What functions say when their arguments do not fit, in full.</summary>
public sealed class MisuseTests
{
    private const string OneComputation = "start one with Expr.Input.";

    [Theory]
    [MemberData(nameof(Cases))]
    public void Misuse_IsToldInFull(string message, string[] inputs, Func<Expr[], object?> use)
    {
        Computation computation = new(2, 1);
        Expr[] values = [.. inputs.Select(computation.Value)];
        string actual = Assert.Throws<ArgumentException>(() => use(values)).Message;
        Assert.True(message == actual, $"Expected: {message}\nActual:   {actual}");
    }

    public static TheoryData<string, string[], Func<Expr[], object?>> Cases() => new()
    {
        { "'+' takes values whose axes agree or have size 1, but is given [2, 3] and [4], where 3 is not 4; make the sizes equal, or add an axis of size 1 with Unsqueeze", ["2, 3", "4"], static x => x[0] + x[1] },
        { "'Exp' takes real numbers, but is given the whole numbers i32[2]; look them up with Gather, or make them a vector with OneHot", ["i32[2]"], static x => Exp(x[0]) },
        { "'<' takes real numbers, but is given the whole numbers i32[2]; look them up with Gather, or make them a vector with OneHot", ["i32[2]"], static x => x[0] < 1f },
        { "'Where' takes real numbers, but is given the whole numbers i32[2]; look them up with Gather, or make them a vector with OneHot", ["i32[2]"], static x => Where(x[0], 1f, 0f) },
        { "'Sum' takes the axis 2, but [2, 3] has 2 axes; axes are counted from 0, or from -1 for the last, and the batch axis is 'Axis.Batch'", ["2, 3"], static x => Sum(x[0], 2) },
        { "'Mean' takes the axis -2, but [3] has 1 axis; axes are counted from 0, or from -1 for the last, and the batch axis is 'Axis.Batch'", ["3"], static x => Mean(x[0], -2) },
        { "'Max' takes 'Axis.Batch', but [3] is the same for all samples; leave the axis out, or apply it to a value of each sample", ["weight 3"], static x => Max(x[0], Axis.Batch) },
        { "'Reshape' keeps the number of elements, but [2, 3] has 6 and [4] has 4; choose sizes whose product is 6", ["2, 3"], static x => Reshape(x[0], "4") },
        { "'2,' is not a shape: a size is missing between commas; write positive sizes separated by commas, as in \"1, 28, 28\"", ["2"], static x => Reshape(x[0], "2,") },
        { "'Transpose' exchanges the last two axes, but [3] has fewer", ["3"], static x => Transpose(x[0]) },
        { "'Transpose' takes each of the axes of [2, 3] once, but is given 0, 0", ["2, 3"], static x => Transpose(x[0], 0, 0) },
        { "'Unsqueeze' adds an axis from 0 to 1 to [3], but is given 2", ["3"], static x => Unsqueeze(x[0], 2) },
        { "'Squeeze' removes an axis of size 1, but the axis of [3] has size 3", ["3"], static x => Squeeze(x[0], 0) },
        { "'Slice' takes the elements 1 to 3 of an axis of [3], but these are 0 to 2; its third argument is the first, its fourth how many", ["3"], static x => Slice(x[0], 0, 1, 3) },
        { "'Concat' takes at least one value", ["3"], static x => { using (Compiler.Trace.Execution.Enter(x[0].Model!, new(string.Empty))) { return Concat(0); } } },
        { "'Concat' joins along the axis 0, so all other axes have to agree, but it is given [2, 3] and [2, 4]; they can be joined along the axis 1", ["2, 3", "2, 4"], static x => Concat(0, x) },
        { "'Stack' joins along the axis 0, so all other axes have to agree, but it is given [1, 3] and [1, 4]; they can be joined along the axis 1", ["3", "4"], static x => Stack(0, x) },
        { "'Pad' adds zeros, but is given -1 before and 2 after", ["3"], static x => Pad(x[0], 0, -1, 2) },
        { "'Repeat' takes a positive number of times, but is given 0", ["3"], static x => Repeat(x[0], 0, 0) },
        { "'Gather' takes a table that is the same for all samples, such as a weight; for a value of each sample use Pick or a product with OneHot", ["3, 2", "i32[2]"], static x => Gather(x[0], x[1]) },
        { "'Gather' takes whole numbers, but is given [2]; declare the input as in \"i32[T]\"", ["weight 3, 2", "2"], static x => Gather(x[0], x[1]) },
        { "'MatMul' multiplies rows by columns, so the last axis of [2, 3] must be as long as the one before the last of [2, 3], but 3 is not 2; change one of them, or put Transpose before it", ["2, 3", "2, 3"], static x => MatMul(x[0], x[1]) },
        { "'Einsum' takes a text such as \"ik,kj->ij\", but is given \"ik\"", ["2, 3", "3"], static x => Einsum("ik", x[0], x[1]) },
        { "'Einsum' takes a value for each text before the arrow, but is given 2 for the 3 of \"i,j,k->ijk\"", ["3", "3"], static x => Einsum("i,j,k->ijk", x[0], x[1]) },
        { "'Einsum' takes each letter once in the result, but 'ii' repeats one", ["3", "3"], static x => Einsum("i,j->ii", x[0], x[1]) },
        { "'Einsum' takes a letter for each axis, but 'i' has 1 for [3, 3]", ["weight 3, 3", "weight 3"], static x => Einsum("i,j->ij", x[0], x[1]) },
        { "'Einsum' takes each letter once in each value, but 'ii' repeats one", ["weight 3, 3", "weight 3"], static x => Einsum("ii,j->ij", x[0], x[1]) },
        { "'Einsum' has the letter 'z' in the result but in no value", ["3", "3"], static x => Einsum("i,j->iz", x[0], x[1]) },
        { "'Einsum' takes values that agree in the axis 'i', but it is 3 in [3] and 4 in [4]; make these sizes equal, or let the letters stand in the order of the axes", ["3", "4"], static x => Einsum("i,i->i", x[0], x[1]) },
        { "'Dense' multiplies rows by columns, so the last axis of [2] must be as long as the one before the last of [3, 4], but 2 is not 3; change one of them, or put Transpose before it", ["2", "weight 3, 4"], static x => Dense(x[0], x[1]) },
        { "'Dense' takes a bias [4] with the kernel [3, 4], but is given [3]; give the bias the last size of the kernel", ["3", "weight 3, 4", "weight 3"], static x => Dense(x[0], x[1], x[2]) },
        { "'Conv2D' takes images [channels, height, width], but is given [4, 4]", ["4, 4", "weight 1, 1, 3, 3"], static x => Conv2D(x[0], x[1]) },
        { "'Conv2D' takes a kernel [filters, 2, size, size] for [4, 5, 5], but is given [2, 4, 3, 3]; its second size is the channels of a group", ["4, 5, 5", "weight 2, 4, 3, 3"], static x => Conv2D(x[0], x[1], groups: 2) },
        { "'Conv2D' needs channels that its 3 groups divide, but is given [4, 5, 5]; choose a number of groups that divides 4", ["4, 5, 5", "weight 3, 1, 3, 3"], static x => Conv2D(x[0], x[1], groups: 3) },
        { "'Conv2D' cuts 3 filters into 2 groups; choose a number of groups that divides both filters and channels", ["4, 5, 5", "weight 3, 2, 3, 3"], static x => Conv2D(x[0], x[1], groups: 2) },
        { "'Conv2D' takes a bias [2], but is given [3]", ["1, 5, 5", "weight 2, 1, 3, 3", "weight 3"], static x => Conv2D(x[0], x[1], x[2]) },
        { "'Conv2D' takes a dilation from 1 to 1024", ["1, 5, 5", "weight 2, 1, 3, 3"], static x => Conv2D(x[0], x[1], dilation: 0) },
        { "'ConvTranspose1D' takes an output padding of at least 0 and below the stride or the dilation", ["1, 5", "weight 1, 1, 3"], static x => ConvTranspose1D(x[0], x[1], outputPadding: 1) },
        { "'Conv1D' takes sequences [channels, length], but is given [4]", ["4", "weight 1, 1, 3"], static x => Conv1D(x[0], x[1]) },
        { "'Conv1D' has a window of 3 that reaches over 5, but is given [1, 4]; make it 2 or smaller", ["1, 4", "weight 1, 1, 3"], static x => Conv1D(x[0], x[1], dilation: 2, same: false) },
        { "'AvgPool' pads by 2 on each side, but has a window of 2; pad by 1 at most", ["1, 4, 4"], static x => AvgPool(x[0], 2, pad: 2) },
        { "'GlobalAvgPool' takes images [channels, height, width], but is given [4]", ["4"], static x => GlobalAvgPool(x[0]) },
        { "'AdaptiveAvgPool' takes whole numbers from 1 to 1024", ["1, 4, 4"], static x => AdaptiveAvgPool(x[0], 0, 1) },
        { "'MaxPool' has a window of 3x3, but is given [1, 2, 2]; make it 2 or smaller", ["1, 2, 2"], static x => MaxPool(x[0], 3) },
        { "'MaxPool' takes a window and a stride from 1 to 1024", ["1, 2, 2"], static x => MaxPool(x[0], 0) },
        { "'CausalMask' takes scores [.., T, T], but is given [2, 3]", ["2, 3"], static x => CausalMask(x[0]) },
        { "'Dropout' takes a rate of at least 0 and below 1", ["2"], static x => Dropout(x[0], 1) },
        { "'SoftmaxCrossEntropy' takes labels as whole numbers, but is given real numbers, [3]; declare them with 'i32', as in [Shape(\"i32[T]\")]", ["3", "3"], static x => SoftmaxCrossEntropy(x[0], x[1]) },
        { "'SoftmaxFocal' takes one label for each row of logits [2, 3], so i32[2], but is given i32[3]", ["2, 3", "i32[3]"], static x => SoftmaxFocal(x[0], x[1]) },
        { "'SoftmaxCrossEntropy' takes a label smoothing from 0 to 1, but is given 1.5", ["3", "i32[]"], static x => SoftmaxCrossEntropy(x[0], x[1], 1.5f) },
        { "'SoftmaxFocal' takes a finite gamma of at least 0, but is given -1", ["3", "i32[]"], static x => SoftmaxFocal(x[0], x[1], -1) },
        { "'SigmoidFocal' takes a balance from 0 to 1, or a negative one for none, but is given 2", ["3", "3"], static x => SigmoidFocal(x[0], x[1], 2, 2) },
        { "'Huber' takes a finite delta above 0, but is given 0", ["3", "3"], static x => Huber(x[0], x[1], 0) },
        { "'KullbackLeibler' compares vectors, but is given single numbers", ["", ""], static x => KullbackLeibler(x[0], x[1]) },
        { "'InfoNce' takes 'Axis.Batch', but [3] is the same for all samples; leave the axis out, or apply it to a value of each sample", ["3", "weight 3"], static x => InfoNce(x[0], x[1]) },
        { "'InfoNce' takes a vector [features] of each sample, but is given [2, 3]", ["2, 3", "2, 3"], static x => InfoNce(x[0], x[1]) },
        { "'InfoNce' compares queries with keys of their shape, but is given [3] and [4]", ["3", "4"], static x => InfoNce(x[0], x[1]) },
        { "'Ctc' takes logits [steps, classes], but is given [3]", ["3", "i32[2]"], static x => Ctc(x[0], x[1]) },
        { "'Ctc' takes labels as whole numbers, but is given real numbers, [2]; declare them with 'i32', as in [Shape(\"i32[T]\")]", ["4, 3", "2"], static x => Ctc(x[0], x[1]) },
        { "'Ctc' takes labels i32[length] of each sample, but is given i32[]", ["4, 3", "i32[]"], static x => Ctc(x[0], x[1]) },
        { "'Ctc' takes as blank one of the classes of [4, 3], counted from 0, but is given 3", ["4, 3", "i32[2]"], static x => Ctc(x[0], x[1], blank: 3) },
        { "'Ctc' takes a length i32[] of each sample, but is given [2]", ["4, 3", "i32[2]", "2"], static x => Ctc(x[0], x[1], x[2]) },
        { "'Jvp' takes a direction of the shape of what is derived by, [3], but is given [2, 3] (v0 [3] → Exp [3])", ["3", "2, 3"], static x => Jvp(Exp(x[0]), x[0], x[1]) },
        { "'Jvp' takes a direction of the shape of what is derived by, [3], but is given [3] of each sample (v1 [3] → Multiply [3])", ["weight 3", "3"], static x => Jvp(x[0] * x[1], x[0], x[1]) },
        { "'Jacobian' derives each element of a value of 1 to 1024 numbers, but is given [1025]; Gradient and Jvp give products with it (v0 [1025] → Exp [1025])", ["1025"], static x => Jacobian(Exp(x[0]), x[0]) },
        { "'PerSample' repeats for each sample what is the same for all, such as a weight, but [3] differs from sample to sample already", ["3"], static x => PerSample(x[0]) },
        { "'Jvp' needs derivatives that are linear in what they are multiplied with, but one of one's own on the way is not (v0 [3] → Sign [3])", ["3"], static x => Jvp(WithGradient(Sign, static (a, d) => d * d, x[0]), x[0], x[0]) },
        { "'Becomes' changes a running value, a part with [State], but is given something else", ["2"], static x => Done(() => x[0].Becomes(1f)) },
        { "'Becomes' gives a running value [2] the value [2]; it differs from sample to sample, so take its mean along 'Axis.Batch'", ["state 2", "2"], static x => Done(() => x[0].Becomes(x[1])) },
        { "'Becomes' gives a running value [2] the value [3]; give it one of its own shape, [2]", ["state 2", "weight 3"], static x => Done(() => x[0].Becomes(x[1])) },
        { "'Becomes' changes a running value once in a step, but stands in a loop", ["state 2", "3, 2"], static x => Fold((h, item) => { x[0].Becomes(0f); return h + item; }, 0f, x[1]) },
        { "'Tap' names a value of the whole model, but stands in a loop; name what the loop gives (v0 [3, 2] → Fold [2] → Add [2])", ["3, 2"], static x => Fold(static (h, item) => (h + item).Tap("h"), 0f, x[0]) },
        { "'Gradient' derives 'v0' by 'v1', from which it is not computed; derive by a value that it is computed from", ["2", "3"], static x => Gradient(x[0], x[1]) },
        { "'Scan' takes a sequence, whose first axis is the steps, but is given []", [""], static x => Scan(static (h, item) => h, 0f, x[0]) },
        { "'Fold' keeps the shape of its state, but it starts as [2] and becomes [3]", ["4, 3", "2"], static x => Fold(static (h, item) => item, x[1], x[0]) },
        { "'FixedPoint' keeps the shape of its value, but it starts as [2] and becomes [3]", ["2", "3"], static x => FixedPoint(z => x[1], x[0]) },
        { "'FixedPoint' takes at least one step, but is given 0", ["2"], static x => FixedPoint(static z => z, x[0], 0) },
        { "'FixedPoint' takes a finite tolerance of at least 0", ["2"], static x => FixedPoint(static z => z, x[0], 5, -1) },
        { "'WithGradient' takes a derivative of the shape of its argument, [3], but is given [1]", ["3"], static x => WithGradient(Sign, static (a, d) => Slice(d, 0, 0, 1), x[0]) },
        { "A derivative of one's own is computed from its arguments alone, but uses a value [3] from outside", ["3", "3"], static x => WithGradient(Sign, (a, d) => d * x[1], x[0]) },
        { "'Clamp' takes a lower bound and then an upper one, but is given 1 and 0.5", ["3"], static x => Clamp(x[0], 1f, 0.5f) },
        { "'Celu' takes a finite alpha above 0, but is given 0", ["3"], static x => Celu(x[0], 0) },
        { "'Glu' joins the halves of an axis, but that of [2, 3] has the odd size 3; make it even", ["2, 3"], static x => Glu(x[0]) },
        { "'Maxout' takes the greatest of each 2, which has to divide the axis of [2, 3] with size 3", ["2, 3"], static x => Maxout(x[0], 2) },
        { "'TopK' takes from 1 to 3 elements of that axis of [2, 3], but is given 4", ["2, 3"], static x => TopK(x[0], 4).Values },
        { "'TopK' takes from 1 to 3 elements of that axis of [2, 3], but is given 0", ["2, 3"], static x => TopK(x[0], 0).Values },
        { "'Split' takes equal parts, but 2 do not divide the axis of [2, 3] with size 3", ["2, 3"], static x => Split(x[0], 1, 2)[0] },
        { "'Pad' adds places, but is given -1 before and 0 after", ["3"], static x => Pad(x[0], 0, -1, 0, PadMode.Reflect) },
        { "'Pad' has 2 places to continue the axis of [3] with, but is given 3 before and 0 after", ["3"], static x => Pad(x[0], 0, 3, 0, PadMode.Reflect) },
        { "'Pad' has 3 places to continue the axis of [3] with, but is given 0 before and 4 after", ["3"], static x => Pad(x[0], 0, 0, 4, PadMode.Circular) },
        { "'Pad' takes real numbers, but is given the whole numbers i32[2]; look them up with Gather, or make them a vector with OneHot", ["i32[2]"], static x => Pad(x[0], 0, 1, 0, 0.5f) },
        { "'Tile' takes a positive number of times, but is given 0", ["3"], static x => Tile(x[0], 0, 0) },
        { "'Tril' takes matrices [.., rows, columns], but is given [3]", ["3"], static x => Tril(x[0]) },
        { "'Outer' takes vectors [.., m] and [.., n], but is given [3] and []", ["3", ""], static x => Outer(x[0], x[1]) },
        { "'ScatterAdd' takes values [k, ..], a row i32[k] for each and the number of rows, but is given [3, 2], i32[2] and 4", ["3, 2", "i32[2]"], static x => ScatterAdd(x[0], x[1], 4) },
        { "'Unfold' takes a window, a stride and a dilation of at least 1", ["3"], static x => Unfold(x[0], 0, 0) },
        { "'Unfold' has a window over 5 places, but the axis of [3] has 3; make it smaller", ["3"], static x => Unfold(x[0], 0, 3, 1, 2) },
        { "'Patchify' takes images [channels, height, width], but is given [4, 4]", ["4, 4"], static x => Patchify(x[0], 2) },
        { "'Patchify' cuts images into squares of 3x3, which has to divide height and width of [1, 6, 4]", ["1, 6, 4"], static x => Patchify(x[0], 3) },
        { "'ChannelDropout' takes a rate of at least 0 and below 1", ["2"], static x => ChannelDropout(x[0], -1) },
        { "'ChannelDropout' takes channels [channels, ..], but is given []", [""], static x => ChannelDropout(x[0], 0.5f) },
        { "'GaussianNoise' takes a finite deviation of at least 0", ["2"], static x => GaussianNoise(x[0], float.NaN) },
        { "'L1Penalty' takes at least one value", ["2"], static x => { using (Compiler.Trace.Execution.Enter(x[0].Model!, new(string.Empty))) { return L1Penalty(); } } },
        { "'SqueezeExcite' takes channels with places, as [channels, height, width], but is given [3]", ["3", "weight 3, 1", "weight 1, 3"], static x => SqueezeExcite(x[0], x[1], null, x[2], null) },
        { "'Eca' takes a kernel [size] of odd size, but is given [2]", ["3, 4", "weight 2"], static x => Eca(x[0], x[1]) },
        { "'LayerNorm' normalises the last 3 axes, but [2, 3] has 2", ["2, 3"], static x => LayerNorm(x[0], axes: 3) },
        { "'GroupNorm' takes channels that its 4 groups divide, but is given [6, 2], whose channels are 6", ["6, 2"], static x => GroupNorm(x[0], 4) },
        { "'GroupNorm' takes a value for each channel, [4], the same for all samples, but is given [2]", ["4, 2", "weight 2"], static x => GroupNorm(x[0], 2, x[1]) },
        { "'InstanceNorm' takes channels with places, as [channels, height, width], but is given [3]", ["3"], static x => InstanceNorm(x[0]) },
        { "'BatchNorm' takes a running mean and a running variance, but is given one of them", ["3", "weight 3"], static x => BatchNorm(x[0], x[1]) },
        { "'Lstm' takes a sequence [steps, features], but is given [3]", ["3", "weight 3, 8", "weight 2, 8"], static x => Lstm(x[0], x[1], x[2]).State },
        { "'Lstm' takes a kernel of the state [units, 4 * units], but is given [2, 6]", ["4, 3", "weight 3, 8", "weight 2, 6"], static x => Lstm(x[0], x[1], x[2]).State },
        { "'Gru' takes a kernel of the input [3, 6] for [4, 3] and a state of 2, but is given [2, 6]", ["4, 3", "weight 2, 6", "weight 2, 6"], static x => Gru(x[0], x[1], x[2]).State },
        { "'Rnn' takes a first state [2], but is given [3]", ["4, 3", "weight 3, 2", "weight 2, 2", "3"], static x => Rnn(x[0], x[1], x[2], state: x[3]).State },
        { "'Rnn' takes a mask [4], one number for each step, or lengths i32[], but is given [3]", ["4, 3", "weight 3, 2", "weight 2, 2", "3"], static x => Rnn(x[0], x[1], x[2], mask: x[3]).State },
        { "'Rnn' takes stretches of at least 1 step, or 0 for the whole sequence, but is given -1", ["4, 3", "weight 3, 2", "weight 2, 2"], static x => Rnn(x[0], x[1], x[2], truncate: -1).State },
        { "'Attention' takes queries [steps, features] and as many keys [places, features] as values [places, features], but is given [3, 2], [4, 2] and [3, 2]", ["3, 2", "4, 2"], static x => Attention(x[0], x[1], x[0]) },
        { "'Attention' cuts the features of [3, 6] into 4 heads, which have to divide 6", ["3, 6"], static x => Attention(x[0], x[0], x[0], heads: 4) },
        { "'Attention' takes keys with the 6 features of the queries, or with those of fewer heads that divide 3, but is given [3, 4]", ["3, 6", "3, 4"], static x => Attention(x[0], x[1], x[1], heads: 3) },
        { "'Attention' takes a mask that can be repeated to its scores [2, 3, 3] of heads, steps and places, but is given [2]", ["3, 6", "2"], static x => Attention(x[0], x[0], x[0], x[1], heads: 2) },
        { "'Attention' is causal, so it takes as many keys as queries, but is given [3, 2] and [4, 2]", ["3, 2", "4, 2"], static x => Attention(x[0], x[1], x[1], causal: true) },
        { "'RotaryPositions' takes a sequence [steps, features] whose features are pairs for each of its heads, here a multiple of 4, but is given [3, 6]", ["3, 6"], static x => RotaryPositions(x[0], 2) },
        { "'SetStep' takes a sequence [steps, ..], a position i32[] and the value of one step, but is given [3, 2], i32[] and [3]", ["3, 2", "i32[]", "3"], static x => SetStep(x[0], x[1], x[2]) },
        { "'LengthMask' takes whole numbers, but is given [2]; declare the input as in \"i32[]\"", ["2"], static x => LengthMask(x[0], "3") },
        { "'Add' takes values of one computation, but these come from different inputs.", ["3"], static x => x[0] + Expr.Input("3") },
        { "'Exp' is given numbers and weights alone, which belong to no computation; " + OneComputation, ["3"], static _ => Exp(1f) },
        { "'3;' is not a shape: '3;' is neither a number nor a name; write positive sizes separated by commas, as in \"1, 28, 28\" (Parameter 'shape')", [], static _ => Expr.Input("3;") },
    };

    [Fact]
    public void ShapesOfAMisuse_ComeWithTheirWay()
    {
        Expr x = Expr.Input("4");
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Slice(Exp(x), 0, 0, 2) + x);
        Assert.EndsWith(" (input [4] → Exp [4] → Slice [2])", exception.Message, StringComparison.Ordinal);
    }

    private static object? Done(Action action)
    {
        action();
        return null;
    }
}
