using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Layers;

/// <summary>A convolution over <c>[channels, height, width]</c> with a square kernel, plus a bias per filter.</summary>
internal static class ConvolutionLayer
{
    public static LayerDefinition Definition { get; } = new(
        "Conv2D",
        [
            new IntegerArgument("Filters"),
            new IntegerArgument("Kernel", 3, Maximum: 1024),
            new IntegerArgument("Stride", 1),
            new ChoiceArgument("Padding", ["Same", "Valid"], "Same"),
            new BooleanArgument("Bias", true),
        ],
        Build)
    {
        HasWeights = true,
    };

    private static Node Build(LayerContext layer, Node x)
    {
        int size = layer.Integer("Kernel");
        Window window = Windows.Slide(layer, x, "Kernel", layer.Integer("Stride"), layer.Choice("Padding") == "Same");
        Size channels = x.Shape[1];
        Size filters = layer.Integer("Filters");
        Node kernel = layer.Parameter("Kernel", [filters, channels, size, size], new HeInitial(channels * size * size));
        Node y = layer.Builder.Add(new Convolution(window), x, kernel);
        if (!layer.Boolean("Bias"))
        {
            return y;
        }

        Node bias = layer.Parameter("Bias", [filters], new ZeroInitial());
        return layer.Builder.Add(y, layer.Builder.Broadcast(bias, y.Shape, [0, 2, 3]));
    }
}

/// <summary>The maximum over windows of <c>[channels, height, width]</c>.</summary>
internal static class MaxPoolLayer
{
    public static LayerDefinition Definition { get; } =
        new("MaxPool", [new IntegerArgument("Size"), new IntegerArgument("Stride", 0, Minimum: 0)], Build);

    private static Node Build(LayerContext layer, Node x)
    {
        int size = layer.Integer("Size");
        int stride = layer.Integer("Stride");
        return layer.Builder.Add(new MaxPool(Windows.Slide(layer, x, "Size", stride == 0 ? size : stride, same: false)), x);
    }
}

/// <summary>Windows of layers, with the errors that users see.</summary>
internal static class Windows
{
    /// <param name="layer">The layer.</param>
    /// <param name="x">The image.</param>
    /// <param name="sizeArgument">The layer's argument that is the size of the window.</param>
    /// <param name="stride">The step of the window.</param>
    /// <param name="same">Whether the image is padded so that the window fits.</param>
    public static Window Slide(LayerContext layer, Node x, string sizeArgument, int stride, bool same)
    {
        int size = layer.Integer(sizeArgument);
        if (x.Shape.Rank != 4)
        {
            throw layer.RankError("[channels, height, width]", x, (x.Operation, x.Shape.Rank) switch
            {
                (InputLeaf, 3) => $"add an axis for the channels, as in \"1, {x.Shape[1]}, {x.Shape[2]}\"",
                (InputLeaf, _) => "give the model images, as in \"1, 28, 28\"",
                _ => "move it before [Flatten] and [Dense]",
            });
        }

        if (x.Shape.Skip(2).FirstOrDefault(static axis => !axis.IsConstant) is { IsConstant: false } named)
        {
            throw layer.NamedImage(x, named);
        }

        (int height, int width) = ((int)x.Shape[2].Constant, (int)x.Shape[3].Constant);
        return Window.Create(height, width, size, stride, same) ?? throw layer.Mismatch(
            Rules.WindowTooLarge,
            x,
            new SetArgument(sizeArgument, Text(Math.Min(height, width))),
            Text(size) + "x" + Text(size),
            layer.GiverOf(x),
            Functions.FunctionCall.Written(x),
            $"make it {Text(Math.Min(height, width))} or smaller");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
