using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// diffGrad (Dubey et al. 2020): Adam with friction, so that a parameter whose gradient hardly changes, as near a minimum, takes half the step.
/// </summary>
/// <remarks>
/// <code>
/// m ← β₁ m + (1 − β₁) g
/// v ← β₂ v + (1 − β₂) g²
/// ξ = 1 / (1 + exp(−|g' − g|))
/// p ← p − η (ξ (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε) + λ p)
/// g' ← g
/// </code>
/// Moments 0 to 2 are m, v and g', the last gradient; before the first step it is 0.
/// </remarks>
public sealed record DiffGrad : AdaptiveOptimizer
{
    /// <summary>Makes a diffGrad optimizer.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public DiffGrad(float learningRate = 1e-3f)
        : base(learningRate)
    {
    }

    /// <inheritdoc/>
    public override int Moments => 3;

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step) =>
        ParameterUpdate.Run(step, new Rule(Means(step), (float)(step.LearningRate / Correction1(step))));

    private readonly struct Rule(AdaptiveMeans means, float rate) : IUpdate
    {
        public static int Moments => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V>
        {
            means.Add(gradient, ref first, ref second);
            V friction = V.Sigmoid(V.Abs(third - gradient));
            third = gradient;
            return friction * (V.Broadcast(rate) * first / means.Denominator(second));
        }
    }
}
