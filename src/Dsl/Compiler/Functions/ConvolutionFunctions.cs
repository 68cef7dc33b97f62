using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Functions;

/// <summary>Convolutions with their weights as arguments: the value, kernel, bias, stride and whether zeros keep the size come first.</summary>
internal static class ConvolutionFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("Conv1D", static call => SlidingFunctions.OfEachSample(call, x =>
        {
            Node kernel = Kernel(call, Field.Sequence, x, Groups(call, 6));
            Slide along = SlidingFunctions.SlideOf(call, kernel.Shape[2], call.Integer(3), call.Boolean(4, otherwise: true), call.Integer(5), call.Integer(7));
            if (call.Boolean(8))
            {
                along = along with { Zeros = ((along.Size - 1) * along.Dilation, 0) };
            }

            return Convolutions.OfSequences(call, x, kernel, Bias(call, kernel.Shape[0]), along, Groups(call, 6));
        })),
        new("Conv2D", static call => SlidingFunctions.OfEachSample(call, x =>
        {
            (Node kernel, Slide down, Slide right, int groups) = call[3] is object?[] ? Rectangular(call, x) : Square(call, x);
            return Convolutions.OfImages(call, x, kernel, Bias(call, kernel.Shape[0]), down, right, groups);
        })),
        new("DepthwiseConv2D", static call => SlidingFunctions.OfEachSample(call, x =>
        {
            Sliding.Expect(call, Field.Image, x);
            int channels = ChannelsOf(call, x);
            Node kernel = Kernel(call, Field.Image, x, channels);
            (Slide down, Slide right) = Slides(call, kernel, call.Integer(5), call.Integer(6));
            return Convolutions.OfImages(call, x, kernel, Bias(call, kernel.Shape[0]), down, right, channels);
        })),
        new("Conv3D", static call => SlidingFunctions.OfEachSample(call, x =>
        {
            Node kernel = Kernel(call, Field.Volume, x, Groups(call, 6));
            Slide[] slides =
            [
                .. Enumerable.Range(2, 3).Select(axis => SlidingFunctions.SlideOf(
                    call, kernel.Shape[axis], call.Integer(3), call.Boolean(4, otherwise: true), call.Integer(5), call.Integer(7))),
            ];
            return Convolutions.OfVolumes(call, x, kernel, Bias(call, kernel.Shape[0]), slides[0], slides[1], slides[2], Groups(call, 6));
        })),
        new("ConvTranspose1D", static call => SlidingFunctions.OfEachSample(call, x =>
        {
            Node kernel = TransposedKernel(call, Field.Sequence, x);
            return Convolutions.TransposedOfSequences(call, x, kernel, Bias(call, kernel.Shape[1] * Groups(call, 6)), Spread(call, kernel.Shape[2]), Groups(call, 6));
        })),
        new("ConvTranspose2D", static call => SlidingFunctions.OfEachSample(call, x =>
        {
            Node kernel = TransposedKernel(call, Field.Image, x);
            return Convolutions.TransposedOfImages(
                call, x, kernel, Bias(call, kernel.Shape[1] * Groups(call, 6)), Spread(call, kernel.Shape[2]), Spread(call, kernel.Shape[3]), Groups(call, 6));
        })),
    ];

    /// <summary>The number of channels where every channel is a group of its own.</summary>
    public static int ChannelsOf(ISite site, Node x) => x.Shape[1].IsConstant
        ? (int)x.Shape[1].Constant
        : throw site.NamedChannels(x, x.Shape[1]);

    private static (Node Kernel, Slide Down, Slide Right, int Groups) Square(FunctionCall call, Node x)
    {
        int groups = Groups(call, 6);
        Node kernel = Kernel(call, Field.Image, x, groups);
        (Slide down, Slide right) = Slides(call, kernel, call.Integer(5), call.Integer(7));
        return (kernel, down, right, groups);
    }

    /// <summary>Stride, dilation and zeros as pairs: downwards and to the right.</summary>
    private static (Node Kernel, Slide Down, Slide Right, int Groups) Rectangular(FunctionCall call, Node x)
    {
        int groups = Groups(call, 6);
        Node kernel = Kernel(call, Field.Image, x, groups);
        return (kernel, Along(0), Along(1), groups);

        Slide Along(int axis) => SlidingFunctions.SlideOf(call, kernel.Shape[2 + axis], Of(3, axis), same: false, Of(4, axis), Of(5, axis));

        long Of(int index, int axis) => call.Items(index)[axis] is long number ? number : throw call.Error("takes pairs of whole numbers");
    }

    private static (Slide Down, Slide Right) Slides(FunctionCall call, Node kernel, long dilation, long pad)
    {
        (long stride, bool same) = (call.Integer(3), call.Boolean(4, otherwise: true));
        return (SlidingFunctions.SlideOf(call, kernel.Shape[2], stride, same, dilation, pad), SlidingFunctions.SlideOf(call, kernel.Shape[3], stride, same, dilation, pad));
    }

    private static Slide Spread(FunctionCall call, Size kernel)
    {
        Slide slide = SlidingFunctions.SlideOf(call, kernel, call.Integer(3), call.Boolean(4, otherwise: true), call.Integer(5), call.Integer(7));
        return call.Integer(8) is var extra && extra >= 0 && extra < Math.Max(slide.Stride, slide.Dilation)
            ? slide with { Extra = (int)extra }
            : throw call.Error("takes an output padding of at least 0 and below the stride or the dilation");
    }

    private static int Groups(FunctionCall call, int index) => call.Integer(index) is >= 1 and <= int.MaxValue and var groups
        ? (int)groups
        : throw call.Error("takes at least one group");

    private static Node Kernel(FunctionCall call, Field field, Node x, int groups)
    {
        Sliding.Expect(call, field, x);
        Size channels = Sliding.ChannelsOfGroup(call, x, groups);
        Node kernel = Weights(call, field, x, 1, channels, $"filters, {Wording.Of(channels)}", groups == 1 ? $"its second size is the channels of the {field.Singular}" : "its second size is the channels of a group");
        Sliding.ExpectFilters(call, kernel.Shape[0], groups);
        return kernel;
    }

    private static Node TransposedKernel(FunctionCall call, Field field, Node x)
    {
        Sliding.Expect(call, field, x);
        Sliding.ChannelsOfGroup(call, x, Groups(call, 6));
        string channels = Wording.Of(x.Shape[1]);
        return Weights(call, field, x, 0, x.Shape[1], Groups(call, 6) == 1 ? $"{channels}, filters" : $"{channels}, filters / groups", $"its first size is the channels of the {field.Singular}");
    }

    private static Node Weights(FunctionCall call, Field field, Node x, int axis, Size channels, string leading, string fix)
    {
        Node kernel = ElementwiseFunctions.Float(call, 1);
        return kernel.Shape.Rank == field.Rank && kernel.Shape[axis] == channels && kernel.Shape.Skip(2).All(static size => size.IsConstant) && !FunctionCall.HasBatch(kernel)
            ? kernel
            : throw call.Error($"takes a kernel [{leading}, {string.Join(", ", Enumerable.Repeat("size", field.Dimensions))}] for {Wording.Of(x.Shape.WithoutBatch)}, but is given {FunctionCall.Written(kernel)}; {fix}");
    }

    private static Node? Bias(FunctionCall call, Size filters) => !call.IsGiven(2) ? null
        : ElementwiseFunctions.Float(call, 2) is { } bias && bias.Shape.Rank == 1 && bias.Shape[0] == filters ? bias
        : throw call.Error($"takes a bias [{Wording.Of(filters)}], but is given {FunctionCall.Written(call.Value(2))}");
}
