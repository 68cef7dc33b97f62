using System.Collections.Immutable;

namespace Adjoint;

/// <summary>
/// How a gradient moves the parameters. An optimizer is only settings, so one value may serve many trainings at once; what a
/// training remembers between steps (the moments) is kept by the training.
/// </summary>
/// <remarks>
/// <para>
/// The formulas of the optimizers write g for the gradient after <see cref="L2"/>, η for the scheduled learning rate, λ for
/// <see cref="WeightDecay"/>, t for the number of the step from 1, and p for the parameter, which moves by <c>p ← p − η (… + λ p)</c>. A gradient
/// of 0 moves a parameter by what is remembered of earlier ones and by the decay, and by nothing when there is neither. A gradient that is not
/// finite makes its parameter not finite, and with a norm those that share it; <c>Fit</c> reports that as a <see cref="TrainingDivergedException"/>.
/// </para>
/// <para>
/// A rule of one's own derives from this record, says how many buffers it remembers, and writes the new parameters in <see cref="Update"/>.
/// </para>
/// </remarks>
public abstract record Optimizer
{
    /// <summary>Sets the learning rate.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>The learning rate, which the schedule multiplies by its factor.</summary>
    public float LearningRate { get; init => field = Setting.Positive(value, nameof(LearningRate)); }

    /// <summary>
    /// λ, the weight decay decoupled from the gradient (Loshchilov and Hutter 2019): each step takes <c>η λ p</c> from a parameter, whatever
    /// else moves it. At least 0. It reaches every parameter; <see cref="Groups"/> make exceptions.
    /// </summary>
    public float WeightDecay { get; init => field = Setting.NotNegative(value, nameof(WeightDecay)); }

    /// <summary>The factor of the penalty <c>½ L2 Σ p²</c>, whose gradient <c>L2 · p</c> is added to the loss's. At least 0.</summary>
    public float L2 { get; init => field = Setting.NotNegative(value, nameof(L2)); }

    /// <summary>
    /// Settings of some of the parameters. The first group that a parameter matches is its own; one that matches none has the
    /// optimizer's settings. A group that no parameter of the model matches is refused when training begins.
    /// </summary>
    public ImmutableArray<ParameterGroup> Groups { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>How many buffers of the trained parameters' length a training keeps for this optimizer; they begin as zeros.</summary>
    public abstract int Moments { get; }

    /// <summary>Whether <see cref="Update"/> takes one parameter tensor at a time, because its rule depends on shapes or norms.</summary>
    public virtual bool IsPerTensor => false;

    /// <summary>
    /// Whether the gradient is computed a second time, at the point that <see cref="Perturb"/> moves the parameters to, on the same samples with the
    /// same random numbers. <see cref="Update"/> then gets that gradient, at the parameters as they were.
    /// </summary>
    public virtual bool TakesSecondGradient => false;

    /// <summary>How many floats for intermediate values <see cref="Update"/> needs for a tensor; only asked with <see cref="IsPerTensor"/>.</summary>
    /// <param name="parameter">The parameter.</param>
    public virtual long ScratchFor(ParameterInfo parameter) => 0;

    /// <summary>
    /// Moves parameters by one step. Runs once for each training step and each run of trained parameters that lie side by side and are of
    /// one group, or each tensor; it should allocate nothing. A rule of one's own applies <see cref="OptimizerStep.WeightDecay"/> and
    /// <see cref="OptimizerStep.L2"/> itself.
    /// </summary>
    /// <param name="step">The buffers to work on and the numbers of this step.</param>
    public abstract void Update(in OptimizerStep step);

    /// <summary>Moves parameters to where the second gradient is wanted; the training puts them back. Only called with <see cref="TakesSecondGradient"/>.</summary>
    /// <param name="step">The buffers to work on, as for <see cref="Update"/>; nothing but the parameters may be written.</param>
    /// <param name="gradientNorm">The Euclidean norm of the gradient with respect to all trained parameters.</param>
    public virtual void Perturb(in OptimizerStep step, float gradientNorm)
    {
    }

    /// <summary>Whether the other is the same rule with equal settings.</summary>
    /// <param name="other">The other optimizer.</param>
    public virtual bool Equals(Optimizer? other) =>
        other is not null && EqualityContract == other.EqualityContract && LearningRate == other.LearningRate
        && WeightDecay == other.WeightDecay && L2 == other.L2 && Groups.AsSpan().SequenceEqual(other.Groups.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, LearningRate, WeightDecay, L2, Groups.Length);
}
