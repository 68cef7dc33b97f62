namespace Adjoint;

/// <summary>
/// Normal noise that is added to every gradient and fades away (Neelakantan et al. 2015): it helps deep networks out of bad beginnings.
/// </summary>
/// <remarks>
/// Its variance in step t, from 1, is <c>Variance / tᵞ</c> with γ = <see cref="Decay"/>. The noise of an element depends on the training's seed, the step and the
/// element alone, so it is reproducible and the same for any number of threads.
/// </remarks>
public sealed record GradientNoise
{
    /// <summary>Makes a noise.</summary>
    /// <param name="variance">The variance in the first step, finite and above 0.</param>
    /// <param name="decay">γ, how fast it fades, finite and at least 0.</param>
    public GradientNoise(float variance = 0.01f, float decay = 0.55f)
    {
        Variance = variance;
        Decay = decay;
    }

    /// <summary>The variance in the first step.</summary>
    public float Variance { get; init => field = Setting.Positive(value, nameof(Variance)); }

    /// <summary>γ, how fast it fades; with 0 it does not.</summary>
    public float Decay { get; init => field = Setting.NotNegative(value, nameof(Decay)); }

    /// <summary>The standard deviation in a step, counted from 1.</summary>
    internal float DeviationIn(long step) => (float)Math.Sqrt(Variance / Math.Pow(step, Decay));
}
