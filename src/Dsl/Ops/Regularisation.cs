namespace Adjoint;

/// <content>Noise that is added in training alone, and penalties that an objective may add to its loss.</content>
public static partial class Ops
{
    /// <summary>
    /// Dropout of whole channels, the first axis of a sample (Tompson et al. 2015): in training each is zero with probability <c>rate</c>, and the
    /// others are divided by <c>1 − rate</c>.
    /// </summary>
    /// <param name="x">The value.</param>
    /// <param name="rate">The probability of dropping a channel, at least 0 and below 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr ChannelDropout(Expr x, float rate) => Apply(nameof(ChannelDropout), x, rate);

    /// <summary>In training, adds to each element a number drawn from the normal distribution with mean 0.</summary>
    /// <param name="x">The value.</param>
    /// <param name="deviation">The standard deviation, at least 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr GaussianNoise(Expr x, float deviation) => Apply(nameof(GaussianNoise), x, deviation);

    /// <summary>The sum of the absolute values of all elements, such as those of weights: <c>loss + 1e-4f * L1Penalty(Kernel)</c>. The derivative at 0 is 0.</summary>
    /// <param name="values">The values.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr L1Penalty(params Expr[] values) => Apply(nameof(L1Penalty), (object)values);

    /// <summary>The sum of the squares of all elements, such as those of weights: <c>loss + 1e-4f * L2Penalty(Kernel)</c>.</summary>
    /// <param name="values">The values.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr L2Penalty(params Expr[] values) => Apply(nameof(L2Penalty), (object)values);
}
