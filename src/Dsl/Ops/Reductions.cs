namespace Adjoint;

/// <content>Functions along axes.</content>
public static partial class Ops
{
    /// <summary>The sum of each sample over all its axes.</summary>
    /// <param name="x">The value.</param>
    /// <returns>One number for each sample, <c>[]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Sum(Expr x) => Apply(nameof(Sum), x);

    /// <summary>The sum along an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis; <see cref="Axis.Batch"/> too.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Sum(Expr x, int axis, bool keep = false) => Apply(nameof(Sum), x, axis, keep);

    /// <summary>The sum along several axes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Sum(Expr x, int[] axes, bool keep = false) => Apply(nameof(Sum), x, axes, keep);

    /// <summary>The mean of each sample over all its axes.</summary>
    /// <param name="x">The value.</param>
    /// <returns>One number for each sample, <c>[]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Mean(Expr x) => Apply(nameof(Mean), x);

    /// <summary>The mean along an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis; <see cref="Axis.Batch"/> too.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Mean(Expr x, int axis, bool keep = false) => Apply(nameof(Mean), x, axis, keep);

    /// <summary>The mean along several axes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Mean(Expr x, int[] axes, bool keep = false) => Apply(nameof(Mean), x, axes, keep);

    /// <summary>The greatest element of each sample over all its axes.</summary>
    /// <param name="x">The value.</param>
    /// <returns>One number for each sample, <c>[]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Max(Expr x) => Apply(nameof(Max), x);

    /// <summary>The greatest element along an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis; <see cref="Axis.Batch"/> too.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Max(Expr x, int axis, bool keep = false) => Apply(nameof(Max), x, axis, keep);

    /// <summary>The greatest element along several axes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Max(Expr x, int[] axes, bool keep = false) => Apply(nameof(Max), x, axes, keep);

    /// <summary>The smallest element of each sample over all its axes.</summary>
    /// <param name="x">The value.</param>
    /// <returns>One number for each sample, <c>[]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Min(Expr x) => Apply(nameof(Min), x);

    /// <summary>The smallest element along an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis; <see cref="Axis.Batch"/> too.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Min(Expr x, int axis, bool keep = false) => Apply(nameof(Min), x, axis, keep);

    /// <summary>The smallest element along several axes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Min(Expr x, int[] axes, bool keep = false) => Apply(nameof(Min), x, axes, keep);

    /// <summary>The mean squared distance from the mean of each sample over all its axes.</summary>
    /// <param name="x">The value.</param>
    /// <returns>One number for each sample, <c>[]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Variance(Expr x) => Apply(nameof(Variance), x);

    /// <summary>The mean squared distance from the mean along an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis; <see cref="Axis.Batch"/> too.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Variance(Expr x, int axis, bool keep = false) => Apply(nameof(Variance), x, axis, keep);

    /// <summary>The mean squared distance from the mean along several axes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Variance(Expr x, int[] axes, bool keep = false) => Apply(nameof(Variance), x, axes, keep);

    /// <summary><c>log Σ exp(x)</c>, without overflow, of each sample over all its axes.</summary>
    /// <param name="x">The value.</param>
    /// <returns>One number for each sample, <c>[]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr LogSumExp(Expr x) => Apply(nameof(LogSumExp), x);

    /// <summary><c>log Σ exp(x)</c>, without overflow, along an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis; <see cref="Axis.Batch"/> too.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr LogSumExp(Expr x, int axis, bool keep = false) => Apply(nameof(LogSumExp), x, axis, keep);

    /// <summary><c>log Σ exp(x)</c>, without overflow, along several axes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr LogSumExp(Expr x, int[] axes, bool keep = false) => Apply(nameof(LogSumExp), x, axes, keep);

    /// <summary>The product of each sample over all its axes.</summary>
    /// <param name="x">The value.</param>
    /// <returns>One number for each sample, <c>[]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Product(Expr x) => Apply(nameof(Product), x);

    /// <summary>The product along an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis; <see cref="Axis.Batch"/> too.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Product(Expr x, int axis, bool keep = false) => Apply(nameof(Product), x, axis, keep);

    /// <summary>The product along several axes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Product(Expr x, int[] axes, bool keep = false) => Apply(nameof(Product), x, axes, keep);

    /// <summary>The 2-norm <c>√Σ x²</c> of each sample over all its axes. Its derivative at zero is taken for 0.</summary>
    /// <param name="x">The value.</param>
    /// <returns>One number for each sample, <c>[]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Norm(Expr x) => Apply(nameof(Norm), x);

    /// <summary>The 2-norm <c>√Σ x²</c> along an axis. Its derivative at zero is taken for 0.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis; <see cref="Axis.Batch"/> too.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Norm(Expr x, int axis, bool keep = false) => Apply(nameof(Norm), x, axis, keep);

    /// <summary>The 2-norm <c>√Σ x²</c> along several axes. Its derivative at zero is taken for 0.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Norm(Expr x, int[] axes, bool keep = false) => Apply(nameof(Norm), x, axes, keep);

    /// <summary>The place of the smallest element along an axis, as whole numbers; of equal ones the first, and NaN before all. It has no derivative.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr ArgMin(Expr x, int axis = Axis.Last) => Apply(nameof(ArgMin), x, axis);

    /// <summary>
    /// The k greatest elements along an axis, the greatest first, and their places as whole numbers; of equal ones the first comes first, and NaN
    /// before all. The derivative goes to the elements that were taken; places have none. Elements of −∞ may be taken twice.
    /// </summary>
    /// <param name="x">The value.</param>
    /// <param name="count">How many, from 1 to the axis's size; the work grows with it.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>Both with that axis of size <paramref name="count"/>.</returns>
    /// <exception cref="ArgumentException">The axis has fewer elements, or there is no such axis.</exception>
    public static (Expr Values, Expr Indices) TopK(Expr x, int count, int axis = Axis.Last)
    {
        Expr[] found = Several(nameof(TopK), x, count, axis);
        return (found[0], found[1]);
    }

    /// <summary>The place of the greatest element along an axis, as whole numbers; of equal ones the first. It has no derivative.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr ArgMax(Expr x, int axis = Axis.Last) => Apply(nameof(ArgMax), x, axis);

    /// <summary>The sums of the elements up to each place of an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr CumulativeSum(Expr x, int axis) => Apply(nameof(CumulativeSum), x, axis);

    /// <summary><c>exp(x) / Σ exp(x)</c> along an axis, without overflow.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Softmax(Expr x, int axis = Axis.Last) => Apply(nameof(Softmax), x, axis);

    /// <summary>The logarithm of the softmax.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr LogSoftmax(Expr x, int axis = Axis.Last) => Apply(nameof(LogSoftmax), x, axis);
}
