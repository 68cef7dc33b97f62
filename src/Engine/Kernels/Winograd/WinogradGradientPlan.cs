namespace Adjoint.Kernels;

/// <summary>How the derivative by kernels of 3x3 is cut where it is made of tiles, which follows from its sizes alone.</summary>
/// <param name="Tiles">The tiles that are met at a time.</param>
/// <param name="ImageParts">Runs of images, whose sums are added up in the end.</param>
/// <param name="ImagesPerPart">Images of all parts but the last.</param>
/// <param name="LanesAreOutputs">Whether outputs are along the lanes, and channels rows; else the other way round.</param>
internal readonly record struct WinogradGradientPlan(WinogradPlan Tiles, int ImageParts, int ImagesPerPart, bool LanesAreOutputs)
{
    /// <summary>Tiles of a part: what its sums take in the end is then little beside.</summary>
    private const int LeastTiles = 256;

    /// <summary>The plan for a shape.</summary>
    public static WinogradGradientPlan For(ConvolutionShape shape)
    {
        WindowSizes sizes = shape.Sizes;
        long tiles = (long)Blocks.Count(sizes.OutputHeight, 2) * Blocks.Count(sizes.OutputWidth, 2) * shape.Batch;
        long wanted = Math.Min(WantedBlocks.Enough / Math.Min(WantedBlocks.Enough, shape.Groups), tiles / LeastTiles);
        int images = Blocks.Count(shape.Batch, (int)Math.Clamp(wanted, 1, shape.Batch));
        WinogradPlan plan = WinogradPlan.ForSums(sizes, images, shape.Groups, shape.GroupOutputs);
        bool lanesAreOutputs = WinogradCost.OfSums(plan, sizes.Channels, shape.GroupOutputs) < WinogradCost.OfSums(plan, shape.GroupOutputs, sizes.Channels);
        return new WinogradGradientPlan(plan, Blocks.Count(shape.Batch, images), images, lanesAreOutputs);
    }
}
