namespace Adjoint.Kernels;

/// <summary>How many blocks a convolution is cut into where its images alone don't keep all threads equally busy.</summary>
internal static class WantedBlocks
{
    /// <summary>As many as keep threads equally busy.</summary>
    public const int Enough = 8;

    /// <summary>Operations that are worth a thread's while.</summary>
    public const long LeastCost = 500_000;

    /// <summary>Blocks of an image.</summary>
    /// <param name="cost">Operations of an image.</param>
    /// <param name="images">Images times groups.</param>
    public static long OfAnImage(long cost, int images) => Math.Min(Blocks.Count(Enough, Math.Max(1, images)), Math.Max(1, cost / LeastCost));
}
