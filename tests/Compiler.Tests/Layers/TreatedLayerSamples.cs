using Adjoint.Compiler.Syntax;

namespace Adjoint.Tests.Layers;

/// <summary>Samples of layers whose weights are changed by products of low rank, or used through masks.</summary>
internal static class TreatedLayerSamples
{
    private static readonly LayerSpec One = Declarations.Layer("LowRank", ("rank", 1));

    private static readonly LayerSpec Two = Declarations.Layer("LowRank", ("rank", 2), ("Scale", -0.5));

    private static readonly LayerSpec Masked = Declarations.Layer("Masked");

    public static IEnumerable<LayerSample> All =>
    [
        .. LayerSamples.Of("Dense", ["3", "2, 5", "1, 4", "7"], ("units", 3)).Select(static sample => sample with { Derivations = [Two] }),
        .. LayerSamples.Of("Dense", ["3", "2, 5"], ("units", 4)).Select(static sample => sample with { Derivations = [Masked, One] }),
        .. LayerSamples.Of("Conv2D", ["1, 4, 4", "3, 5, 4"], ("filters", 2)).Select(static sample => sample with { Derivations = [Masked] }),
        .. LayerSamples.Of("Lstm", ["3, 2", "5, 3"], ("units", 2)).Select(static sample => sample with { Derivations = [One] }),
        .. LayerSamples.Of("Gru", ["4, 2"], ("units", 2)).Select(static sample => sample with { Derivations = [Masked] }),
        .. LayerSamples.Of("SelfAttention", ["3, 4", "5, 8"], ("Heads", 2)).Select(static sample => sample with { Derivations = [Two] }),
        .. LayerSamples.Of("SqueezeExcite", ["4, 2, 3"], ("Reduction", 2)).Select(static sample => sample with { Derivations = [One, Masked] }),
    ];
}
