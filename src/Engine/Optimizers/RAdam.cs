using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// RAdam (Liu et al. 2020): Adam whose step is rectified while the second moment is known from few gradients; at first it is plain momentum, which
/// makes a warm-up unnecessary.
/// </summary>
/// <remarks>
/// With <c>ρ∞ = 2 / (1 − β₂) − 1</c> and <c>ρₜ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)</c>:
/// <code>
/// m ← β₁ m + (1 − β₁) g
/// v ← β₂ v + (1 − β₂) g²
/// r = √((ρₜ − 4) (ρₜ − 2) ρ∞ / ((ρ∞ − 4) (ρ∞ − 2) ρₜ))
/// p ← p − η (r (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε) + λ p)      when ρₜ > 4
/// p ← p − η (m / (1 − β₁ᵗ) + λ p)                                   otherwise
/// </code>
/// Moments 0 and 1 are m and v.
/// </remarks>
public sealed record RAdam : AdaptiveOptimizer
{
    /// <summary>Makes an RAdam optimizer.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public RAdam(float learningRate = 1e-3f)
        : base(learningRate)
    {
    }

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step)
    {
        double rate = step.LearningRate / Correction1(step);
        double longest = (2 / (1 - (double)Beta2)) - 1;
        double length = longest - (2 * step.Number * (1 - Correction2(step)) / Correction2(step));
        if (length > 4)
        {
            double rectification = Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
            ParameterUpdate.Run(step, new AdamUpdate(Means(step), (float)(rate * rectification)));
        }
        else
        {
            ParameterUpdate.Run(step, new Unscaled(Means(step), (float)rate));
        }
    }

    private readonly struct Unscaled(AdaptiveMeans means, float rate) : IUpdate
    {
        public static int Moments => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V>
        {
            means.Add(gradient, ref first, ref second);
            return V.Broadcast(rate) * first;
        }
    }
}
