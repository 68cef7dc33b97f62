using Zoo.Systems;

namespace Zoo;

/// <summary>All systems.</summary>
internal static class Catalog
{
    /// <summary>The systems, by their numbers.</summary>
    public static IReadOnlyList<ISystem> Systems { get; } =
    [
        new DiffGradFriction(),
        new PhysicalNetworks(),
        new LayerNormalization(),
        new NoisyGradients(),
        new OnlyBatchNorm(),
    ];
}
