namespace Adjoint;

/// <summary>
/// How the learning rate changes while training: a factor for each step, which the optimizer's learning rate is multiplied by.
/// </summary>
/// <remarks>
/// A schedule is a pure function: of the step and the number of all steps, and, for one that reacts, of the losses of the epochs so far. Distances
/// are shares of the training, so that they hold for any number of epochs, except in <see cref="WarmUp"/> and <see cref="For"/>, which count steps.
/// <code>
/// new Schedule.WarmUp(100).Then(new Schedule.Cosine(floor: 0.1f))
/// new Schedule.WarmUp(100).Times(new Schedule.Plateau())
/// new Schedule.Constant().For(500).Then(new Schedule.Linear())
/// </code>
/// A schedule of one's own derives from this record.
/// </remarks>
public abstract partial record Schedule
{
    /// <summary>How many steps it takes before another may follow it in <see cref="Then"/>; null for a schedule of the whole training.</summary>
    public virtual long? Length => null;

    /// <summary>The factor of one step.</summary>
    /// <param name="step">The step, counted from 0 over the whole training.</param>
    /// <param name="totalSteps">The number of steps of the whole training.</param>
    /// <returns>A finite number, at least 0.</returns>
    public abstract float Factor(long step, long totalSteps);

    /// <summary>The factor of one step of a training whose epochs had some losses; a schedule that does not react to them ignores them.</summary>
    /// <param name="step">The step, counted from 0 over the whole training.</param>
    /// <param name="totalSteps">The number of steps of the whole training.</param>
    /// <param name="losses">The loss of each completed epoch: on the validation rows, or on the training rows when there are none.</param>
    /// <returns>A finite number, at least 0.</returns>
    public virtual float Factor(long step, long totalSteps, ReadOnlySpan<float> losses) => Factor(step, totalSteps);

    /// <summary>This schedule squeezed into its first steps, after which it stays at its end.</summary>
    /// <param name="steps">The number of steps, at least 1.</param>
    public Schedule For(long steps) => new Limited(this, steps);

    /// <summary>This schedule, and after its steps another for the rest of the training.</summary>
    /// <param name="next">The schedule that follows; its first step is step 0 to it.</param>
    /// <exception cref="InvalidOperationException">This schedule has no <see cref="Length"/>; <see cref="For"/> gives it one.</exception>
    public Schedule Then(Schedule next) => new Sequence(this, next);

    /// <summary>The product of this schedule's factor and another's.</summary>
    /// <param name="other">The other schedule.</param>
    public Schedule Times(Schedule other) => new Product(this, other);

    /// <summary>How far a step is on the way, in [0, 1]; the last step is just short of 1.</summary>
    private protected static double Progress(long step, long totalSteps) => Math.Clamp((double)step / Math.Max(1, totalSteps), 0, 1);
}
