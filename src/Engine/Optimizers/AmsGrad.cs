using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// AMSGrad (Reddi et al. 2018): Adam that divides by the greatest second moment so far, so that a step never grows because gradients got small.
/// </summary>
/// <remarks>
/// <code>
/// m ← β₁ m + (1 − β₁) g
/// v ← β₂ v + (1 − β₂) g²
/// w ← max(w, v)
/// p ← p − η ((m / (1 − β₁ᵗ)) / (√(w / (1 − β₂ᵗ)) + ε) + λ p)
/// </code>
/// Moments 0 to 2 are m, v and w. The paper has no divisions by <c>1 − βᵗ</c>; with them the first steps are those of Adam.
/// </remarks>
public sealed record AmsGrad : AdaptiveOptimizer
{
    /// <summary>Makes an AMSGrad optimizer.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public AmsGrad(float learningRate = 1e-3f)
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
            third = V.Max(third, second);
            return V.Broadcast(rate) * first / means.Denominator(third);
        }
    }
}
