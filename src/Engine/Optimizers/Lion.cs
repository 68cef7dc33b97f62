using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// Lion (Chen et al. 2023): every parameter moves by the same amount, in the direction of a mean of momentum and gradient. It remembers one buffer
/// and wants a learning rate 3 to 10 times below Adam's with a weight decay as many times above.
/// </summary>
/// <remarks>
/// <code>
/// c = β₁ m + (1 − β₁) g
/// p ← p − η (sign(c) + λ p)
/// m ← β₂ m + (1 − β₂) g
/// </code>
/// sign(0) is 0, and that of NaN is NaN. Moment 0 is m.
/// </remarks>
public sealed record Lion : Optimizer
{
    /// <summary>Makes a Lion optimizer.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public Lion(float learningRate = 1e-4f)
        : base(learningRate)
    {
    }

    /// <summary>β₁, the share of the momentum in the direction of a step, in <c>[0, 1)</c>.</summary>
    public float Beta1 { get; init => field = Setting.Fraction(value, nameof(Beta1)); } = 0.9f;

    /// <summary>β₂, the share of the momentum that is kept at each step, in <c>[0, 1)</c>.</summary>
    public float Beta2 { get; init => field = Setting.Fraction(value, nameof(Beta2)); } = 0.99f;

    /// <inheritdoc/>
    public override int Moments => 1;

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step) => ParameterUpdate.Run(
        step, new Rule(step.LearningRate, Beta1, (float)(1 - (double)Beta1), Beta2, (float)(1 - (double)Beta2)));

    private readonly struct Rule(float rate, float beta1, float rest1, float beta2, float rest2) : IUpdate
    {
        public static int Moments => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V>
        {
            V direction = V.MultiplyAdd(V.Broadcast(beta1), first, V.Broadcast(rest1) * gradient);
            first = V.MultiplyAdd(V.Broadcast(beta2), first, V.Broadcast(rest2) * gradient);

            // What is neither above nor below zero is zero or NaN, and stays.
            V notBelow = V.Select(V.GreaterThan(direction, V.Zero), V.Broadcast(rate), direction);
            return V.Select(V.LessThan(direction, V.Zero), V.Broadcast(-rate), notBelow);
        }
    }
}
