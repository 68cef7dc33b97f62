namespace Adjoint.Kernels;

/// <summary>The rows of a kernel of three columns, and where an image lies that meets them.</summary>
/// <param name="Channels">The channels of the image.</param>
/// <param name="Height">The rows of the kernel in a channel.</param>
/// <param name="Plane">Floats from a channel of the image to the next.</param>
/// <param name="Distance">Floats from what a row of the kernel sees to what the next sees.</param>
internal readonly record struct KernelRows(int Channels, int Height, nint Plane, nint Distance)
{
    /// <summary>The taps, and so the weights of an output.</summary>
    public int Taps => checked(Channels * Height * 3);
}
