namespace Adjoint.Compiler.Layers;

/// <summary>What disturbs values in training alone.</summary>
internal static class RegularisationLayers
{
    public static IReadOnlyList<LayerDefinition> All { get; } =
    [
        new("Dropout", [new RealArgument("Rate", Minimum: 0, Below: 1)], static (layer, x) => layer.Apply("Dropout", x, layer.Real("Rate"))),
        new("ChannelDropout", [new RealArgument("Rate", Minimum: 0, Below: 1)], static (layer, x) => layer.Apply("ChannelDropout", x, layer.Real("Rate"))),
        new("GaussianNoise", [new RealArgument("Deviation", Minimum: 0)], static (layer, x) => layer.Apply("GaussianNoise", x, layer.Real("Deviation"))),
    ];
}
