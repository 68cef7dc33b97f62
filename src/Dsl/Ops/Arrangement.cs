namespace Adjoint;

/// <content>Functions that take values apart, continue them, or spread them over more places.</content>
public static partial class Ops
{
    /// <summary>Ones that are the same for all samples.</summary>
    /// <param name="shape">The shape, such as <c>"T, T"</c>.</param>
    /// <exception cref="ArgumentException">The text is no shape.</exception>
    public static Expr Ones(string shape) => Later(nameof(Ones), shape);

    /// <summary>Equal parts of an axis, in order.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="parts">How many, a divisor of the axis's size.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr[] Split(Expr x, int axis, int parts) => Several(nameof(Split), x, axis, parts);

    /// <summary>Zeros before and after the places of an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="before">How many before.</param>
    /// <param name="after">How many after.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Pad(Expr x, int axis, int before, int after) => Apply(nameof(Pad), x, axis, before, after);

    /// <summary>The same number before and after the places of an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="before">How many before.</param>
    /// <param name="after">How many after.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Pad(Expr x, int axis, int before, int after, float value) => Apply(nameof(Pad), x, axis, before, after, value);

    /// <summary>More places before and after those of an axis, which continue it.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="before">How many before; at most the axis's size for a circle, and one less for a reflection.</param>
    /// <param name="after">How many after, with the same bound.</param>
    /// <param name="mode">What continues the axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Pad(Expr x, int axis, int before, int after, PadMode mode) => Apply(nameof(Pad), x, axis, before, after, mode);

    /// <summary>An axis several times as a whole: <c>a b c</c> twice is <c>a b c a b c</c>. <see cref="Repeat"/> repeats each place.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="times">How many times.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Tile(Expr x, int axis, int times) => Apply(nameof(Tile), x, axis, times);

    /// <summary>The places of an axis moved on, those beyond the end to its beginning: <c>a b c</c> by 1 is <c>c a b</c>.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="shift">By how many places; backwards if negative, and less than the size if that is a name.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Roll(Expr x, int axis, int shift) => Apply(nameof(Roll), x, axis, shift);

    /// <summary>The lower triangle of the matrices on the last two axes, zeros above it; <c>Tril(Ones("T, T"))</c> is a mask.</summary>
    /// <param name="x">The value.</param>
    /// <param name="diagonal">The last diagonal that is kept: 0 the main one, above it if positive.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Tril(Expr x, int diagonal = 0) => Apply(nameof(Tril), x, diagonal);

    /// <summary>The upper triangle of the matrices on the last two axes, zeros below it.</summary>
    /// <param name="x">The value.</param>
    /// <param name="diagonal">The first diagonal that is kept: 0 the main one, above it if positive.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Triu(Expr x, int diagonal = 0) => Apply(nameof(Triu), x, diagonal);

    /// <summary>The products of all pairs of elements of two vectors: <c>[.., m]</c> and <c>[.., n]</c> give <c>[.., m, n]</c>.</summary>
    /// <param name="left">The vectors that give the rows.</param>
    /// <param name="right">The vectors that give the columns.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Outer(Expr left, Expr right) => Apply(nameof(Outer), left, right);

    /// <summary>
    /// Sliding windows along an axis, their elements on a new last axis: <c>[.., size, ..]</c> gives <c>[.., windows, .., k]</c> with
    /// ⌊(size − (k − 1) · dilation − 1) / stride⌋ + 1 windows. Elements beyond the last window are left out.
    /// </summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="size">The number k of elements of a window.</param>
    /// <param name="stride">The distance from one window to the next; of a named size a divisor of what one window leaves.</param>
    /// <param name="dilation">The distance of neighbours within a window.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Unfold(Expr x, int axis, int size, int stride = 1, int dilation = 1) => Apply(nameof(Unfold), x, axis, size, stride, dilation);

    /// <summary>Squares of images as steps: <c>[channels, height, width]</c> gives <c>[squares, channels · size · size]</c>, row by row.</summary>
    /// <param name="x">The value.</param>
    /// <param name="size">Height and width of the squares, which divide those of the image.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Patchify(Expr x, int size) => Apply(nameof(Patchify), x, size);

    /// <summary>
    /// Adds values up in rows: <c>[k, …]</c> and a row <c>i32[k]</c> for each give <c>[rows, …]</c>, zeros where nothing is added. Samples are kept
    /// apart, which costs a product with a matrix <c>[rows, k]</c>; without a batch each value is added where it belongs.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="indices">The row of each, whole numbers from 0.</param>
    /// <param name="rows">The number of rows.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr ScatterAdd(Expr values, Expr indices, int rows) => Apply(nameof(ScatterAdd), values, indices, rows);

    /// <summary>Adds values up in rows, whose number is given in named sizes.</summary>
    /// <param name="values">The values.</param>
    /// <param name="indices">The row of each, whole numbers from 0.</param>
    /// <param name="rows">The number of rows, such as <c>"N"</c>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr ScatterAdd(Expr values, Expr indices, string rows) => Apply(nameof(ScatterAdd), values, indices, rows);
}
