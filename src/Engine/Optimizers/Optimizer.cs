namespace Adjoint;

/// <summary>
/// How a gradient moves the parameters. An optimizer is only settings, so one value may serve many trainings at once; what a
/// training remembers between steps (the moments) is kept by the training.
/// </summary>
/// <remarks>
/// <see cref="Adam"/> and <see cref="Sgd"/> are built in. A rule of one's own derives from this record, says how many buffers it
/// remembers, and writes the new parameters in <see cref="Update"/>.
/// </remarks>
public abstract record Optimizer
{
    /// <summary>Sets the learning rate.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>The learning rate, which the schedule multiplies by its factor.</summary>
    public float LearningRate
    {
        get;
        init => field = float.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "The learning rate must be finite and above 0.");
    }

    /// <summary>How many buffers of the trained parameters' length a training keeps for this optimizer; they begin as zeros.</summary>
    public abstract int Moments { get; }

    /// <summary>
    /// Moves parameters by one step. Runs once for each training step and each run of trained parameters that lie side by side (there
    /// are several only when parameters between them are not trained), and should allocate nothing.
    /// </summary>
    /// <param name="step">The buffers to work on and the numbers of this step.</param>
    public abstract void Update(in OptimizerStep step);

    /// <summary>Checks a setting that must lie in <c>[0, 1)</c>.</summary>
    private protected static float Fraction(float value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1.");

    /// <summary>Checks a setting that must be finite and at least 0.</summary>
    private protected static float NotNegative(float value, string name) => float.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and at least 0.");
}
