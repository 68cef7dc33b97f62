using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// AdaGrad (Duchi et al. 2011): divides by the root of all squared gradients so far, so that parameters which are rarely reached, as rows of an
/// embedding, take the larger steps.
/// </summary>
/// <remarks>
/// <code>
/// v ← v + g²
/// p ← p − η (g / (√v + ε) + λ p)
/// </code>
/// Moment 0 is v.
/// </remarks>
public sealed record AdaGrad : Optimizer
{
    /// <summary>Makes an AdaGrad optimizer.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public AdaGrad(float learningRate = 1e-2f)
        : base(learningRate)
    {
    }

    /// <summary>ε, which keeps the division away from zero; above 0.</summary>
    public float Epsilon { get; init => field = Setting.Positive(value, nameof(Epsilon)); } = 1e-10f;

    /// <inheritdoc/>
    public override int Moments => 1;

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step) => ParameterUpdate.Run(step, new Rule(step.LearningRate, Epsilon));

    private readonly struct Rule(float rate, float epsilon) : IUpdate
    {
        public static int Moments => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V>
        {
            first = V.MultiplyAdd(gradient, gradient, first);
            return V.Broadcast(rate) * gradient / (V.Sqrt(first) + V.Broadcast(epsilon));
        }
    }
}
