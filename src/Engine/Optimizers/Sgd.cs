using Adjoint.Kernels;

namespace Adjoint;

/// <summary>Stochastic gradient descent, with momentum (Polyak 1964; Nesterov 1983 in the form of Sutskever et al. 2013) if wanted.</summary>
/// <remarks>
/// With g the gradient, η the scheduled learning rate, λ the weight decay and μ the momentum:
/// <code>
/// g ← g + λ p
/// m ← μ m + g
/// p ← p − η m              or, with Nesterov,   p ← p − η (g + μ m)
/// </code>
/// Without momentum nothing is remembered between steps, and <c>m = g</c>.
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
    public float Momentum { get; init => field = Fraction(value, nameof(Momentum)); }

    /// <summary>Whether the step looks ahead along the velocity; without momentum it makes no difference.</summary>
    public bool Nesterov { get; init; }

    /// <summary>λ, the weight decay: the gradient of <c>½ λ Σ p²</c>, added to the loss's. At least 0.</summary>
    public float WeightDecay { get; init => field = NotNegative(value, nameof(WeightDecay)); }

    /// <inheritdoc/>
    public override int Moments => Momentum > 0 ? 1 : 0;

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step)
    {
        if (Momentum == 0)
        {
            ParameterUpdate.Run(step, new Plain(step.LearningRate, WeightDecay));
        }
        else if (Nesterov)
        {
            ParameterUpdate.Run(step, new LookAhead(step.LearningRate, WeightDecay, Momentum));
        }
        else
        {
            ParameterUpdate.Run(step, new HeavyBall(step.LearningRate, WeightDecay, Momentum));
        }
    }

    private readonly struct Plain(float rate, float decay) : IUpdate
    {
        public static int Moments => 0;

        public void Invoke<V>(ref V parameter, V gradient, ref V first, ref V second)
            where V : struct, ISimd<V>
        {
            V decayed = V.MultiplyAdd(V.Broadcast(decay), parameter, gradient);
            parameter -= V.Broadcast(rate) * decayed;
        }
    }

    private readonly struct HeavyBall(float rate, float decay, float momentum) : IUpdate
    {
        public static int Moments => 1;

        public void Invoke<V>(ref V parameter, V gradient, ref V first, ref V second)
            where V : struct, ISimd<V>
        {
            V decayed = V.MultiplyAdd(V.Broadcast(decay), parameter, gradient);
            first = V.MultiplyAdd(V.Broadcast(momentum), first, decayed);
            parameter -= V.Broadcast(rate) * first;
        }
    }

    private readonly struct LookAhead(float rate, float decay, float momentum) : IUpdate
    {
        public static int Moments => 1;

        public void Invoke<V>(ref V parameter, V gradient, ref V first, ref V second)
            where V : struct, ISimd<V>
        {
            V decayed = V.MultiplyAdd(V.Broadcast(decay), parameter, gradient);
            first = V.MultiplyAdd(V.Broadcast(momentum), first, decayed);
            parameter -= V.Broadcast(rate) * V.MultiplyAdd(V.Broadcast(momentum), first, decayed);
        }
    }
}
