using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Layers;

/// <summary>How windows slide, from the arguments of layers.</summary>
internal static class Slides
{
    // A window of more elements along an axis is a mistake rather than a model.
    public const int Largest = 1024;

    public static LayerArgument Stride { get; } = new IntegerArgument("Stride", 1);

    public static LayerArgument Dilation { get; } = new IntegerArgument("Dilation", 1, Maximum: Largest);

    /// <summary>Zeros on each side; −1 where 'Padding' decides.</summary>
    public static LayerArgument Pad { get; } = new IntegerArgument("Pad", -1, Minimum: -1, Maximum: Largest * Largest);

    /// <summary>The slide along an axis. Size and stride of the axis itself, <c>KernelHeight</c>, go before those of all axes, <c>Kernel</c>.</summary>
    public static Slide Of(LayerContext layer, string size, string stride, string axis = "") => new(
        Along(layer, size, axis), Along(layer, stride, axis), layer.Integer("Dilation"), Zeros(layer));

    /// <summary>The slide of a pool; windows do not overlap where no stride is given.</summary>
    public static Slide OfPool(LayerContext layer)
    {
        (int size, int stride) = (layer.Integer("Size"), layer.Integer("Stride"));
        return new Slide(size, stride == 0 ? size : stride, Zeros: Zeros(layer));
    }

    private static int Along(LayerContext layer, string name, string axis) =>
        axis.Length > 0 && layer.Integer(name + axis) is var own && own > 0 ? own : layer.Integer(name);

    private static (int Before, int After)? Zeros(LayerContext layer) => layer.Integer("Pad") is var pad && pad >= 0 ? (pad, pad)
        : layer.Choice("Padding") == "Same" ? null
        : (0, 0);
}
