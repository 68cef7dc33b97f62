namespace Adjoint;

/// <content>Pools, and larger images from smaller ones.</content>
public static partial class Ops
{
    /// <summary>The maximum of each window, <c>[channels, ⌊(height + 2 pad − size) / stride⌋ + 1, …]</c>. Of equal maxima the first in reading order receives the derivative. NaN propagates, and a border is as −∞.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="size">The size of the window along every axis.</param>
    /// <param name="stride">Its step; 0 for its size.</param>
    /// <param name="same">Whether a border is added so that there are ⌈length / stride⌉ positions along an axis; otherwise the window stays inside.</param>
    /// <param name="pad">The width of the border on each side, at most half a window; −1 leaves it to <paramref name="same"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr MaxPool(Expr x, int size, int stride = 0, bool same = false, int pad = -1) =>
        Apply(nameof(MaxPool), x, size, stride, same, pad);

    /// <summary>The maximum of each window along one axis. Of equal maxima the first in reading order receives the derivative. NaN propagates, and a border is as −∞.</summary>
    /// <param name="x">Sequences <c>[channels, length]</c>.</param>
    /// <param name="size">The size of the window along every axis.</param>
    /// <param name="stride">Its step; 0 for its size.</param>
    /// <param name="same">Whether a border is added so that there are ⌈length / stride⌉ positions along an axis; otherwise the window stays inside.</param>
    /// <param name="pad">The width of the border on each side, at most half a window; −1 leaves it to <paramref name="same"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr MaxPool1D(Expr x, int size, int stride = 0, bool same = false, int pad = -1) =>
        Apply(nameof(MaxPool1D), x, size, stride, same, pad);

    /// <summary>The maximum of each window along three axes. Of equal maxima the first in reading order receives the derivative. NaN propagates, and a border is as −∞.</summary>
    /// <param name="x">Volumes <c>[channels, depth, height, width]</c>.</param>
    /// <param name="size">The size of the window along every axis.</param>
    /// <param name="stride">Its step; 0 for its size.</param>
    /// <param name="same">Whether a border is added so that there are ⌈length / stride⌉ positions along an axis; otherwise the window stays inside.</param>
    /// <param name="pad">The width of the border on each side, at most half a window; −1 leaves it to <paramref name="same"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr MaxPool3D(Expr x, int size, int stride = 0, bool same = false, int pad = -1) =>
        Apply(nameof(MaxPool3D), x, size, stride, same, pad);

    /// <summary>The mean of each window, <c>[channels, ⌊(height + 2 pad − size) / stride⌋ + 1, …]</c>. A border is of zeros.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="size">The size of the window along every axis.</param>
    /// <param name="stride">Its step; 0 for its size.</param>
    /// <param name="same">Whether a border is added so that there are ⌈length / stride⌉ positions along an axis; otherwise the window stays inside.</param>
    /// <param name="pad">The width of the border on each side, at most half a window; −1 leaves it to <paramref name="same"/>.</param>
    /// <param name="countPadding">Whether zeros of the border count: then sums are divided by the size of a window, otherwise by the number of its elements inside.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr AvgPool(Expr x, int size, int stride = 0, bool same = false, int pad = -1, bool countPadding = true) =>
        Apply(nameof(AvgPool), x, size, stride, same, pad, countPadding);

    /// <summary>The mean of each window along one axis. A border is of zeros.</summary>
    /// <param name="x">Sequences <c>[channels, length]</c>.</param>
    /// <param name="size">The size of the window along every axis.</param>
    /// <param name="stride">Its step; 0 for its size.</param>
    /// <param name="same">Whether a border is added so that there are ⌈length / stride⌉ positions along an axis; otherwise the window stays inside.</param>
    /// <param name="pad">The width of the border on each side, at most half a window; −1 leaves it to <paramref name="same"/>.</param>
    /// <param name="countPadding">Whether zeros of the border count: then sums are divided by the size of a window, otherwise by the number of its elements inside.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr AvgPool1D(Expr x, int size, int stride = 0, bool same = false, int pad = -1, bool countPadding = true) =>
        Apply(nameof(AvgPool1D), x, size, stride, same, pad, countPadding);

    /// <summary>The mean of every channel (Lin, Chen, Yan 2014), <c>[channels]</c>.</summary>
    /// <param name="x">Sequences, images or volumes, <c>[channels, …]</c>; sizes may be named.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr GlobalAvgPool(Expr x) =>
        Apply(nameof(GlobalAvgPool), x);

    /// <summary>The largest element of every channel, <c>[channels]</c>; as <c>Max</c> along all axes but the first. NaN propagates.</summary>
    /// <param name="x">Sequences, images or volumes, <c>[channels, …]</c>; sizes may be named.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr GlobalMaxPool(Expr x) =>
        Apply(nameof(GlobalMaxPool), x);

    /// <summary>The means of as many windows as are asked for, <c>[channels, height, width]</c>: window i of m on a length of L reaches from ⌊i L / m⌋ to ⌈(i + 1) L / m⌉.</summary>
    /// <param name="x">Images <c>[channels, ·, ·]</c>.</param>
    /// <param name="height">The height of the result.</param>
    /// <param name="width">The width of the result.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr AdaptiveAvgPool(Expr x, int height, int width) =>
        Apply(nameof(AdaptiveAvgPool), x, height, width);

    /// <summary>Larger images, <c>[channels, height · factor, width · factor]</c>: every pixel repeated, or linear between the centres of pixels and constant beyond the outermost.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>; sizes may be named.</param>
    /// <param name="factor">How many times larger.</param>
    /// <param name="bilinear">Whether values between the centres are linear in both directions, rather than those of the nearest pixel.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Upsample(Expr x, int factor, bool bilinear = false) =>
        Apply(nameof(Upsample), x, factor, bilinear);

    /// <summary>Channels become pixels (Shi et al. 2016), <c>y[c, r h + i, r w + j] = x[c r² + i r + j, h, w]</c>.</summary>
    /// <param name="x">Images <c>[channels · r², height, width]</c>; sizes may be named.</param>
    /// <param name="factor">The factor r.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr PixelShuffle(Expr x, int factor) =>
        Apply(nameof(PixelShuffle), x, factor);

    /// <summary>Pixels become channels: the inverse of <see cref="PixelShuffle"/>.</summary>
    /// <param name="x">Images <c>[channels, height · r, width · r]</c>; sizes may be named.</param>
    /// <param name="factor">The factor r.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr PixelUnshuffle(Expr x, int factor) =>
        Apply(nameof(PixelUnshuffle), x, factor);
}
