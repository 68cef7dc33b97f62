using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Layers;

/// <summary>Layers without weights on images, sequences and volumes: pools, and larger images from smaller ones.</summary>
internal static class PoolingLayers
{
    private static readonly LayerArgument[] Window =
        [new IntegerArgument("Size"), new IntegerArgument("Stride", 0, Minimum: 0), new ChoiceArgument("Padding", ["Same", "Valid"], "Valid"), Slides.Pad];

    private static readonly LayerArgument CountPadding = new BooleanArgument("CountPadding", true);

    private static readonly LayerArgument Factor = new IntegerArgument("Factor", Maximum: Slides.Largest);

    public static IReadOnlyList<LayerDefinition> All { get; } =
    [
        new("MaxPool", [.. Window], static (layer, x) => Pools.MaxOfImages(layer, x, Slides.OfPool(layer), Slides.OfPool(layer))),
        new("MaxPool1D", [.. Window], static (layer, x) => Pools.MaxOfSequences(layer, x, Slides.OfPool(layer))),
        new("MaxPool3D", [.. Window], static (layer, x) => Pools.MaxOfVolumes(layer, x, Slides.OfPool(layer), Slides.OfPool(layer), Slides.OfPool(layer))),
        new("AvgPool", [.. Window, CountPadding], static (layer, x) =>
            Pools.MeanOfImages(layer, x, Slides.OfPool(layer), Slides.OfPool(layer), layer.Boolean("CountPadding"))),
        new("AvgPool1D", [.. Window, CountPadding], static (layer, x) => Pools.MeanOfSequences(layer, x, Slides.OfPool(layer), layer.Boolean("CountPadding"))),
        new("GlobalAvgPool", [], static (layer, x) => Pools.MeanOfChannels(layer, x)),
        new("GlobalMaxPool", [], static (layer, x) => Pools.MaxOfChannels(layer, x)),
        new("AdaptiveAvgPool", [new IntegerArgument("Height", Maximum: Slides.Largest), new IntegerArgument("Width", Maximum: Slides.Largest)], static (layer, x) =>
            Pools.AdaptiveMean(layer, x, layer.Integer("Height"), layer.Integer("Width"))),
        new("Upsample", [Factor, new BooleanArgument("Bilinear", false)], static (layer, x) => layer.Boolean("Bilinear")
            ? Resampling.Bilinear(layer, x, layer.Integer("Factor"))
            : Resampling.Nearest(layer, x, layer.Integer("Factor"))),
        new("PixelShuffle", [Factor], static (layer, x) => Resampling.PixelShuffle(layer, x, layer.Integer("Factor"))),
        new("PixelUnshuffle", [Factor], static (layer, x) => Resampling.PixelUnshuffle(layer, x, layer.Integer("Factor"))),
    ];
}
