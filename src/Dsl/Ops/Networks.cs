namespace Adjoint;

/// <content>Products, and the functions of layers with their weights as arguments.</content>
public static partial class Ops
{
    /// <summary>The matrix product of the last two axes, <c>[.., i, k] · [.., k, j]</c>, or of a vector <c>[k]</c> and a matrix. Axes before are those of many products; missing ones and those of size 1 are repeated.</summary>
    /// <param name="left">The left factor.</param>
    /// <param name="right">The right factor.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr MatMul(Expr left, Expr right) => Apply(nameof(MatMul), left, right);

    /// <summary>
    /// Einstein's notation, such as <c>"ik,kj->ij"</c>: the sum, over the letters that the result lacks, of the products of the values. The letters name
    /// the axes of a sample; a text with one letter more begins with the batch axis, so that <c>"ad,bd->ab"</c> relates every sample with every other.
    /// More than two values are multiplied from left to right, so that their order decides what that costs.
    /// </summary>
    /// <param name="text">The letters.</param>
    /// <param name="values">The values, one for each text before the arrow.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Einsum(string text, params Expr[] values) => Apply(nameof(Einsum), text, values);

    /// <summary>A fully connected layer, <c>x · kernel + bias</c>, on the last axis. Kernel and bias may be weights, or computed, also for each sample.</summary>
    /// <param name="x"><c>[.., in]</c>.</param>
    /// <param name="kernel"><c>[in, out]</c>.</param>
    /// <param name="bias"><c>[out]</c>, or null.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Dense(Expr x, Expr kernel, Expr? bias = null) => Apply(nameof(Dense), x, kernel, bias);

    /// <summary>Scores of pairs of positions with −∞ where the second comes after the first, so that a softmax gives it no weight, and products with what it gives leave it out.</summary>
    /// <param name="scores"><c>[.., T, T]</c>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr CausalMask(Expr scores) => Apply(nameof(CausalMask), scores);

    /// <summary>While training, random elements set to zero and the others scaled up; in prediction the value itself.</summary>
    /// <param name="x">The value.</param>
    /// <param name="rate">The probability of zero, at least 0 and below 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Dropout(Expr x, float rate) => Apply(nameof(Dropout), x, rate);

    /// <summary>One value while training, another in prediction.</summary>
    /// <param name="training">The value in training.</param>
    /// <param name="prediction">The value in prediction, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr InTraining(Expr training, Expr prediction) => Apply(nameof(InTraining), training, prediction);
}
