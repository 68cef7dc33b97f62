using Zoo.Systems;

namespace Zoo;

/// <summary>All systems.</summary>
internal static class Catalog
{
    /// <summary>The systems, by their numbers.</summary>
    public static IReadOnlyList<ISystem> Systems { get; } =
    [
        new Mesa(),
        new SparseBackpropagation(),
        new VisualQueryTuning(),
        new TinyTraining(),
        new ForwardGraphs(),
        new NeuralCircuitDiagrams(),
        new SpikingThroughTime(),
        new AugmentedLocalLearning(),
        new PowerNormalization(),
        new PhysicalNetworks(),
        new PeriodicBinaryWeights(),
        new RecurrentNetworks(),
        new GreenTraining(),
        new NoisyGradients(),
        new NoPropagation(),
        new LayerNormalization(),
        new GradualPruning(),
        new PartialConnections(),
        new DiffGradFriction(),
        new LotteryTickets(),
        new OnlyBatchNorm(),
        new PipelineParallelism(),
    ];
}
