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
