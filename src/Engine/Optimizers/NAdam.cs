using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>NAdam (Dozat 2016): Adam that looks ahead along its first moment, as Nesterov's momentum does.</summary>
/// <remarks>
/// With <c>μₜ = β₁ (1 − ½ · 0.96^(ψ t))</c>, which warms the momentum up:
/// <code>
/// m ← β₁ m + (1 − β₁) g
/// v ← β₂ v + (1 − β₂) g²
/// p ← p − η ((μₜ₊₁ m / (1 − μ₁ ⋯ μₜ₊₁) + (1 − μₜ) g / (1 − μ₁ ⋯ μₜ)) / (√(v / (1 − β₂ᵗ)) + ε) + λ p)
/// </code>
/// Moments 0 and 1 are m and v.
/// </remarks>
public sealed record NAdam : AdaptiveOptimizer
{
    private const double Warmth = 0.96;

    /// <summary>Makes an NAdam optimizer.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public NAdam(float learningRate = 2e-3f)
        : base(learningRate)
    {
    }

    /// <summary>ψ, how fast the momentum warms up, at least 0; with 0 it is ½ β₁ throughout.</summary>
    public float MomentumDecay { get; init => field = Setting.NotNegative(value, nameof(MomentumDecay)); } = 4e-3f;

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step)
    {
        double now = MomentumOf(step.Number);
        double next = MomentumOf(step.Number + 1);
        double product = ProductOfMomenta(step.Number);
        ParameterUpdate.Run(step, new Rule(
            Means(step),
            (float)(step.LearningRate * next / (1 - (product * next))),
            (float)(step.LearningRate * (1 - now) / (1 - product))));
    }

    private double MomentumOf(long step) => Beta1 * (1 - (0.5 * Math.Pow(Warmth, step * (double)MomentumDecay)));

    /// <summary>
    /// μ₁ ⋯ μₜ, multiplied anew each time, so that a step depends on nothing but its number. Once <c>β₁ᵗ</c>, which is not below it, is negligible
    /// beside 1, it is 0: with β₁ = 0.9 after some 400 steps.
    /// </summary>
    private double ProductOfMomenta(long steps)
    {
        if (steps * Math.Log(Beta1) < -40)
        {
            return 0;
        }

        double product = 1;
        double warmth = Math.Pow(Warmth, MomentumDecay);
        double power = 1;
        for (long step = 1; step <= steps; step++)
        {
            power *= warmth;
            product *= Beta1 * (1 - (0.5 * power));
        }

        return product;
    }

    private readonly struct Rule(AdaptiveMeans means, float meanRate, float gradientRate) : IUpdate
    {
        public static int Moments => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V>
        {
            means.Add(gradient, ref first, ref second);
            return V.MultiplyAdd(V.Broadcast(meanRate), first, V.Broadcast(gradientRate) * gradient) / means.Denominator(second);
        }
    }
}
