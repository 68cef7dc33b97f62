namespace Adjoint;

/// <content>Convolutions with their weights as arguments.</content>
public static partial class Ops
{
    /// <summary>A convolution over images in the sense of the field, <c>y[o, r, s] = bias[o] + Σ x[c, r · stride + i · dilation − zeros, …] · kernel[o, c, i, j]</c>. Kernel and bias may be weights, or computed, the same for all samples.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="kernel"><c>[filters, channels / groups, height, width]</c>.</param>
    /// <param name="bias"><c>[filters]</c>, or null.</param>
    /// <param name="stride">The step of the window.</param>
    /// <param name="same">Whether zeros are added so that there are ⌈size / stride⌉ positions, an odd one at the end; otherwise the window stays inside.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <param name="groups">The number of groups into which channels and filters are cut; a filter sees the channels of its group.</param>
    /// <param name="pad">The number of zeros on each side; −1 leaves it to <paramref name="same"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Conv2D(Expr x, Expr kernel, Expr? bias = null, int stride = 1, bool same = true, int dilation = 1, int groups = 1, int pad = -1) =>
        Apply(nameof(Conv2D), x, kernel, bias, stride, same, dilation, groups, pad);

    /// <summary>A convolution over images whose step, distance and border differ downwards and to the right.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="kernel"><c>[filters, channels / groups, height, width]</c>.</param>
    /// <param name="bias"><c>[filters]</c>, or null.</param>
    /// <param name="stride">The steps of the window.</param>
    /// <param name="dilation">The distances of the kernel's elements.</param>
    /// <param name="pad">The numbers of zeros on each side.</param>
    /// <param name="groups">The number of groups into which channels and filters are cut; a filter sees the channels of its group.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Conv2D(Expr x, Expr kernel, Expr? bias, (int Height, int Width) stride, (int Height, int Width) dilation, (int Height, int Width) pad, int groups = 1) =>
        Apply(nameof(Conv2D), x, kernel, bias, stride, dilation, pad, groups);

    /// <summary>A convolution of every channel by itself (Chollet 2017): filter o sees the channel ⌊o / multiplier⌋ alone. Kernel and bias may be weights, or computed, the same for all samples.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="kernel"><c>[channels · multiplier, 1, height, width]</c>.</param>
    /// <param name="bias"><c>[channels · multiplier]</c>, or null.</param>
    /// <param name="stride">The step of the window.</param>
    /// <param name="same">Whether zeros are added so that there are ⌈size / stride⌉ positions, an odd one at the end; otherwise the window stays inside.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <param name="pad">The number of zeros on each side; −1 leaves it to <paramref name="same"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr DepthwiseConv2D(Expr x, Expr kernel, Expr? bias = null, int stride = 1, bool same = true, int dilation = 1, int pad = -1) =>
        Apply(nameof(DepthwiseConv2D), x, kernel, bias, stride, same, dilation, pad);

    /// <summary>A convolution over sequences, <c>y[o, t] = bias[o] + Σ x[c, t · stride + i · dilation − zeros] · kernel[o, c, i]</c>. With a stride of 1 the length may be a named size. Kernel and bias may be weights, or computed, the same for all samples.</summary>
    /// <param name="x">Sequences <c>[channels, length]</c>.</param>
    /// <param name="kernel"><c>[filters, channels / groups, size]</c>.</param>
    /// <param name="bias"><c>[filters]</c>, or null.</param>
    /// <param name="stride">The step of the window.</param>
    /// <param name="same">Whether zeros are added so that there are ⌈size / stride⌉ positions, an odd one at the end; otherwise the window stays inside.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <param name="groups">The number of groups into which channels and filters are cut; a filter sees the channels of its group.</param>
    /// <param name="pad">The number of zeros on each side; −1 leaves it to <paramref name="same"/>.</param>
    /// <param name="causal">Whether an output sees its own and earlier places alone: all zeros, (size − 1) · dilation of them, stand before the first place.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Conv1D(Expr x, Expr kernel, Expr? bias = null, int stride = 1, bool same = true, int dilation = 1, int groups = 1, int pad = -1, bool causal = false) =>
        Apply(nameof(Conv1D), x, kernel, bias, stride, same, dilation, groups, pad, causal);

