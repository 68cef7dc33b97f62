namespace Adjoint;

/// <content>Functions that say how values are derived, and those whose value is a derivative.</content>
public static partial class Ops
{
    /// <summary>The value, taken for a constant by every derivative.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr StopGradient(Expr x) => Apply(nameof(StopGradient), x);

    /// <summary>The derivative of the sum of y's elements by x, as a value: it can be used and derived again.</summary>
    /// <param name="y">What is derived; for one number per sample, this is each sample's own gradient.</param>
    /// <param name="x">What it is derived by.</param>
    /// <returns>A value of x's shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Gradient(Expr y, Expr x) => Apply(nameof(Gradient), y, x);

    /// <summary>The derivatives of the sum of y's elements by several values.</summary>
    /// <param name="y">What is derived.</param>
    /// <param name="by">What it is derived by.</param>
    /// <returns>A value for each.</returns>
    /// <exception cref="ArgumentException">What is derived does not depend on one of them, or goes through what has no derivative.</exception>
    public static Expr[] Gradient(Expr y, params Expr[] by) => Several(nameof(Gradient), y, by);

    /// <summary>The value of a function with a derivative of its own, such as a surrogate for that of a step.</summary>
    /// <param name="value">The function.</param>
    /// <param name="gradient">From the same argument and the derivative of the loss by the result to the derivative by the argument.</param>
    /// <param name="x">The argument.</param>
    /// <exception cref="ArgumentException">The derivative has another shape than the argument, or uses values from outside.</exception>
    public static Expr WithGradient(Func<Expr, Expr> value, Func<Expr, Expr, Expr> gradient, Expr x) =>
        Apply(nameof(WithGradient), value, gradient, x);
}
