using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>The functions of layers, their weights given as arguments; and what differs between training and prediction.</summary>
internal static class NetworkFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("Conv2D", Convolve),
        new("MaxPool", static call =>
        {
            Node x = Image(call);
            long size = call.Integer(1);
            return call.Builder.Add(new MaxPool(Slide(call, x, size, call.IsGiven(2) && call.Integer(2) > 0 ? call.Integer(2) : size, same: false)), x);
        }),
        new("LayerNorm", LayerNorm),
        new("CausalMask", CausalMask),
        new("Dropout", static call =>
        {
            Node x = ElementwiseFunctions.Float(call, 0);
            double rate = call.Real(1);
            if (rate is not (>= 0 and < 1))
            {
                throw call.Error("takes a rate of at least 0 and below 1");
            }

            int stream = call.Model.NextStream();
            return call.Model.IsTraining && rate > 0 ? call.Builder.Multiply(x, call.Builder.Add(new DropoutMask(x.Shape, rate, stream))) : x;
        }),
        new("InTraining", static call => call.Model.IsTraining ? call[0] : call[1]),
        new("Becomes", Becomes),
        new("Tap", static call =>
        {
            if (!call.Model.IsInBody)
            {
                call.Model.Tap(call.Scope.PathOf(call.Text(1)), call.Value(0));
                return call[0];
            }

            throw call.Error("names a value of the whole model, but stands in a loop; name what the loop gives");
        }),
    ];

    private static Node Image(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        return FunctionCall.HasBatch(x) && x.Shape.Rank == 4
            ? x
            : throw call.Error($"takes images [channels, height, width], but is given {FunctionCall.Written(x)}");
    }

    private static Window Slide(FunctionCall call, Node x, long size, long stride, bool same)
    {
        if (x.Shape[2] is not { IsConstant: true } height || x.Shape[3] is not { IsConstant: true } width)
        {
            throw new ShapeException(Rules.NamedImageSize, $"'{call.Name}' takes images whose height and width are numbers, but is given {FunctionCall.Written(x)}; write a number for each");
        }

        return size is < 1 or > 1024 || stride is < 1 or > 1024
            ? throw call.Error("takes a window and a stride from 1 to 1024")
            : Window.Create((int)height.Constant, (int)width.Constant, (int)size, (int)stride, same)
                ?? throw call.Error($"has a window of {size}x{size}, but is given {FunctionCall.Written(x)}; make it {Math.Min(height.Constant, width.Constant)} or smaller");
    }

    private static object? Convolve(FunctionCall call)
    {
        Node x = Image(call);
        Node kernel = ElementwiseFunctions.Float(call, 1);
        if (kernel.Shape.Rank != 4 || kernel.Shape[1] != x.Shape[1] || kernel.Shape[2] != kernel.Shape[3] || !kernel.Shape[2].IsConstant || FunctionCall.HasBatch(kernel))
        {
            throw call.Error($"takes a kernel [filters, {Wording.Of(x.Shape[1])}, size, size] for {FunctionCall.Written(x)}, but is given {FunctionCall.Written(kernel)}; its second size is the channels of the image");
        }

        Window window = Slide(call, x, kernel.Shape[2].Constant, call.Integer(3), call.Boolean(4, otherwise: true));
        Node y = call.Builder.Add(new Convolution(window), x, kernel);
        return !call.IsGiven(2) ? y
            : ElementwiseFunctions.Float(call, 2) is { } bias && bias.Shape.Rank == 1 && bias.Shape[0] == kernel.Shape[0]
                ? call.Builder.Add(y, call.Builder.Broadcast(bias, y.Shape, [0, 2, 3]))
                : throw call.Error($"takes a bias [{Wording.Of(kernel.Shape[0])}], but is given {FunctionCall.Written(call.Value(2))}");
    }

    /// <summary>Along the last axes: mean 0, variance 1, then a gain and a bias (Ba, Kiros, Hinton 2016).</summary>
    private static object? LayerNorm(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        Node y = NormalisationFunctions.Normalise(call.Builder, x, NormalisationFunctions.Trailing(call, x, 4), call.Real(3));
        foreach (int index in new[] { 1, 2 })
        {
            if (call.IsGiven(index))
            {
                Node[] aligned = Broadcasting.Align(call, y, ElementwiseFunctions.Float(call, index));
                y = index == 1 ? call.Builder.Multiply(aligned[0], aligned[1]) : call.Builder.Add(aligned[0], aligned[1]);
            }
        }

        return y;
    }

    /// <summary>Scores of pairs of positions, <c>[.., T, T]</c>, with a large negative number where the second comes after the first.</summary>
    private static object? CausalMask(FunctionCall call)
    {
        Node scores = ElementwiseFunctions.Float(call, 0);
        int rank = scores.Shape.Rank;
        if (rank < 2 || scores.Shape[rank - 1] != scores.Shape[rank - 2])
        {
            throw call.Error($"takes scores [.., T, T], but is given {FunctionCall.Written(scores)}");
        }

        Node later = call.Builder.Subtract(
            call.Builder.Add(new Positions(scores.Shape, rank - 1)), call.Builder.Add(new Positions(scores.Shape, rank - 2)));
        return call.Builder.SelectPositive(later, call.Builder.Fill(scores.Shape, -1e9), scores);
    }

    private static object? Becomes(FunctionCall call)
    {
        Node state = call.Value(0);
        Node value = call.Value(1);
        if (call.Model.IsInBody)
        {
            throw call.Error("changes a running value once in a step, but stands in a loop");
        }

        if (state.Operation is not StateLeaf)
        {
            throw call.Error("changes a running value, a part with [State], but is given something else");
        }

        if (FunctionCall.HasBatch(value))
        {
            throw new ShapeException(
                Rules.StateMismatch, FunctionCall.Written(state), FunctionCall.Written(value), "it differs from sample to sample, so take its mean along 'Axis.Batch'");
        }

        if (value.Shape.Count != state.Shape.Count && value.Operation is not Fill)
        {
            throw new ShapeException(
                Rules.StateMismatch, FunctionCall.Written(state), FunctionCall.Written(value), $"give it one of its own shape, {FunctionCall.Written(state)}");
        }

        if (call.Model.IsTraining)
        {
            // What runs is no path for derivatives.
            call.Model.Update(state, call.Builder.Add(new StopGradient(), Broadcasting.To(call, value, state.Shape)));
        }

        return null;
    }
}
