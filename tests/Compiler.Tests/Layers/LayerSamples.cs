namespace Adjoint.Tests.Layers;

/// <summary>Samples of every layer.</summary>
internal static class LayerSamples
{
    // Odd sizes, axes of size 1, and one axis alone.
    private static readonly string[] Shapes = ["3", "2, 5", "1, 3, 1", "4, 1, 2"];

    private static readonly string[] Images = ["1, 4, 4", "3, 5, 4", "2, 7, 3", "4, 4, 5"];

    public static IEnumerable<LayerSample> All =>
    [
        .. Of("Dense", ["3", "2, 5", "1, 4", "7"], ("units", 3)),
        .. Of("Conv2D", Images, ("filters", 2)),
        .. Of("MaxPool", Images, ("size", 2)),
        .. Of("Flatten", Shapes),
        .. Of("Dropout", Shapes, ("rate", 0.5)),
        .. Of("Relu", Shapes),
        .. Of("LeakyRelu", Shapes, ("slope", 0.25)),
        .. Of("Tanh", Shapes),
        .. Of("Sigmoid", Shapes),
        .. Of("Softplus", Shapes),
        .. Of("Softmax", Shapes),
        .. Of("LayerNorm", ["3", "2, 5", "1, 3, 2", "4, 1, 7"]),
        .. Of("BatchNorm", Shapes),
        .. Of("Embedding", ["i32[2]", "i32[3, 1]", "i32[1]", "i32[]"], ("rows", 3), ("size", 2)),
        .. Of("PositionEmbedding", ["2, 3", "1, 5", "4, 1", "3, 2"], ("steps", 4)),
        .. FunctionLayerSamples.All,
        .. SlidingLayerSamples.All,
        .. SequenceLayerSamples.All,
        .. TreatedLayerSamples.All,
    ];

    /// <summary>A layer applied to values of several shapes.</summary>
    public static IEnumerable<LayerSample> Of(string layer, IEnumerable<string> inputs, params (string Name, object Value)[] arguments) =>
        inputs.Select(input => new LayerSample(layer, arguments, input));
}

/// <summary>Samples of activations, noise and channel attention.</summary>
internal static class FunctionLayerSamples
{
    private static readonly string[] Shapes = ["3", "2, 5", "1, 3, 1", "4, 1, 2"];

    public static IEnumerable<LayerSample> All =>
    [
        .. LayerSamples.Of("Gelu", Shapes),
        .. LayerSamples.Of("Gelu", Shapes, ("Approximate", true)),
        .. LayerSamples.Of("PRelu", Shapes),
        .. LayerSamples.Of("PRelu", Shapes, ("slope", 0.5), ("PerChannel", true)),
        .. LayerSamples.Of("Elu", Shapes, ("alpha", 0.5)),
        .. LayerSamples.Of("Selu", Shapes),
        .. LayerSamples.Of("Celu", Shapes, ("alpha", 2.0)),
        .. LayerSamples.Of("Silu", Shapes),
        .. LayerSamples.Of("Mish", Shapes),
        .. LayerSamples.Of("Softsign", Shapes),
        .. LayerSamples.Of("HardSigmoid", Shapes),
        .. LayerSamples.Of("HardSwish", Shapes),
        .. LayerSamples.Of("Sine", Shapes, ("omega", 3.0)),
        .. LayerSamples.Of("LogSoftmax", Shapes),
        .. LayerSamples.Of("Glu", ["4", "3, 2", "1, 1, 6", "5, 8"]),
        .. LayerSamples.Of("Swiglu", ["4", "2, 3", "6, 1, 2", "4, 5"], ("Axis", 0)),
        .. LayerSamples.Of("Maxout", ["6", "2, 3", "1, 1, 9", "5, 3"], ("pieces", 3)),
        .. LayerSamples.Of("ChannelDropout", Shapes, ("rate", 0.5)),
        .. LayerSamples.Of("GaussianNoise", Shapes, ("deviation", 0.5)),
        .. LayerSamples.Of("SqueezeExcite", ["4, 3", "2, 1, 3", "6, 2, 2", "1, 5"], ("reduction", 2)),
        .. LayerSamples.Of("Eca", ["4, 3", "2, 1, 3", "5, 2, 2", "1, 5"]),
        .. LayerSamples.Of("Patchify", ["1, 2, 2", "3, 4, 2", "2, 2, 6", "1, 4, 4"], ("size", 2)),
    ];
}
