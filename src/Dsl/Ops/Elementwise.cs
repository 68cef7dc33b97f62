namespace Adjoint;

/// <content>Functions of each element alone.</content>
public static partial class Ops
{
    /// <summary>The exponential.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Exp(Expr x) => Apply(nameof(Exp), x);

    /// <summary>The natural logarithm. NaN below zero, −∞ at zero.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Log(Expr x) => Apply(nameof(Log), x);

    /// <summary><c>log(1 + x)</c>, exact for small x.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Log1p(Expr x) => Apply(nameof(Log1p), x);

    /// <summary>The square root. NaN below zero.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Sqrt(Expr x) => Apply(nameof(Sqrt), x);

    /// <summary>The absolute value; its derivative at 0 is 0.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Abs(Expr x) => Apply(nameof(Abs), x);

    /// <summary>−1, 0 or 1; its derivative is zero.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Sign(Expr x) => Apply(nameof(Sign), x);

    /// <summary>The sine.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Sin(Expr x) => Apply(nameof(Sin), x);

    /// <summary>The cosine.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Cos(Expr x) => Apply(nameof(Cos), x);

    /// <summary>The error function.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Erf(Expr x) => Apply(nameof(Erf), x);

    /// <summary>The whole number below; its derivative is zero.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Floor(Expr x) => Apply(nameof(Floor), x);

    /// <summary>The nearest whole number, halves to the even one; its derivative is zero.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Round(Expr x) => Apply(nameof(Round), x);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Tanh(Expr x) => Apply(nameof(Tanh), x);

    /// <summary><c>1 / (1 + exp(−x))</c>.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Sigmoid(Expr x) => Apply(nameof(Sigmoid), x);

    /// <summary><c>max(x, 0)</c>; its derivative at 0 is 0.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Relu(Expr x) => Apply(nameof(Relu), x);

    /// <summary><c>log(1 + exp(x))</c>.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Softplus(Expr x) => Apply(nameof(Softplus), x);

    /// <summary><c>x · Φ(x)</c> with the normal distribution's Φ (Hendrycks and Gimpel 2016).</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Gelu(Expr x) => Apply(nameof(Gelu), x);

    /// <summary><c>x · sigmoid(x)</c> (Elfwing et al. 2018).</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Silu(Expr x) => Apply(nameof(Silu), x);

    /// <summary><c>x · x</c>.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Square(Expr x) => Apply(nameof(Square), x);

    /// <summary><c>x</c> above zero, <c>slope · x</c> below.</summary>
    /// <param name="x">The value.</param>
    /// <param name="slope">The slope below zero.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr LeakyRelu(Expr x, float slope = 0.01f) => Apply(nameof(LeakyRelu), x, slope);

    /// <summary>A power with a constant exponent.</summary>
    /// <param name="x">The value.</param>
    /// <param name="exponent">The exponent.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Power(Expr x, float exponent) => Apply(nameof(Power), x, exponent);

    /// <summary>The greater one; where they are equal, the derivative goes to the first.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Maximum(Expr left, Expr right) => Apply(nameof(Maximum), left, right);

    /// <summary>The smaller one; where they are equal, the derivative goes to the first.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Minimum(Expr left, Expr right) => Apply(nameof(Minimum), left, right);

    /// <summary>1 where both are equal, else 0; its derivative is zero.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Equal(Expr left, Expr right) => Apply(nameof(Equal), left, right);

    /// <summary>One value where a condition is positive, another elsewhere. The condition gets no derivative.</summary>
    /// <param name="condition">What decides, such as <c>a > b</c>.</param>
    /// <param name="positive">The value where it is above zero.</param>
    /// <param name="otherwise">The value elsewhere.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Where(Expr condition, Expr positive, Expr otherwise) => Apply(nameof(Where), condition, positive, otherwise);
}
