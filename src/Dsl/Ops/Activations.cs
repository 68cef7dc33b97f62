namespace Adjoint;

/// <content>Activations.</content>
public static partial class Ops
{
    /// <summary><c>x · Φ(x)</c> with the normal distribution's Φ (Hendrycks and Gimpel 2016).</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Gelu(Expr x) => Apply(nameof(Gelu), x);

    /// <summary><c>x · Φ(x)</c>, or its approximation <c>x · (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2</c>.</summary>
    /// <param name="x">The value.</param>
    /// <param name="approximate">Whether Φ is approximated, as models trained so expect.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Gelu(Expr x, bool approximate) => Apply(nameof(Gelu), x, approximate);

    /// <summary><c>x · sigmoid(x)</c>, also called swish (Elfwing et al. 2018).</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Silu(Expr x) => Apply(nameof(Silu), x);

    /// <summary><c>x · tanh(log(1 + exp(x)))</c> (Misra 2019).</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Mish(Expr x) => Apply(nameof(Mish), x);

    /// <summary><c>x / (1 + |x|)</c>; NaN for infinities.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Softsign(Expr x) => Apply(nameof(Softsign), x);

    /// <summary><c>x / 6 + 1/2</c>, at least 0 and at most 1; its derivative at ±3 is 1/6.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr HardSigmoid(Expr x) => Apply(nameof(HardSigmoid), x);

    /// <summary><c>x · hardSigmoid(x)</c> (Howard et al. 2019).</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr HardSwish(Expr x) => Apply(nameof(HardSwish), x);

    /// <summary><c>λ · elu(x, α)</c> with λ = 1.0507… and α = 1.6732… (Klambauer et al. 2017); its derivative at 0 is λα.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Selu(Expr x) => Apply(nameof(Selu), x);

    /// <summary><c>x</c> above zero, <c>α (exp(x) − 1)</c> elsewhere (Clevert et al. 2016); its derivative at 0 is α.</summary>
    /// <param name="x">The value.</param>
    /// <param name="alpha">The factor α.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Elu(Expr x, float alpha = 1f) => Apply(nameof(Elu), x, alpha);

    /// <summary><c>x</c> above zero, <c>α (exp(x / α) − 1)</c> elsewhere (Barron 2017).</summary>
    /// <param name="x">The value.</param>
    /// <param name="alpha">The factor α, above 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Celu(Expr x, float alpha = 1f) => Apply(nameof(Celu), x, alpha);

    /// <summary><c>x</c> above zero, <c>slope · x</c> elsewhere (He et al. 2015); its derivative at 0 is the slope.</summary>
    /// <param name="x">The value.</param>
    /// <param name="slope">The slope, such as a weight <c>[]</c>, or <c>[channels, 1, 1]</c> for images.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr PRelu(Expr x, Expr slope) => Apply(nameof(PRelu), x, slope);

    /// <summary><c>sin(ω x)</c> (Sitzmann et al. 2020).</summary>
    /// <param name="x">The value.</param>
    /// <param name="omega">The frequency ω.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Sine(Expr x, float omega = 30f) => Apply(nameof(Sine), x, omega);

    /// <summary><c>a · sigmoid(b)</c> for the halves a and b of an axis (Dauphin et al. 2017).</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis, of even size.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Glu(Expr x, int axis = Axis.Last) => Apply(nameof(Glu), x, axis);

    /// <summary><c>a · sigmoid(a) · b</c> for the halves a and b of an axis (Shazeer 2020).</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis, of even size.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Swiglu(Expr x, int axis = Axis.Last) => Apply(nameof(Swiglu), x, axis);

    /// <summary>The greatest of each run of neighbours on an axis, <c>[pieces · k]</c> to <c>[k]</c> (Goodfellow et al. 2013); of equal ones the first gets the derivative.</summary>
    /// <param name="x">The value.</param>
    /// <param name="pieces">How many neighbours, a divisor of the axis's size.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Maxout(Expr x, int pieces, int axis = Axis.Last) => Apply(nameof(Maxout), x, pieces, axis);

    /// <summary>Scales the channels of <c>[channels, ..]</c>: <c>x · sigmoid(W₂ relu(W₁ z + b₁) + b₂)</c> with the mean z of each (Hu et al. 2018).</summary>
    /// <param name="x">The value.</param>
    /// <param name="reduce">W₁, <c>[channels, hidden]</c>.</param>
    /// <param name="reduceBias">b₁, <c>[hidden]</c>, or null.</param>
    /// <param name="expand">W₂, <c>[hidden, channels]</c>.</param>
    /// <param name="expandBias">b₂, <c>[channels]</c>, or null.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr SqueezeExcite(Expr x, Expr reduce, Expr? reduceBias, Expr expand, Expr? expandBias) =>
        Apply(nameof(SqueezeExcite), x, reduce, reduceBias, expand, expandBias);

    /// <summary>Scales the channels of <c>[channels, ..]</c>: <c>x · sigmoid(k ∗ z)</c>, the mean z of each convolved along the channels (Wang et al. 2020).</summary>
    /// <param name="x">The value.</param>
    /// <param name="kernel">The kernel k, <c>[size]</c> with an odd size.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Eca(Expr x, Expr kernel) => Apply(nameof(Eca), x, kernel);
}
