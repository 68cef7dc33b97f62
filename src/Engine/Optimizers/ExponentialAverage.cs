namespace Adjoint;

/// <summary>
/// A running mean of the parameters over the steps of a training (Polyak and Juditsky 1992, with exponential weights): it is less noisy than the
/// parameters themselves and often predicts better. <c>Fit</c> evaluates, chooses and returns the mean.
/// </summary>
/// <remarks>
/// With d the decay and pₜ the parameters after step t, the mean after it is
/// <code>
/// a ← a + (1 − d) / (1 − dᵗ) · (pₜ − a)
/// </code>
/// which is <c>(1 − d) Σ dᵗ⁻ⁱ pᵢ / (1 − dᵗ)</c>: the exponential mean begun at zero and freed of that bias. The parameters from before training have
/// no share in it. Running values, as those of batch normalisation, are averaged alike.
/// </remarks>
public sealed record ExponentialAverage
{
    /// <summary>Makes a mean.</summary>
    /// <param name="decay">d, in <c>[0, 1)</c>: some 1 / (1 − d) steps are what counts.</param>
    public ExponentialAverage(float decay = 0.999f) => Decay = decay;

    /// <summary>d, the share of the mean that is kept at each step.</summary>
    public float Decay { get; init => field = Setting.Fraction(value, nameof(Decay)); }
}