    /// <summary>A convolution over volumes, along each axis as <see cref="Conv2D(Expr, Expr, Expr, int, bool, int, int, int)"/>. Kernel and bias may be weights, or computed, the same for all samples.</summary>
    /// <param name="x">Volumes <c>[channels, depth, height, width]</c>.</param>
    /// <param name="kernel"><c>[filters, channels / groups, depth, height, width]</c>.</param>
    /// <param name="bias"><c>[filters]</c>, or null.</param>
    /// <param name="stride">The step of the window.</param>
    /// <param name="same">Whether zeros are added so that there are ⌈size / stride⌉ positions, an odd one at the end; otherwise the window stays inside.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <param name="groups">The number of groups into which channels and filters are cut; a filter sees the channels of its group.</param>
    /// <param name="pad">The number of zeros on each side; −1 leaves it to <paramref name="same"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Conv3D(Expr x, Expr kernel, Expr? bias = null, int stride = 1, bool same = true, int dilation = 1, int groups = 1, int pad = -1) =>
        Apply(nameof(Conv3D), x, kernel, bias, stride, same, dilation, groups, pad);

    /// <summary>A transposed convolution over images (Zeiler et al. 2010), the derivative of a convolution by its image: <c>y[o, r · stride + i · dilation − pad, …] += x[c, r, …] · kernel[c, o, i, …]</c>, of height (height − 1) · stride − 2 pad + dilation (size − 1) + output padding + 1. Kernel and bias may be weights, or computed, the same for all samples.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="kernel"><c>[channels, filters / groups, height, width]</c>.</param>
    /// <param name="bias"><c>[filters]</c>, or null.</param>
    /// <param name="stride">The step of the window.</param>
    /// <param name="same">Whether so much is taken away at the border that sizes become size · stride; otherwise nothing is.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <param name="groups">The number of groups into which channels and filters are cut; a filter sees the channels of its group.</param>
    /// <param name="pad">How much is taken away on each side; −1 leaves it to <paramref name="same"/>.</param>
    /// <param name="outputPadding">Places more behind every axis where <paramref name="pad"/> is given or nothing is taken away; below the stride or the dilation.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr ConvTranspose2D(Expr x, Expr kernel, Expr? bias = null, int stride = 1, bool same = true, int dilation = 1, int groups = 1, int pad = -1, int outputPadding = 0) =>
        Apply(nameof(ConvTranspose2D), x, kernel, bias, stride, same, dilation, groups, pad, outputPadding);

    /// <summary>A transposed convolution over sequences, as <see cref="ConvTranspose2D"/> along one axis.</summary>
    /// <param name="x">Sequences <c>[channels, length]</c>.</param>
    /// <param name="kernel"><c>[channels, filters / groups, size]</c>.</param>
    /// <param name="bias"><c>[filters]</c>, or null.</param>
    /// <param name="stride">The step of the window.</param>
    /// <param name="same">Whether so much is taken away at the border that sizes become size · stride; otherwise nothing is.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <param name="groups">The number of groups into which channels and filters are cut; a filter sees the channels of its group.</param>
    /// <param name="pad">How much is taken away on each side; −1 leaves it to <paramref name="same"/>.</param>
    /// <param name="outputPadding">Places more behind every axis where <paramref name="pad"/> is given or nothing is taken away; below the stride or the dilation.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr ConvTranspose1D(Expr x, Expr kernel, Expr? bias = null, int stride = 1, bool same = true, int dilation = 1, int groups = 1, int pad = -1, int outputPadding = 0) =>
        Apply(nameof(ConvTranspose1D), x, kernel, bias, stride, same, dilation, groups, pad, outputPadding);
}
