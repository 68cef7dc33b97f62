namespace Adjoint.Kernels;

/// <summary>
/// The sizes of a two-dimensional convolution in the order NCHW: x [batch, input channels, height, width], kernel
/// [output channels, input channels / groups, kernel height, kernel width], y [batch, output channels, output height, output width].
/// y[b, o, r, s] = Σ x[b, c, r · stride height + i · dilation height − pad top, s · stride width + j · dilation width − pad left]
/// · kernel[o, c, i, j], where x is zero outside and c runs over the channels of the group that o belongs to. Padding at the bottom
/// and the right is implied by the output size.
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
/// <param name="DilationHeight">Rows of x from a row of the kernel to the next.</param>
/// <param name="DilationWidth">Columns of x from a column of the kernel to the next.</param>
/// <param name="Groups">Runs of channels that are convolved apart; the number divides both numbers of channels.</param>
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
    int OutputWidth,
    int DilationHeight = 1,
    int DilationWidth = 1,
    int Groups = 1)
{
    // Matrix tiles need several rows; with fewer outputs than this from one channel, planes are better filtered one by one.
    private const int FewOutputs = 3;

    // A tile of fewer rows waits for its own sums; and vectors of fewer outputs are half empty.
    private const int ManyTaps = 4;
    private const int ManyOutputs = 8;

    // Dot products over as many positions take less time than tiles of fewer rows, or of less than two vectors.
    private const int ManyPositions = 192;
    private const int HalfTile = 6;
    private const int TwoVectors = 28;

    /// <summary>Channels of x in a group.</summary>
    internal int GroupInputs => InputChannels / Groups;

    /// <summary>Channels of y in a group.</summary>
    internal int GroupOutputs => OutputChannels / Groups;

    /// <summary>Whether each plane of x alone gives one plane of y, or very few.</summary>
    internal bool IsDepthwise => GroupInputs == 1 && GroupOutputs <= FewOutputs;

    /// <summary>Whether the derivative by the kernel has tiles of several rows, which are taps of a row of the kernel, and vectors full of outputs.</summary>
    internal bool HasManyTapsAndOutputs
    {
        get
        {
            bool isLong = (long)OutputHeight * OutputWidth >= ManyPositions;
            return (long)GroupInputs * KernelWidth >= (isLong ? HalfTile : ManyTaps) && GroupOutputs >= (isLong ? TwoVectors : ManyOutputs);
        }
    }

    /// <summary>The sizes of the windows of a group.</summary>
    internal WindowSizes Sizes => new(
        GroupInputs,
        Height,
        Width,
        KernelHeight,
        KernelWidth,
        StrideHeight,
        StrideWidth,
        PadTop,
        PadLeft,
        OutputHeight,
        OutputWidth,
        DilationHeight,
        DilationWidth);

    internal long InputLength => Require.Product(Batch, InputChannels, Height, Width);

    internal long OutputLength => Require.Product(Batch, OutputChannels, OutputHeight, OutputWidth);

    internal long KernelLength => Require.Product(OutputChannels, GroupInputs, KernelHeight, KernelWidth);

    /// <summary>Floating-point operations of each of the three products.</summary>
    internal long Cost => 2 * OutputLength * GroupInputs * KernelHeight * KernelWidth;

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
        Require.Positive(DilationHeight, nameof(DilationHeight));
        Require.Positive(DilationWidth, nameof(DilationWidth));
        Require.Positive(Groups, nameof(Groups));
        if (InputChannels % Groups != 0 || OutputChannels % Groups != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Groups), Groups, $"Expected groups that divide the channels, found {InputChannels} and {OutputChannels} channels in {Groups} groups.");
        }

        RequireReach(PadTop, Height, StrideHeight, KernelHeight, DilationHeight, OutputHeight, nameof(OutputHeight));
        RequireReach(PadLeft, Width, StrideWidth, KernelWidth, DilationWidth, OutputWidth, nameof(OutputWidth));
    }

    /// <summary>All coordinates of padded images, and one stride beyond, are whole numbers of 32 bits.</summary>
    private static void RequireReach(int pad, int input, int stride, int kernel, int dilation, int output, string name)
    {
        long padded = (long)pad + input + stride;
        long windows = ((output - 1L) * stride) + ((kernel - 1L) * dilation) + 1;
        if (Math.Max(padded, windows) > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                name,
                output,
                $"Expected windows within {int.MaxValue} positions, found {output} windows of {kernel} at a stride of {stride} and a dilation of {dilation}, "
                + $"on {input} positions after {pad} of padding.");
        }
    }
}
