namespace Adjoint;

/// <summary>How to train. Every setting has a default; settings out of range are refused when they are set.</summary>
public sealed record FitOptions
{
    /// <summary>How often the training set is gone through; at least 1.</summary>
    public int Epochs { get; init => field = Positive(value, nameof(Epochs)); } = 10;

    /// <summary>The number of samples of one step; at least 1. The last step of an epoch takes what is left.</summary>
    public int BatchSize { get; init => field = Positive(value, nameof(BatchSize)); } = 32;

    /// <summary>How the gradient moves the parameters.</summary>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } = new Adam();

    /// <summary>How the learning rate changes while training.</summary>
    public Schedule Schedule { get; init => field = value ?? throw new ArgumentNullException(nameof(Schedule)); } = new Schedule.Constant();

    /// <summary>
    /// What the order of the samples and dropout depend on. The same seed, data and settings give the same parameters, bit for
    /// bit, for any number of threads.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>The threads to train on; <see cref="Adjoint.Threads.Shared"/> when null.</summary>
    public Threads? Threads { get; init; }

    /// <summary>Told after each epoch. An <see cref="IProgress{T}"/> of one's own is called on the training's thread.</summary>
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>Called after each step, on the training's thread.</summary>
    public Action<StepReport>? OnStep { get; init; }

    /// <summary>Receives the record of the training.</summary>
    public FitHistory? History { get; init; }

    /// <summary>Stops the training before its next step. Nothing is thrown: the best model so far is the result.</summary>
    public CancellationToken CancellationToken { get; init; }

    private static int Positive(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }
}
