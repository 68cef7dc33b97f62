namespace Adjoint;

/// <summary>
/// Adam (Kingma and Ba 2015): steps of a size that adapts to each parameter. With <see cref="Optimizer.WeightDecay"/> above 0 it is <see cref="AdamW"/>;
/// with <see cref="Optimizer.L2"/> it is Adam with the penalty in the gradient.
/// </summary>
/// <remarks>
/// <code>
/// m ← β₁ m + (1 − β₁) g
/// v ← β₂ v + (1 − β₂) g²
/// p ← p − η ((m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε) + λ p)
/// </code>
/// Moments 0 and 1 are m and v.
/// </remarks>
public sealed record Adam : AdaptiveOptimizer
{
    /// <summary>Makes an Adam optimizer.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public Adam(float learningRate = 1e-3f)
        : base(learningRate)
    {
    }

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step) =>
        ParameterUpdate.Run(step, new AdamUpdate(Means(step), (float)(step.LearningRate / Correction1(step))));
}
