using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Graphs;

/// <summary>The operations as functions, for building graphs that read like formulas.</summary>
internal static class Expressions
{
    public static Node Add(this GraphBuilder builder, Node a, Node b) => builder.Add(new Add(), a, b);

    public static Node Subtract(this GraphBuilder builder, Node a, Node b) => builder.Add(new Subtract(), a, b);

    public static Node Multiply(this GraphBuilder builder, Node a, Node b) => builder.Add(new Multiply(), a, b);

    public static Node Negate(this GraphBuilder builder, Node a) => builder.Add(new Negate(), a);

    public static Node SelectPositive(this GraphBuilder builder, Node condition, Node a, Node b) =>
        builder.Add(new SelectPositive(), condition, a, b);

    public static Node Divide(this GraphBuilder builder, Node a, Node b) => builder.Add(new Divide(), a, b);

    public static Node Abs(this GraphBuilder builder, Node x) => builder.Add(new Abs(), x);

    public static Node Sign(this GraphBuilder builder, Node x) => builder.Add(new Sign(), x);

    public static Node Exp(this GraphBuilder builder, Node x) => builder.Add(new Exp(), x);

    public static Node Log(this GraphBuilder builder, Node x) => builder.Add(new Log(), x);

    public static Node Log1p(this GraphBuilder builder, Node x) => builder.Add(new Log1p(), x);

    public static Node Sqrt(this GraphBuilder builder, Node x) => builder.Add(new Sqrt(), x);

    public static Node Sin(this GraphBuilder builder, Node x) => builder.Add(new Sin(), x);

    public static Node Cos(this GraphBuilder builder, Node x) => builder.Add(new Cos(), x);

    public static Node Erf(this GraphBuilder builder, Node x) => builder.Add(new Erf(), x);

    public static Node Softplus(this GraphBuilder builder, Node x) => builder.Add(new Softplus(), x);

    public static Node Sigmoid(this GraphBuilder builder, Node x) => builder.Add(new Sigmoid(), x);

    public static Node Tanh(this GraphBuilder builder, Node x) => builder.Add(new Tanh(), x);

    public static Node Floor(this GraphBuilder builder, Node x) => builder.Add(new Floor(), x);

    public static Node Round(this GraphBuilder builder, Node x) => builder.Add(new Round(), x);

    /// <summary><c>xᶜ</c> for a constant exponent.</summary>
    public static Node Power(this GraphBuilder builder, Node x, double exponent) => builder.Add(new Power(exponent), x);

    public static Node Maximum(this GraphBuilder builder, Node a, Node b) => builder.Add(new Maximum(), a, b);

    public static Node Minimum(this GraphBuilder builder, Node a, Node b) => builder.Add(new Minimum(), a, b);

    /// <summary>1 where a is greater than b, else 0.</summary>
    public static Node Greater(this GraphBuilder builder, Node a, Node b) => builder.Add(new Greater(), a, b);

    /// <summary>1 where a equals b, else 0.</summary>
    public static Node Equal(this GraphBuilder builder, Node a, Node b) => builder.Add(new Equal(), a, b);

    public static Node Fill(this GraphBuilder builder, Shape shape, double value) => builder.Fill(shape, value, 1);

    public static Node Fill(this GraphBuilder builder, Shape shape, double value, Size divisor) =>
        builder.Add(new Fill(shape, value, divisor));

    public static Node Reshape(this GraphBuilder builder, Node x, Shape target) =>
        x.Shape == target ? x : builder.Add(new Reshape(target), x);

    public static Node Sum(this GraphBuilder builder, Node x, EquatableArray<int> axes) =>
        axes.Count == 0 ? x : builder.Add(new Sum(axes), x);

    public static Node Broadcast(this GraphBuilder builder, Node x, Shape target, EquatableArray<int> newAxes) =>
        newAxes.Count == 0 ? x : builder.Add(new Broadcast(target, newAxes), x);

    /// <summary>The greatest elements along some axes, which disappear.</summary>
    public static Node Max(this GraphBuilder builder, Node x, EquatableArray<int> axes) =>
        axes.Count == 0 ? x : builder.Add(new Max(axes), x);

    /// <summary>The smallest elements along some axes, which disappear.</summary>
    public static Node Min(this GraphBuilder builder, Node x, EquatableArray<int> axes) =>
        axes.Count == 0 ? x : builder.Negate(builder.Max(builder.Negate(x), axes));

