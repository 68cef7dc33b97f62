namespace Adjoint;

/// <content>Normalisations. Their variances are means of squares, with the number N of elements as the divisor, not N − 1.</content>
public static partial class Ops
{
    /// <summary>Mean 0 and variance 1 along the last axes, then a gain and a bias (Ba, Kiros, Hinton 2016). Equal elements give 0.</summary>
    /// <param name="x">The value.</param>
    /// <param name="gain">A factor for each place of the last axes, or null.</param>
    /// <param name="bias">What is added, or null.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="axes">How many of the last axes, at least 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr LayerNorm(Expr x, Expr? gain = null, Expr? bias = null, float epsilon = 1e-5f, int axes = 1) =>
        Apply(nameof(LayerNorm), x, gain, bias, epsilon, axes);

    /// <summary><c>x / √(mean(x²) + epsilon) · gain</c> along the last axes (Zhang and Sennrich 2019).</summary>
    /// <param name="x">The value.</param>
    /// <param name="gain">A factor for each place of the last axes, or null.</param>
    /// <param name="epsilon">What is added to the mean square.</param>
    /// <param name="axes">How many of the last axes, at least 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr RmsNorm(Expr x, Expr? gain = null, float epsilon = 1e-6f, int axes = 1) => Apply(nameof(RmsNorm), x, gain, epsilon, axes);

    /// <summary>Mean 0 and variance 1 of each group of neighbouring channels within a sample, then a gain and a bias (Wu and He 2018).</summary>
    /// <param name="x">Channels with places, <c>[channels, ..]</c>.</param>
    /// <param name="groups">The number of groups, which divides the channels.</param>
    /// <param name="gain">A factor for each channel, or null.</param>
    /// <param name="bias">What is added to each channel, or null.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr GroupNorm(Expr x, int groups, Expr? gain = null, Expr? bias = null, float epsilon = 1e-5f) =>
        Apply(nameof(GroupNorm), x, groups, gain, bias, epsilon);

    /// <summary>Mean 0 and variance 1 of each channel within a sample, then a gain and a bias (Ulyanov et al. 2016).</summary>
    /// <param name="x">Channels with places, <c>[channels, ..]</c>.</param>
    /// <param name="gain">A factor for each channel, or null.</param>
    /// <param name="bias">What is added to each channel, or null.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr InstanceNorm(Expr x, Expr? gain = null, Expr? bias = null, float epsilon = 1e-5f) =>
        Apply(nameof(InstanceNorm), x, gain, bias, epsilon);

    /// <summary>
    /// Mean 0 and variance 1 of each channel over the batch and all other axes, then a gain and a bias (Ioffe and Szegedy 2015). With running
    /// values, which are parts with <see cref="StateAttribute"/>, training moves them by <paramref name="momentum"/> and prediction uses them;
    /// without, prediction too uses the batch that it is given. The running variance has the divisor N.
    /// </summary>
    /// <param name="x">Channels, <c>[channels, ..]</c>.</param>
    /// <param name="mean">The running mean <c>[channels]</c>, or null.</param>
    /// <param name="variance">The running variance <c>[channels]</c>, or null.</param>
    /// <param name="gain">A factor for each channel, or null.</param>
    /// <param name="bias">What is added to each channel, or null.</param>
    /// <param name="momentum">The share of the current batch in the running values.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr BatchNorm(
        Expr x, Expr? mean = null, Expr? variance = null, Expr? gain = null, Expr? bias = null, float momentum = 0.1f, float epsilon = 1e-5f) =>
        Apply(nameof(BatchNorm), x, mean, variance, gain, bias, momentum, epsilon);
}
