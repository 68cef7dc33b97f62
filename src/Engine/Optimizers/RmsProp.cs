using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// RMSProp (Hinton 2012): divides by the root of a running mean of squared gradients; centred (Graves 2013), by their deviation; with momentum if wanted.
/// </summary>
/// <remarks>
/// With α the smoothing and μ the momentum:
/// <code>
/// v ← α v + (1 − α) g²
/// a ← α a + (1 − α) g                   when centred, else a = 0
/// b ← μ b + g / (√max(v − a², 0) + ε)
/// p ← p − η (b + λ p)
/// </code>
/// The moments are v, then a when centred, then b when there is momentum. Centred, a gradient that hardly changes has hardly any deviation and
/// moves its parameter far, by g / ε at most: choose ε with that in mind.
/// </remarks>
public sealed record RmsProp : Optimizer
{
    /// <summary>Makes an RMSProp optimizer.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public RmsProp(float learningRate = 1e-2f)
        : base(learningRate)
    {
    }

    /// <summary>α, the share of the means that is kept at each step, in <c>[0, 1)</c>.</summary>
    public float Smoothing { get; init => field = Setting.Fraction(value, nameof(Smoothing)); } = 0.99f;

    /// <summary>ε, which keeps the division away from zero; above 0.</summary>
    public float Epsilon { get; init => field = Setting.Positive(value, nameof(Epsilon)); } = 1e-8f;

    /// <summary>μ, the share of the velocity that is kept at each step, in <c>[0, 1)</c>.</summary>
    public float Momentum { get; init => field = Setting.Fraction(value, nameof(Momentum)); }

    /// <summary>Whether the mean gradient is taken off before squares are.</summary>
    public bool IsCentred { get; init; }

    /// <inheritdoc/>
    public override int Moments => 1 + (IsCentred ? 1 : 0) + (Momentum > 0 ? 1 : 0);

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step)
    {
        Settings settings = new(Smoothing, (float)(1 - (double)Smoothing), Epsilon, step.LearningRate, Momentum);
        switch (IsCentred, Momentum > 0)
        {
            case (false, false):
                ParameterUpdate.Run(step, new Plain(settings));
                break;
            case (false, true):
                ParameterUpdate.Run(step, new WithMomentum(settings));
                break;
            case (true, false):
                ParameterUpdate.Run(step, new Centred(settings));
                break;
            default:
                ParameterUpdate.Run(step, new CentredWithMomentum(settings));
                break;
        }
    }

    private readonly struct Settings(float smoothing, float rest, float epsilon, float rate, float momentum)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Scaled<V>(V gradient, ref V square)
            where V : struct, ISimd<V>
        {
            square = V.MultiplyAdd(V.Broadcast(smoothing), square, V.Broadcast(rest) * gradient * gradient);
            return gradient / (V.Sqrt(square) + V.Broadcast(epsilon));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V ScaledByDeviation<V>(V gradient, ref V square, ref V mean)
            where V : struct, ISimd<V>
        {
            square = V.MultiplyAdd(V.Broadcast(smoothing), square, V.Broadcast(rest) * gradient * gradient);
            mean = V.MultiplyAdd(V.Broadcast(smoothing), mean, V.Broadcast(rest) * gradient);
            V variance = V.Max(V.MultiplyAdd(-mean, mean, square), V.Zero);
            return gradient / (V.Sqrt(variance) + V.Broadcast(epsilon));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Change<V>(V scaled)
            where V : struct, ISimd<V> => V.Broadcast(rate) * scaled;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Change<V>(V scaled, ref V velocity)
            where V : struct, ISimd<V>
        {
            velocity = V.MultiplyAdd(V.Broadcast(momentum), velocity, scaled);
            return V.Broadcast(rate) * velocity;
        }
    }

    private readonly struct Plain(Settings settings) : IUpdate
    {
        public static int Moments => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V> => settings.Change(settings.Scaled(gradient, ref first));
    }

    private readonly struct WithMomentum(Settings settings) : IUpdate
    {
        public static int Moments => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V> => settings.Change(settings.Scaled(gradient, ref first), ref second);
    }

    private readonly struct Centred(Settings settings) : IUpdate
    {
        public static int Moments => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V> => settings.Change(settings.ScaledByDeviation(gradient, ref first, ref second));
    }

    private readonly struct CentredWithMomentum(Settings settings) : IUpdate
    {
        public static int Moments => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V> => settings.Change(settings.ScaledByDeviation(gradient, ref first, ref second), ref third);
    }
}
