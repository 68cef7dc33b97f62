namespace Adjoint.Tests.Layers;

/// <summary>Samples of convolutions, pools and resampling.</summary>
internal static class SlidingLayerSamples
{
    private static readonly string[] Sequences = ["1, 5", "2, 3", "4, 1", "2, 6"];

    private static readonly string[] Images = ["1, 4, 4", "2, 5, 3", "4, 1, 5", "2, 4, 6"];

    private static readonly string[] Volumes = ["1, 3, 2, 4", "2, 2, 3, 1", "1, 1, 3, 3"];

    public static IEnumerable<LayerSample> All =>
    [
        .. LayerSamples.Of("Conv1D", Sequences, ("filters", 2), ("Dilation", 2), ("Causal", true)),
        .. LayerSamples.Of("Conv3D", Volumes, ("filters", 2), ("KernelDepth", 2), ("Stride", 2)),
        .. LayerSamples.Of("DepthwiseConv2D", Images, ("multiplier", 2), ("KernelWidth", 2), ("StrideHeight", 2)),
        .. LayerSamples.Of("ConvTranspose1D", Sequences, ("filters", 2), ("Stride", 2)),
        .. LayerSamples.Of("ConvTranspose2D", Images, ("filters", 2), ("Stride", 2), ("Pad", 0), ("OutputPadding", 1)),
        .. LayerSamples.Of("MaxPool1D", Sequences, ("size", 3), ("Stride", 2), ("Pad", 1)),
        .. LayerSamples.Of("MaxPool3D", Volumes, ("size", 2), ("Stride", 1), ("Padding", Padding.Same)),
        .. LayerSamples.Of("AvgPool", Images, ("size", 3), ("Pad", 1), ("CountPadding", false)),
        .. LayerSamples.Of("AvgPool1D", Sequences, ("size", 2), ("Padding", Padding.Same)),
        .. LayerSamples.Of("GlobalAvgPool", [.. Sequences, .. Volumes]),
        .. LayerSamples.Of("GlobalMaxPool", [.. Images, .. Volumes]),
        .. LayerSamples.Of("AdaptiveAvgPool", Images, ("height", 2), ("width", 3)),
        .. LayerSamples.Of("Upsample", Images, ("factor", 2)),
        .. LayerSamples.Of("Upsample", Images, ("factor", 3), ("Bilinear", true)),
        .. LayerSamples.Of("PixelShuffle", ["4, 2, 3", "8, 1, 1", "4, 3, 1"], ("factor", 2)),
        .. LayerSamples.Of("PixelUnshuffle", ["1, 2, 4", "2, 2, 2", "3, 4, 2"], ("factor", 2)),
    ];
}