    /// <summary>The place of the greatest element along an axis.</summary>
    public static Node ArgMax(this GraphBuilder builder, Node x, int axis) => builder.Add(new ArgMax(axis), x);

    public static Node CumulativeSum(this GraphBuilder builder, Node x, int axis, bool reverse) =>
        builder.Add(new CumulativeSum(axis, reverse), x);

    /// <summary>The softmax along the last axis.</summary>
    public static Node Softmax(this GraphBuilder builder, Node x) => builder.Add(new Softmax(), x);

    /// <summary>The logarithm of the softmax along the last axis.</summary>
    public static Node LogSoftmax(this GraphBuilder builder, Node x) => builder.Add(new LogSoftmax(), x);

    /// <summary>The axes in another order: axis <c>i</c> of the result is axis <c>order[i]</c> of the value.</summary>
    public static Node Permute(this GraphBuilder builder, Node x, EquatableArray<int> order) => builder.Add(new Permute(order), x);

    /// <summary>The positions from <paramref name="start"/> on along an axis.</summary>
    public static Node Slice(this GraphBuilder builder, Node x, int axis, Size start, Size length) => builder.Add(new Slice(axis, start, length), x);

    /// <summary>Zeros around the positions of an axis, which then has the size <paramref name="total"/>.</summary>
    public static Node Pad(this GraphBuilder builder, Node x, int axis, Size before, Size total) => builder.Add(new Pad(axis, before, total), x);

    /// <summary>Values one after the other along an axis.</summary>
    public static Node Concat(this GraphBuilder builder, int axis, params Node[] values) => builder.Add(new Concat(axis), values);

    public static Node Flip(this GraphBuilder builder, Node x, int axis) => builder.Add(new Flip(axis), x);

    public static Node Gather(this GraphBuilder builder, Node table, Node indices) => builder.Add(new Gather(), table, indices);

    public static Node ScatterAdd(this GraphBuilder builder, Node indices, Node values, Size rows) =>
        builder.Add(new ScatterAdd(rows), indices, values);

    public static Node Pick(this GraphBuilder builder, Node x, Node indices) => builder.Add(new Pick(), x, indices);

    public static Node Spread(this GraphBuilder builder, Node indices, Node values, Size classes) =>
        builder.Add(new Spread(classes), indices, values);

    public static Node OneHot(this GraphBuilder builder, Node indices, Size classes) => builder.Add(new OneHot(classes), indices);

    public static Node Positions(this GraphBuilder builder, Shape shape, int axis) => builder.Add(new Positions(shape, axis));

    /// <summary>
    /// The sum of products over named axes. An axis that only one of the values has, and the result lacks, is summed over first.
    /// </summary>
    /// <exception cref="ShapeException">The letters do not fit the values.</exception>
    public static Node Contract(this GraphBuilder builder, string left, string right, string result, Node a, Node b)
    {
        (string leftLetters, Node leftValue) = WithoutLonely(left, a, right);
        (string rightLetters, Node rightValue) = WithoutLonely(right, b, left);
        return builder.Add(new Contract(leftLetters, rightLetters, result), leftValue, rightValue);

        (string Letters, Node Value) WithoutLonely(string letters, Node value, string other)
        {
            // A text of another length is left to the operation's own rule, and its message.
            int[] lonely = [.. Enumerable.Range(0, letters.Length).Where(axis => other.IndexOf(letters[axis]) < 0 && result.IndexOf(letters[axis]) < 0)];
            return lonely.Length == 0 || letters.Length != value.Shape.Rank
                ? (letters, value)
                : (new string([.. letters.Where((_, axis) => !lonely.Contains(axis))]), builder.Sum(value, lonely.ToEquatableArray()));
        }
    }

    /// <summary>The mean of squares over some axes.</summary>
    public static Node MeanSquare(this GraphBuilder builder, Node x, EquatableArray<int> axes) => builder.Mean(builder.Multiply(x, x), axes);

    /// <summary>The mean over some axes.</summary>
    public static Node Mean(this GraphBuilder builder, Node x, EquatableArray<int> axes)
    {
        Node sum = builder.Sum(x, axes);
        return builder.Multiply(sum, builder.Fill(sum.Shape, 1, Size.Product(axes.Select(axis => x.Shape[axis]))));
    }
}
