namespace Adjoint.Kernels;

/// <summary>
/// The sizes of a two-dimensional convolution in the order NCHW: x [batch, input channels, height, width], kernel
/// [output channels, input channels, kernel height, kernel width], y [batch, output channels, output height, output width].
/// y[b, o, r, s] = Σ x[b, c, r · stride height + i − pad top, s · stride width + j − pad left] · kernel[o, c, i, j], where x is zero
/// outside. Padding at the bottom and the right is implied by the output size.
/// </summary>
/// <param name="Batch">The number of images.</param>
/// <param name="InputChannels">Channels of x.</param>
/// <param name="Height">The height of x.</param>
/// <param name="Width">The width of x.</param>
/// <param name="OutputChannels">Channels of y.</param>
/// <param name="KernelHeight">The height of the kernel.</param>
/// <param name="KernelWidth">The width of the kernel.</param>
/// <param name="StrideHeight">Rows of x from a row of y to the next.</param>
/// <param name="StrideWidth">Columns of x from a column of y to the next.</param>
/// <param name="PadTop">Zero rows above x.</param>
/// <param name="PadLeft">Zero columns left of x.</param>
/// <param name="OutputHeight">The height of y.</param>
/// <param name="OutputWidth">The width of y.</param>
public readonly record struct ConvolutionShape(
    int Batch,
    int InputChannels,
    int Height,
    int Width,
    int OutputChannels,
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int PadTop,
    int PadLeft,
    int OutputHeight,
    int OutputWidth)
{
    internal long InputLength => Require.Product(Batch, InputChannels, Height, Width);

    internal long OutputLength => Require.Product(Batch, OutputChannels, OutputHeight, OutputWidth);

    internal long KernelLength => Require.Product(OutputChannels, InputChannels, KernelHeight, KernelWidth);

    /// <summary>Floating-point operations of each of the three products.</summary>
    internal long Cost => 2 * OutputLength * InputChannels * KernelHeight * KernelWidth;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Batch);
        Require.Positive(InputChannels, nameof(InputChannels));
        Require.Positive(Height, nameof(Height));
        Require.Positive(Width, nameof(Width));
        Require.Positive(OutputChannels, nameof(OutputChannels));
        Require.Positive(KernelHeight, nameof(KernelHeight));
        Require.Positive(KernelWidth, nameof(KernelWidth));
        Require.Positive(StrideHeight, nameof(StrideHeight));
        Require.Positive(StrideWidth, nameof(StrideWidth));
        ArgumentOutOfRangeException.ThrowIfNegative(PadTop);
        ArgumentOutOfRangeException.ThrowIfNegative(PadLeft);
        Require.Positive(OutputHeight, nameof(OutputHeight));
        Require.Positive(OutputWidth, nameof(OutputWidth));
        RequireReach(PadTop, Height, StrideHeight, KernelHeight, OutputHeight, nameof(OutputHeight));
        RequireReach(PadLeft, Width, StrideWidth, KernelWidth, OutputWidth, nameof(OutputWidth));
    }

    /// <summary>All coordinates of padded images, and one stride beyond, are whole numbers of 32 bits.</summary>
    private static void RequireReach(int pad, int input, int stride, int kernel, int output, string name)
    {
        long padded = (long)pad + input + stride;
        long windows = ((output - 1L) * stride) + kernel;
        if (Math.Max(padded, windows) > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                name,
                output,
                $"Expected windows within {int.MaxValue} positions, found {output} windows of {kernel} at a stride of {stride}, "
                + $"on {input} positions after {pad} of padding.");
        }
    }
}
