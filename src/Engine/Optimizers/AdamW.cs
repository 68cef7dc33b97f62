namespace Adjoint;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019): <see cref="Adam"/> with weight decay that is decoupled from the gradient, 0.01 unless set otherwise.
/// </summary>
/// <remarks>
/// <code>
/// m ← β₁ m + (1 − β₁) g
/// v ← β₂ v + (1 − β₂) g²
/// p ← p − η ((m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε) + λ p)
/// </code>
/// Moments 0 and 1 are m and v. Biases and scales of normalisation are often left out of the decay:
/// <c>Groups = [ParameterGroup.Where(p => p.Shape.Length &lt; 2, weightDecay: 0)]</c>.
/// </remarks>
public sealed record AdamW : AdaptiveOptimizer
{
    /// <summary>Makes an AdamW optimizer with a weight decay of 0.01.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public AdamW(float learningRate = 1e-3f)
        : base(learningRate) => WeightDecay = 0.01f;

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step) =>
        ParameterUpdate.Run(step, new AdamUpdate(Means(step), (float)(step.LearningRate / Correction1(step))));
}
