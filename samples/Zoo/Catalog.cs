using Zoo.Systems;

namespace Zoo;

/// <summary>All systems.</summary>
internal static class Catalog
{
    /// <summary>The systems, by their numbers.</summary>
    public static IReadOnlyList<ISystem> Systems { get; } =
    [
        new VisualQueryTuning(),
        new ForwardGraphs(),
        new SpikingThroughTime(),
        new AugmentedLocalLearning(),
        new PowerNormalization(),
        new PhysicalNetworks(),
        new PeriodicBinaryWeights(),
        new RecurrentNetworks(),
        new NoisyGradients(),
        new NoPropagation(),
        new LayerNormalization(),
        new GradualPruning(),
        new DiffGradFriction(),
        new LotteryTickets(),
        new OnlyBatchNorm(),
        new PipelineParallelism(),
    ];
}
