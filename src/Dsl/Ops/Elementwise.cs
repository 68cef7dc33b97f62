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

    /// <summary><c>x · x</c>.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Square(Expr x) => Apply(nameof(Square), x);

    /// <summary><c>x</c> above zero, <c>slope · x</c> below.</summary>
    /// <param name="x">The value.</param>
    /// <param name="slope">The slope below zero.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr LeakyRelu(Expr x, float slope = 0.01f) => Apply(nameof(LeakyRelu), x, slope);

    /// <summary><c>1 / x</c>; infinite at zero.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Reciprocal(Expr x) => Apply(nameof(Reciprocal), x);

    /// <summary><c>1 / √x</c>; infinite at zero, NaN below.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Rsqrt(Expr x) => Apply(nameof(Rsqrt), x);

    /// <summary><c>exp(x) − 1</c>, exact for small x.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr Expm1(Expr x) => Apply(nameof(Expm1), x);

    /// <summary>The nearest whole number, halves to the even one, with the derivative 1: the straight-through estimator (Bengio et al. 2013).</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr RoundStraightThrough(Expr x) => Apply(nameof(RoundStraightThrough), x);

    /// <summary>The whole number below, with the derivative 1: the straight-through estimator (Bengio et al. 2013).</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">It is no value of real numbers.</exception>
    public static Expr FloorStraightThrough(Expr x) => Apply(nameof(FloorStraightThrough), x);

    /// <summary>The nearest number that is not outside of two bounds; NaN stays NaN. The derivative by x is 1 from bound to bound, else 0.</summary>
    /// <param name="x">The value.</param>
    /// <param name="minimum">The lower bound, such as <c>0f</c>.</param>
    /// <param name="maximum">The upper bound.</param>
    /// <exception cref="ArgumentException">The lower bound is above the upper one, or the shapes do not fit.</exception>
    public static Expr Clamp(Expr x, Expr minimum, Expr maximum) => Apply(nameof(Clamp), x, minimum, maximum);

    /// <summary>A power with a constant exponent.</summary>
    /// <param name="x">The value.</param>
    /// <param name="exponent">The exponent.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Power(Expr x, float exponent) => Apply(nameof(Power), x, exponent);

    /// <summary>
    /// A power whose exponent is a value: 1 for the exponent 0, and NaN below zero unless the exponent is whole. The derivative by the
    /// exponent, <c>xʸ · log x</c>, is 0 at x = 0 and NaN below.
    /// </summary>
    /// <param name="x">The base.</param>
    /// <param name="exponent">The exponent.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Power(Expr x, Expr exponent) => Apply(nameof(Power), x, exponent);

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

    /// <summary>1 where the left is greater, else 0, also where either is NaN; its derivative is zero.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Greater(Expr left, Expr right) => Apply(nameof(Greater), left, right);

    /// <summary>1 where the left is less, else 0, also where either is NaN; its derivative is zero.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Less(Expr left, Expr right) => Apply(nameof(Less), left, right);

    /// <summary>1 where the left is not less, else 0, also where either is NaN; its derivative is zero.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr GreaterOrEqual(Expr left, Expr right) => Apply(nameof(GreaterOrEqual), left, right);

    /// <summary>1 where the left is not greater, else 0, also where either is NaN; its derivative is zero.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr LessOrEqual(Expr left, Expr right) => Apply(nameof(LessOrEqual), left, right);

    /// <summary>1 where both differ, also where either is NaN, else 0; its derivative is zero.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr NotEqual(Expr left, Expr right) => Apply(nameof(NotEqual), left, right);

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
