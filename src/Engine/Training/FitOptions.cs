namespace Adjoint;

/// <summary>How to train. Every setting has a default; settings out of range are refused when they are set.</summary>
public sealed record FitOptions
{
    /// <summary>How often the training set is gone through; at least 1.</summary>
    public int Epochs { get; init => field = Positive(value, nameof(Epochs)); } = 10;

    /// <summary>
    /// The number of samples of one batch; at least 1. A step takes one batch, or <see cref="Accumulate"/> of them; the last of an epoch takes what is left.
    /// </summary>
    public int BatchSize { get; init => field = Positive(value, nameof(BatchSize)); } = 32;

    /// <summary>How the gradient moves the parameters.</summary>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } = new Adam();

    /// <summary>How the learning rate changes while training.</summary>
    public Schedule Schedule { get; init => field = value ?? throw new ArgumentNullException(nameof(Schedule)); } = new Schedule.Constant();

    /// <summary>
    /// How many batches a step takes the mean gradient of, at least 1: the step of a batch so many times as large, in the memory of one. What looks
    /// at a batch as a whole, as batch normalisation does, still sees <see cref="BatchSize"/> samples.
    /// </summary>
    public int Accumulate { get; init => field = Positive(value, nameof(Accumulate)); } = 1;

    /// <summary>The greatest magnitude of an element of the gradient: greater ones are brought down to it. Above 0; null for no limit.</summary>
    public float? ClipValue { get; init => field = Limit(value, nameof(ClipValue)); }

    /// <summary>
    /// The greatest Euclidean norm of the whole gradient (Pascanu et al. 2013): a longer one is scaled down to it. Above 0; null for no limit. It comes after
    /// <see cref="ClipValue"/> and before <see cref="Noise"/>.
    /// </summary>
    public float? ClipNorm { get; init => field = Limit(value, nameof(ClipNorm)); }

    /// <summary>Noise that is added to every gradient; null for none.</summary>
    public GradientNoise? Noise { get; init; }

    /// <summary>
    /// Takes a running mean of the parameters: it is what is evaluated after each epoch, and what the trained model holds. Null for the parameters themselves.
    /// </summary>
    public ExponentialAverage? Average { get; init; }

    /// <summary>
    /// Drops weights while training, after the optimizer's steps; null for none. An epoch after which more are dropped counts as better than those before it, whatever its loss,
    /// so that the trained model has the masks of the end.
    /// </summary>
    public PruningSchedule? Pruning { get; init; }

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

    internal GradientRules GradientRules => new(ClipValue, ClipNorm, Noise);

    private static float? Limit(float? value, string name) => value is { } limit ? Setting.Positive(limit, name) : null;

    private static int Positive(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }
}
