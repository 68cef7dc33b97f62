using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// Adam (Kingma and Ba 2015): steps of a size that adapts to each parameter. With <see cref="WeightDecay"/> above 0 it is AdamW
/// (Loshchilov and Hutter 2019), whose decay is decoupled from the gradient.
/// </summary>
/// <remarks>
/// With t counted from 1, g the gradient, η the scheduled learning rate and λ the weight decay:
/// <code>
/// m ← β₁ m + (1 − β₁) g
/// v ← β₂ v + (1 − β₂) g²
/// p ← p − η (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε) − η λ p
/// </code>
/// The decay reaches every parameter, biases too. A gradient that is not finite makes its parameter not finite.
/// </remarks>
public sealed record Adam : Optimizer
{
    /// <summary>Makes an Adam optimizer.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public Adam(float learningRate = 1e-3f)
        : base(learningRate)
    {
    }

    /// <summary>β₁, the share of the first moment that is kept at each step, in <c>[0, 1)</c>.</summary>
    public float Beta1 { get; init => field = Fraction(value, nameof(Beta1)); } = 0.9f;

    /// <summary>β₂, the share of the second moment that is kept at each step, in <c>[0, 1)</c>.</summary>
    public float Beta2 { get; init => field = Fraction(value, nameof(Beta2)); } = 0.999f;

    /// <summary>ε, which keeps the division away from zero; above 0.</summary>
    public float Epsilon
    {
        get;
        init => field = float.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Epsilon), value, "Epsilon must be finite and above 0.");
    } = 1e-8f;

    /// <summary>λ, the decoupled weight decay, at least 0.</summary>
    public float WeightDecay { get; init => field = NotNegative(value, nameof(WeightDecay)); }

    /// <inheritdoc/>
    public override int Moments => 2;

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step)
    {
        // The corrections are computed in double: 1 − β₂ᵗ loses digits in float while t is small.
        double correction1 = 1 - Math.Pow(Beta1, step.Number);
        double correction2 = 1 - Math.Pow(Beta2, step.Number);
        ParameterUpdate.Run(step, new Rule(
            Beta1,
            (float)(1 - (double)Beta1),
            Beta2,
            (float)(1 - (double)Beta2),
            (float)(step.LearningRate / correction1),
            (float)(1 / Math.Sqrt(correction2)),
            Epsilon,
            (float)((double)step.LearningRate * WeightDecay)));
    }

    private readonly struct Rule(float beta1, float rest1, float beta2, float rest2, float rate, float scale, float epsilon, float decay) : IUpdate
    {
        public static int Moments => 2;

        public void Invoke<V>(ref V parameter, V gradient, ref V first, ref V second)
            where V : struct, ISimd<V>
        {
            first = V.MultiplyAdd(V.Broadcast(beta1), first, V.Broadcast(rest1) * gradient);
            second = V.MultiplyAdd(V.Broadcast(beta2), second, V.Broadcast(rest2) * gradient * gradient);

            // rate carries 1 / (1 − β₁ᵗ) and scale 1 / √(1 − β₂ᵗ), which leaves one square root and one division.
            V denominator = V.MultiplyAdd(V.Sqrt(second), V.Broadcast(scale), V.Broadcast(epsilon));
            parameter -= V.MultiplyAdd(V.Broadcast(decay), parameter, V.Broadcast(rate) * first / denominator);
        }
    }
}
