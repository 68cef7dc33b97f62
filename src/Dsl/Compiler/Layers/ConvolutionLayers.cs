using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Layers;

/// <summary>Convolutions that own their kernels, uniform by the number of products in an output (He et al. 2015), and a bias per filter.</summary>
internal static class ConvolutionLayers
{
    private static readonly LayerArgument Filters = new SizeArgument("Filters");
    private static readonly LayerArgument Kernel = new IntegerArgument("Kernel", 3, Maximum: Slides.Largest);
    private static readonly LayerArgument Groups = new IntegerArgument("Groups", 1);
    private static readonly LayerArgument OutputPadding = new IntegerArgument("OutputPadding", 0, Minimum: 0, Maximum: Slides.Largest);
    private static readonly LayerArgument Bias = new BooleanArgument("Bias", true);
    private static readonly LayerArgument[] Border = [new ChoiceArgument("Padding", ["Same", "Valid"], "Same"), Slides.Pad];

    public static LayerDefinition Conv1D { get; } = new(
        "Conv1D",
        [Filters, Kernel, Slides.Stride, Slides.Dilation, Groups, .. Border, new BooleanArgument("Causal", false), Bias],
        static (layer, x) =>
        {
            Slide along = Slides.Of(layer, "Kernel", "Stride");
            along = layer.Boolean("Causal") ? along with { Zeros = ((along.Size - 1) * along.Dilation, 0) } : along;
            (Node kernel, Node? bias) = Weights(layer, Field.Sequence, x, [along.Size]);
            return Convolutions.OfSequences(layer, x, kernel, bias, along, layer.Integer("Groups"));
        })
    { HasWeights = true };

    public static LayerDefinition Conv2D { get; } = new(
        "Conv2D",
        [Filters, Kernel, Optional("KernelHeight"), Optional("KernelWidth"), Slides.Stride, Step("StrideHeight"), Step("StrideWidth"), Slides.Dilation, Groups, .. Border, Bias],
        static (layer, x) =>
        {
            (Slide down, Slide right) = (Slides.Of(layer, "Kernel", "Stride", "Height"), Slides.Of(layer, "Kernel", "Stride", "Width"));
            (Node kernel, Node? bias) = Weights(layer, Field.Image, x, [down.Size, right.Size]);
            return Convolutions.OfImages(layer, x, kernel, bias, down, right, layer.Integer("Groups"));
        })
    { HasWeights = true };

    public static LayerDefinition DepthwiseConv2D { get; } = new(
        "DepthwiseConv2D",
        [new IntegerArgument("Multiplier", 1), Kernel, Optional("KernelHeight"), Optional("KernelWidth"), Slides.Stride, Step("StrideHeight"), Step("StrideWidth"), Slides.Dilation, .. Border, Bias],
        static (layer, x) =>
        {
            Sliding.Expect(layer, Field.Image, x);
            int channels = ConvolutionFunctions.ChannelsOf(layer, x);
            (Slide down, Slide right) = (Slides.Of(layer, "Kernel", "Stride", "Height"), Slides.Of(layer, "Kernel", "Stride", "Width"));
            (Node kernel, Node? bias) = Weights(layer, channels * (Size)layer.Integer("Multiplier"), [channels * (Size)layer.Integer("Multiplier"), 1, down.Size, right.Size], (long)down.Size * right.Size);
            return Convolutions.OfImages(layer, x, kernel, bias, down, right, channels);
        })
    { HasWeights = true };

    public static LayerDefinition Conv3D { get; } = new(
        "Conv3D",
        [Filters, Kernel, Optional("KernelDepth"), Optional("KernelHeight"), Optional("KernelWidth"), Slides.Stride, Step("StrideDepth"), Step("StrideHeight"), Step("StrideWidth"), Slides.Dilation, Groups, .. Border, Bias],
        static (layer, x) =>
        {
            Slide[] slides = [.. new[] { "Depth", "Height", "Width" }.Select(axis => Slides.Of(layer, "Kernel", "Stride", axis))];
            (Node kernel, Node? bias) = Weights(layer, Field.Volume, x, [.. slides.Select(static slide => slide.Size)]);
            return Convolutions.OfVolumes(layer, x, kernel, bias, slides[0], slides[1], slides[2], layer.Integer("Groups"));
        })
    { HasWeights = true };

