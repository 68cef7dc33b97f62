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

    /// <summary>
    /// The derivative of y along a tangent of x, the product of y's Jacobian with it (forward mode): how y changes as x does. It costs about as much
    /// as y itself, however many elements both have, and can be used and derived again.
    /// </summary>
    /// <param name="y">What is derived.</param>
    /// <param name="x">What changes.</param>
    /// <param name="tangent">The direction in which x changes, of its shape or repeated to it.</param>
    /// <returns>A value of y's shape.</returns>
    /// <exception cref="ArgumentException">y does not depend on x, or depends on it through what has no derivative; the shapes do not fit.</exception>
    public static Expr Jvp(Expr y, Expr x, Expr tangent) => Apply(nameof(Jvp), y, x, tangent);

    /// <summary>The product of a direction with the second derivatives by x of the sum of y's elements; none of them is computed by itself.</summary>
    /// <param name="y">What is derived, as a loss; for one number per sample the product is each sample's own.</param>
    /// <param name="x">What it is derived by.</param>
    /// <param name="direction">A value of x's shape, or one that is repeated to it.</param>
    /// <returns>A value of x's shape; zeros where y is linear in x.</returns>
    /// <exception cref="ArgumentException">y does not depend on x, or depends on it through what has no derivative; the shapes do not fit.</exception>
    public static Expr HessianProduct(Expr y, Expr x, Expr direction) => Apply(nameof(HessianProduct), y, x, direction);

    /// <summary>
    /// The derivatives of every element of y by every element of x, for each sample. The program derives y once for each of its elements, so y is to
    /// be small: at most 1024 numbers. By a weight the derivatives of all samples are added up; see <see cref="PerSample"/>.
    /// </summary>
    /// <param name="y">What is derived; its sizes are numbers.</param>
    /// <param name="x">What it is derived by.</param>
    /// <returns>A value with the axes of y and then those of x: <c>[3]</c> by <c>[2, 4]</c> gives <c>[3, 2, 4]</c>.</returns>
    /// <exception cref="ArgumentException">y does not depend on x, depends on it through what has no derivative, or is too large.</exception>
    public static Expr Jacobian(Expr y, Expr x) => Apply(nameof(Jacobian), y, x);

    /// <summary>
    /// A weight as a value of each sample. The derivative of a loss by it is the gradient of each sample alone, where that by the weight is their sum:
    /// for gradients that are clipped or compared sample by sample.
    /// </summary>
    /// <param name="weight">What is the same for all samples.</param>
    /// <returns>The same for each sample.</returns>
    /// <example>
    /// <code>
    /// Expr kernel = PerSample(Kernel);
    /// Expr loss = SquaredError(Dense(x, kernel), y);
    /// Expr each = Gradient(loss, kernel);     // of Kernel's shape, for every sample
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">The value differs from sample to sample already.</exception>
    public static Expr PerSample(Expr weight) => Apply(nameof(PerSample), weight);

    /// <summary>The value of a function with a derivative of its own, such as a surrogate for that of a step.</summary>
    /// <param name="value">The function.</param>
    /// <param name="gradient">From the same argument and the derivative of the loss by the result to the derivative by the argument.</param>
    /// <param name="x">The argument.</param>
    /// <exception cref="ArgumentException">The derivative has another shape than the argument, or uses values from outside.</exception>
    public static Expr WithGradient(Func<Expr, Expr> value, Func<Expr, Expr, Expr> gradient, Expr x) =>
        Apply(nameof(WithGradient), value, gradient, x);
}
