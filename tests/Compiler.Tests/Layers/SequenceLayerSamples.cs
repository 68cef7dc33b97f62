namespace Adjoint.Tests.Layers;

/// <summary>Samples of normalisations, recurrent networks and attention.</summary>
internal static class SequenceLayerSamples
{
    private static readonly string[] Sequences = ["3, 2", "1, 4", "4, 1", "5, 3"];

    private static readonly string[] EvenSequences = ["3, 4", "1, 4", "5, 8", "2, 12"];

    public static IEnumerable<LayerSample> All =>
    [
        .. LayerSamples.Of("LayerNorm", ["2, 5", "1, 3, 2", "3, 4", "4, 1, 7"], ("Axes", 2)),
        .. LayerSamples.Of("RmsNorm", ["3", "2, 5", "1, 3, 2", "4, 1, 7"]),
        .. LayerSamples.Of("RmsNorm", ["2, 5", "1, 3, 2"], ("Axes", 2)),
        .. LayerSamples.Of("GroupNorm", ["4, 3", "2, 1, 3", "6, 2, 2", "8, 2"], ("groups", 2)),
        .. LayerSamples.Of("InstanceNorm", ["4, 3", "2, 1, 3", "3, 2, 2", "1, 5"]),
        .. LayerSamples.Of("Rnn", Sequences, ("units", 3)),
        .. LayerSamples.Of("Rnn", ["3, 2"], ("units", 2), ("Activation", Activation.Gelu), ("Last", true)),
        .. LayerSamples.Of("Lstm", Sequences, ("units", 2)),
        .. LayerSamples.Of("Lstm", ["4, 2"], ("units", 3), ("Bidirectional", true), ("Layers", 2)),
        .. LayerSamples.Of("Lstm", ["3, 2", "1, 1"], ("units", 2), ("Last", true), ("Bidirectional", true)),
        .. LayerSamples.Of("Gru", Sequences, ("units", 2)),
        .. LayerSamples.Of("Gru", ["4, 2"], ("units", 3), ("Layers", 3), ("Last", true)),
        .. LayerSamples.Of("SelfAttention", EvenSequences, ("Heads", 4)),
        .. LayerSamples.Of("SelfAttention", ["3, 4", "2, 8"], ("Heads", 2), ("Causal", true), ("Rotary", true), ("KeyValueHeads", 1), ("Bias", false)),
        .. LayerSamples.Of("SelfAttention", ["3, 5"], ("Dropout", 0.25)),
        .. LayerSamples.Of("TransformerEncoder", ["3, 4", "1, 2", "4, 6"], ("heads", 2), ("hidden", 5)),
        .. LayerSamples.Of("TransformerEncoder", ["3, 2", "2, 4"], ("heads", 1), ("hidden", 3), ("PostNorm", true), ("Activation", Activation.Silu), ("Dropout", 0.25)),
        .. LayerSamples.Of("TransformerDecoder", ["3, 4", "1, 2", "5, 4"], ("heads", 2), ("hidden", 3)),
        .. LayerSamples.Of("TransformerDecoder", ["4, 8"], ("heads", 4), ("hidden", 3), ("KeyValueHeads", 2), ("Rotary", true), ("Bias", false)),
        .. LayerSamples.Of("SinusoidalPositions", ["3, 4", "1, 5", "4, 1", "2, 3"]),
    ];
}
