namespace Adjoint;

/// <content>Functions that move elements, pick some, or put values together.</content>
public static partial class Ops
{
    /// <summary>Zeros that are the same for all samples, such as the state before the first step of a scan.</summary>
    /// <param name="shape">The shape, such as <c>"H"</c>.</param>
    /// <exception cref="ArgumentException">The text is no shape.</exception>
    public static Expr Zeros(string shape) => Later(nameof(Zeros), shape);

    /// <summary>The same elements in the same order under another shape.</summary>
    /// <param name="x">The value.</param>
    /// <param name="shape">The shape of a sample, such as <c>"T, 4, 16"</c>, with as many elements.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Reshape(Expr x, string shape) => Apply(nameof(Reshape), x, shape);

    /// <summary>All axes of a sample joined into one.</summary>
    /// <param name="x">The value.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Flatten(Expr x) => Apply(nameof(Flatten), x);

    /// <summary>The axes in another order; without one, the last two change places.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">For each axis of the result, the axis of the value; the batch axis stays first unless it is named.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Transpose(Expr x, params int[] axes) => Apply(nameof(Transpose), x, axes);

    /// <summary>A new axis of size 1.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">Where the new axis stands.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Unsqueeze(Expr x, int axis) => Apply(nameof(Unsqueeze), x, axis);

    /// <summary>Removes an axis of size 1.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Squeeze(Expr x, int axis) => Apply(nameof(Squeeze), x, axis);

    /// <summary>Some neighbouring places of an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="start">The first place.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Slice(Expr x, int axis, int start, int length) => Apply(nameof(Slice), x, axis, start, length);

    /// <summary>Some neighbouring places of an axis, in named sizes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="start">The first place, such as <c>"T - 1"</c>.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Slice(Expr x, int axis, string start, string length) => Apply(nameof(Slice), x, axis, start, length);

    /// <summary>Values one after the other along an axis; they agree in the others.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Concat(int axis, params Expr[] values) => Apply(nameof(Concat), axis, values);

    /// <summary>Values of one shape along a new axis.</summary>
    /// <param name="axis">Where the new axis stands.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Stack(int axis, params Expr[] values) => Apply(nameof(Stack), axis, values);

    /// <summary>The places of an axis in reverse order.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Flip(Expr x, int axis) => Apply(nameof(Flip), x, axis);

    /// <summary>Each place of an axis several times in a row, as in nearest-neighbour upsampling.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="times">How many times.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Repeat(Expr x, int axis, int times) => Apply(nameof(Repeat), x, axis, times);

    /// <summary>A value repeated to a shape.</summary>
    /// <param name="x">The value.</param>
    /// <param name="shape">The shape of a sample.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr BroadcastTo(Expr x, string shape) => Apply(nameof(BroadcastTo), x, shape);

    /// <summary>For a value's shape, the place along an axis as a number: 0, 1, 2 ….</summary>
    /// <param name="x">The value whose shape is taken.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Positions(Expr x, int axis) => Apply(nameof(Positions), x, axis);

    /// <summary>Rows of a table by their numbers: <c>[rows, …]</c> and <c>i32[k]</c> give <c>[k, …]</c>; an embedding.</summary>
    /// <param name="table">The table, such as a weight.</param>
    /// <param name="indices">Whole numbers from 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Gather(Expr table, Expr indices) => Apply(nameof(Gather), table, indices);

    /// <summary>A vector for each whole number, 1 at its place and 0 elsewhere.</summary>
    /// <param name="indices">Whole numbers from 0.</param>
    /// <param name="classes">The size of the vector.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr OneHot(Expr indices, int classes) => Apply(nameof(OneHot), indices, classes);

    /// <summary>The element of each row at a place: <c>[…, k]</c> and <c>i32[…]</c> give <c>[…]</c>.</summary>
    /// <param name="x">The value.</param>
    /// <param name="indices">Whole numbers from 0 to k − 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Pick(Expr x, Expr indices) => Apply(nameof(Pick), x, indices);
}
