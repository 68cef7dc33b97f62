namespace Adjoint.Kernels;

/// <summary>The ways to multiply the weights of a convolution and the patches of images.</summary>
internal enum ConvolutionForm
{
    /// <summary>Positions along the lanes, images laid out for each column of the kernel (PatchProduct.cs).</summary>
    Patches,

    /// <summary>Output channels along the lanes (ChannelProduct.cs).</summary>
    Channels,

    /// <summary>Positions along the lanes, images in place, sums for each column of the kernel (KernelColumnsProduct.cs).</summary>
    KernelColumns,

    /// <summary>Tiles of results along the lanes, with fewer products for each (WinogradProduct.cs).</summary>
    Winograd,
}
