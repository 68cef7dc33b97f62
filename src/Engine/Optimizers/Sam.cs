using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// Sharpness-aware minimization (Foret et al. 2021): another optimizer with the gradient at the worst point near the parameters, which leads to flat
/// minima. Each step computes the gradient twice, and takes twice as long.
/// </summary>
/// <remarks>
/// With ρ the radius, L the loss on the batch and ‖·‖ the norm over all trained parameters:
/// <code>
/// e = ρ ∇L(p) / ‖∇L(p)‖
/// g = ∇L(p + e)
/// </code>
/// and g goes to the other optimizer, which moves p. Both gradients have the same samples and random numbers; running values advance once.
/// Clipping and noise apply to g; when gradients are accumulated, each batch has a point of its own. Where the gradient is zero, e is zero.
/// Nothing is remembered beside what the other optimizer remembers.
/// </remarks>
public sealed record Sam : Optimizer
{
    /// <summary>Wraps an optimizer, with its learning rate, decay and groups.</summary>
    /// <param name="inner">The optimizer that moves the parameters.</param>
    /// <param name="radius">ρ, finite and above 0.</param>
    /// <exception cref="ArgumentException">The optimizer itself takes a second gradient.</exception>
    public Sam(Optimizer inner, float radius = 0.05f)
        : base(inner?.LearningRate ?? throw new ArgumentNullException(nameof(inner)))
    {
        if (inner.TakesSecondGradient)
        {
            throw new ArgumentException("The inner optimizer takes one gradient for a step.", nameof(inner));
        }

        Inner = inner;
        Radius = radius;
        WeightDecay = inner.WeightDecay;
        L2 = inner.L2;
        Groups = inner.Groups;
    }

    /// <summary>The optimizer that moves the parameters.</summary>
    public Optimizer Inner { get; }

    /// <summary>ρ, how far from the parameters the gradient is taken.</summary>
    public float Radius { get; init => field = Setting.Positive(value, nameof(Radius)); }

    /// <inheritdoc/>
    public override int Moments => Inner.Moments;

    /// <inheritdoc/>
    public override bool IsPerTensor => Inner.IsPerTensor;

    /// <inheritdoc/>
    public override bool TakesSecondGradient => true;

    /// <inheritdoc/>
    public override long ScratchFor(ParameterInfo parameter) => Inner.ScratchFor(parameter);

    /// <inheritdoc/>
    public override void Perturb(in OptimizerStep step, float gradientNorm)
    {
        if (gradientNorm > 0)
        {
            Elementwise.Map(step.Threads, step.Gradient, step.Parameters, step.Parameters, new ScaledSum(Radius / gradientNorm));
        }
    }

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step) => Inner.Update(in step);
}
