using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// Stochastic gradient descent, with momentum if wanted: the heavy ball (Polyak 1964), or Nesterov's (1983) in the form of Sutskever et al. (2013).
/// </summary>
/// <remarks>
/// With μ the momentum and τ the dampening:
/// <code>
/// m ← μ m + (1 − τ) g
/// p ← p − η (m + λ p)       or, with Nesterov,   p ← p − η ((1 − τ) g + μ m + λ p)
/// </code>
/// Without momentum nothing is remembered between steps, and <c>m = g</c>. Moment 0 is m.
/// </remarks>
public sealed record Sgd : Optimizer
{
    /// <summary>Makes a gradient descent.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public Sgd(float learningRate = 1e-2f)
        : base(learningRate)
    {
    }

    /// <summary>μ, the share of the velocity that is kept at each step, in <c>[0, 1)</c>.</summary>
    public float Momentum { get; init => field = Setting.Fraction(value, nameof(Momentum)); }

    /// <summary>τ, the share of the gradient that the velocity does not take up, in <c>[0, 1)</c>; without momentum it makes no difference.</summary>
    public float Dampening { get; init => field = Setting.Fraction(value, nameof(Dampening)); }

    /// <summary>Whether the step looks ahead along the velocity; without momentum it makes no difference.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public override int Moments => Momentum > 0 ? 1 : 0;

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step)
    {
        float share = (float)(1 - (double)Dampening);
        if (Momentum == 0)
        {
            ParameterUpdate.Run(step, new Plain(step.LearningRate));
        }
        else if (Nesterov)
        {
            ParameterUpdate.Run(step, new LookAhead(step.LearningRate, Momentum, share));
        }
        else
        {
            ParameterUpdate.Run(step, new HeavyBall(step.LearningRate, Momentum, share));
        }
    }

    private readonly struct Plain(float rate) : IUpdate
    {
        public static int Moments => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V> => V.Broadcast(rate) * gradient;
    }

    private readonly struct HeavyBall(float rate, float momentum, float share) : IUpdate
    {
        public static int Moments => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V>
        {
            first = V.MultiplyAdd(V.Broadcast(momentum), first, V.Broadcast(share) * gradient);
            return V.Broadcast(rate) * first;
        }
    }

    private readonly struct LookAhead(float rate, float momentum, float share) : IUpdate
    {
        public static int Moments => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V>
        {
            V taken = V.Broadcast(share) * gradient;
            first = V.MultiplyAdd(V.Broadcast(momentum), first, taken);
            return V.Broadcast(rate) * V.MultiplyAdd(V.Broadcast(momentum), first, taken);
        }
    }
}
