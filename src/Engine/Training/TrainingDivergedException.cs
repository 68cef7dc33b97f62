using System.Globalization;

namespace Adjoint;

/// <summary>
/// A training ran away: its loss, or a parameter after an epoch or at a cancellation in the first, is infinite or not a
/// number. A smaller learning rate, a warm-up, a limit on the gradient's norm, or inputs brought to a common scale are the
/// usual cures.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(string what, int epoch, int step, float learningRate, float loss, ParameterBuffer best)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The training diverged: {what} in epoch {epoch}, step {step}, with learning rate {learningRate}. Try a smaller learning rate."))
    {
        Epoch = epoch;
        Step = step;
        LearningRate = learningRate;
        Loss = loss;
        Best = best;
    }

    internal TrainingDivergedException(string what, long step, float learningRate, float loss, ParameterBuffer best)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The training diverged: {what} in step {step}, with learning rate {learningRate}. Try a smaller learning rate."))
    {
        Step = (int)Math.Min(step, int.MaxValue);
        LearningRate = learningRate;
        Loss = loss;
        Best = best;
    }

    /// <summary>The epoch in which it was noticed, counted from 1; 0 for steps taken one by one.</summary>
    public int Epoch { get; }

    /// <summary>The step within the epoch, counted from 1; for steps taken one by one, over the whole training.</summary>
    public int Step { get; }

    /// <summary>The learning rate of that step.</summary>
    public float LearningRate { get; }

    /// <summary>The loss that was found; finite when a parameter was what diverged.</summary>
    public float Loss { get; }

    /// <summary>
    /// The best parameters so far: those after the epoch with the smallest validation loss or, without validation, after the last good
    /// epoch; those that the training began with when no epoch was completed. For steps taken one by one, those before the step. Give them to the model's <c>FromParameters</c>.
    /// </summary>
    public ParameterBuffer Best { get; }
}
