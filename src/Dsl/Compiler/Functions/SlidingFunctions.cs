using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>Pooling and resampling as functions, and how arguments of functions say how a window slides.</summary>
internal static class SlidingFunctions
{
    // A window of more elements along an axis is a mistake rather than a model.
    private const int Largest = 1024;

    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("MaxPool", static call => OfEachSample(call, x => Pools.MaxOfImages(call, x, Pooled(call), Pooled(call)))),
        new("MaxPool1D", static call => OfEachSample(call, x => Pools.MaxOfSequences(call, x, Pooled(call)))),
        new("MaxPool3D", static call => OfEachSample(call, x => Pools.MaxOfVolumes(call, x, Pooled(call), Pooled(call), Pooled(call)))),
        new("AvgPool", static call => OfEachSample(call, x => Pools.MeanOfImages(call, x, Pooled(call), Pooled(call), call.Boolean(5, otherwise: true)))),
        new("AvgPool1D", static call => OfEachSample(call, x => Pools.MeanOfSequences(call, x, Pooled(call), call.Boolean(5, otherwise: true)))),
        new("GlobalAvgPool", static call => OfEachSample(call, x => Pools.MeanOfChannels(call, x))),
        new("GlobalMaxPool", static call => OfEachSample(call, x => Pools.MaxOfChannels(call, x))),
        new("AdaptiveAvgPool", static call => OfEachSample(call, x => Pools.AdaptiveMean(call, x, Positive(call, 1), Positive(call, 2)))),
        new("Upsample", static call => OfEachSample(call, x => call.Boolean(2)
            ? Resampling.Bilinear(call, x, Positive(call, 1))
            : Resampling.Nearest(call, x, Positive(call, 1)))),
        new("PixelShuffle", static call => OfEachSample(call, x => Resampling.PixelShuffle(call, x, Positive(call, 1)))),
        new("PixelUnshuffle", static call => OfEachSample(call, x => Resampling.PixelUnshuffle(call, x, Positive(call, 1)))),
    ];

    /// <summary>A function of the first argument, which has a batch axis; a value that is the same for all samples is a batch of one.</summary>
    public static Node OfEachSample(FunctionCall call, Func<Node, Node> function)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        if (FunctionCall.HasBatch(x))
        {
            return function(x);
        }

        Node y = function(call.Builder.Reshape(x, new Shape(new[] { Size.One }.Concat(x.Shape).ToEquatableArray())));
        return call.Builder.Reshape(y, y.Shape.WithoutBatch);
    }

    /// <summary>How a window slides, from the arguments of a function.</summary>
    /// <param name="call">The call.</param>
    /// <param name="size">The size of the window.</param>
    /// <param name="stride">The step.</param>
    /// <param name="same">Whether zeros keep the size where their number is not given.</param>
    /// <param name="dilation">The distance of the window's elements.</param>
    /// <param name="pad">Zeros on each side; −1 where <paramref name="same"/> decides.</param>
    public static Slide SlideOf(FunctionCall call, Size size, long stride, bool same, long dilation, long pad) =>
        !size.IsConstant || size.Constant is < 1 or > Largest || stride is < 1 or > Largest ? throw call.Error("takes a window and a stride from 1 to 1024")
        : dilation is < 1 or > Largest ? throw call.Error("takes a dilation from 1 to 1024")
        : pad is < -1 or > Largest * Largest ? throw call.Error("takes a number of zeros of at least 0, or -1 for as many as 'same' means")
        : new Slide((int)size.Constant, (int)stride, (int)dilation, pad >= 0 ? ((int)pad, (int)pad) : same ? null : (0, 0));

    private static Slide Pooled(FunctionCall call)
    {
        long size = call.Integer(1);
        return SlideOf(call, size, call.IsGiven(2) && call.Integer(2) > 0 ? call.Integer(2) : size, call.Boolean(3), 1, call.IsGiven(4) ? call.Integer(4) : -1);
    }

    private static int Positive(FunctionCall call, int index) => call.Integer(index) is >= 1 and <= Largest and var number
        ? (int)number
        : throw call.Error("takes whole numbers from 1 to 1024");
}
