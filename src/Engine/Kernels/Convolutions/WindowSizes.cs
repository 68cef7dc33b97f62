namespace Adjoint.Kernels;

/// <summary>
/// The sizes of windows that slide over the planes of an image: output (r, s) meets, through tap (c, i, j), the pixel c, r · stride height
/// + i · dilation height − pad top, s · stride width + j · dilation width − pad left.
/// </summary>
internal readonly record struct WindowSizes(
    int Channels,
    int Height,
    int Width,
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int PadTop,
    int PadLeft,
    int OutputHeight,
    int OutputWidth,
    int DilationHeight = 1,
    int DilationWidth = 1)
{
    /// <summary>Taps of all channels.</summary>
    public int Taps => checked(Channels * KernelHeight * KernelWidth);

    /// <summary>Sizes whose kernels are as high as the higher of two, and their outputs too.</summary>
    public WindowSizes Covering(WindowSizes other) => this with
    {
        KernelHeight = Math.Max(KernelHeight, other.KernelHeight),
        OutputHeight = Math.Max(OutputHeight, other.OutputHeight),
    };
}
