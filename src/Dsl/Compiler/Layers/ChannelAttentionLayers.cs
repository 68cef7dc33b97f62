using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Layers;

/// <summary>Channels scaled by what all channels say on average.</summary>
internal static class ChannelAttentionLayers
{
    public static IReadOnlyList<LayerDefinition> All { get; } =
    [
        new("SqueezeExcite", [new IntegerArgument("Reduction", 16)], SqueezeExcite) { HasWeights = true },
        new("Eca", [new IntegerArgument("Kernel", 3, Maximum: 1023)], Eca) { HasWeights = true },
    ];

    private static Node SqueezeExcite(LayerContext layer, Node x)
    {
        Size channels = ChannelsOf(layer, x);
        int reduction = layer.Integer("Reduction");
        Size hidden = channels.IsConstant ? Math.Max(1, channels.Constant / reduction)
            : channels.Content % reduction == 0 ? channels.DividedBy(reduction)
            : throw new ShapeException($"'SqueezeExcite' divides the channels {channels} by {reduction}, which has to divide them");
        return layer.Apply(
            "SqueezeExcite",
            x,
            layer.Matrix("Reduce", channels, hidden, new HeInitial(channels)),
            layer.Parameter("ReduceBias", [hidden], new ZeroInitial()),
            layer.Matrix("Expand", hidden, channels, new HeInitial(hidden)),
            layer.Parameter("ExpandBias", [channels], new ZeroInitial()));
    }

    private static Node Eca(LayerContext layer, Node x)
    {
        ChannelsOf(layer, x);
        int size = layer.Integer("Kernel");
        return layer.Apply("Eca", x, layer.Parameter("Kernel", [size], new HeInitial(size)));
    }

    private static Size ChannelsOf(LayerContext layer, Node x) => x.Shape.Rank > 2
        ? x.Shape[1]
        : throw layer.RankError("[channels, height, width]", x, "put it behind a convolution");
}