    public static LayerDefinition ConvTranspose1D { get; } = new(
        "ConvTranspose1D",
        [Filters, Kernel, Slides.Stride, Slides.Dilation, Groups, .. Border, OutputPadding, Bias],
        static (layer, x) =>
        {
            Slide along = Spread(layer, Slides.Of(layer, "Kernel", "Stride"));
            (Node kernel, Node? bias) = TransposedWeights(layer, Field.Sequence, x, along);
            return Convolutions.TransposedOfSequences(layer, x, kernel, bias, along, layer.Integer("Groups"));
        })
    { HasWeights = true };

    public static LayerDefinition ConvTranspose2D { get; } = new(
        "ConvTranspose2D",
        [Filters, Kernel, Optional("KernelHeight"), Optional("KernelWidth"), Slides.Stride, Step("StrideHeight"), Step("StrideWidth"), Slides.Dilation, Groups, .. Border, OutputPadding, Bias],
        static (layer, x) =>
        {
            Slide down = Spread(layer, Slides.Of(layer, "Kernel", "Stride", "Height"));
            Slide right = Spread(layer, Slides.Of(layer, "Kernel", "Stride", "Width"));
            (Node kernel, Node? bias) = TransposedWeights(layer, Field.Image, x, down, right);
            return Convolutions.TransposedOfImages(layer, x, kernel, bias, down, right, layer.Integer("Groups"));
        })
    { HasWeights = true };

    private static IntegerArgument Optional(string name) => new(name, 0, Minimum: 0, Maximum: Slides.Largest);

    private static IntegerArgument Step(string name) => new(name, 0, Minimum: 0);

    private static Slide Spread(LayerContext layer, Slide slide)
    {
        int extra = layer.Integer("OutputPadding");
        return extra == 0 || extra < Math.Max(slide.Stride, slide.Dilation)
            ? slide with { Extra = extra }
            : throw ((ISite)layer).Refused("has an output padding that is not below its stride or its dilation; make it smaller");
    }

    private static (Node Kernel, Node? Bias) Weights(LayerContext layer, Field field, Node x, int[] sizes)
    {
        Sliding.Expect(layer, field, x);
        int groups = layer.Integer("Groups");
        Size channels = Sliding.ChannelsOfGroup(layer, x, groups);
        Size filters = layer.Size("Filters");
        Sliding.ExpectFilters(layer, filters, groups);
        Size[] window = [.. sizes.Select(static size => (Size)size)];
        return Weights(layer, filters, [filters, channels, .. window], channels * Size.Product(window));
    }

    /// <summary>A pixel of a transposed convolution meets ⌈size / stride⌉ elements of the kernel along an axis, or fewer.</summary>
    private static (Node Kernel, Node? Bias) TransposedWeights(LayerContext layer, Field field, Node x, params Slide[] slides)
    {
        Sliding.Expect(layer, field, x);
        int groups = layer.Integer("Groups");
        Size channels = Sliding.ChannelsOfGroup(layer, x, groups);
        Size filters = layer.Size("Filters");
        Sliding.ExpectFilters(layer, filters, groups);
        Size[] window = [.. slides.Select(static slide => (Size)slide.Size)];
        Size met = Size.Product(slides.Select(static slide => (Size)(((slide.Size - 1L) / slide.Stride) + 1)));
        return Weights(layer, filters, [x.Shape[1], filters.DividedBy(groups), .. window], channels * met);
    }

    private static (Node Kernel, Node? Bias) Weights(LayerContext layer, Size filters, Shape kernel, Size products) => (
        layer.Parameter("Kernel", kernel, new HeInitial(products)),
        layer.Boolean("Bias") ? layer.Parameter("Bias", [filters], new ZeroInitial()) : null);
}
