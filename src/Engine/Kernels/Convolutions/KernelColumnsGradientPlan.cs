namespace Adjoint.Kernels;

/// <summary>How the derivative by a kernel of three columns is cut, which follows from its sizes alone.</summary>
/// <param name="ImageParts">Runs of images, whose sums are added up in the end.</param>
/// <param name="ImagesPerPart">Images of all parts but the last.</param>
/// <param name="OutputsPerBlock">Outputs of a block.</param>
/// <param name="OutputParts">Blocks of outputs in a group.</param>
/// <param name="ImagesAtATime">Images whose positions a tile meets.</param>
/// <param name="RowsAtATime">Rows of each of them.</param>
internal readonly record struct KernelColumnsGradientPlan(
    int ImageParts, int ImagesPerPart, int OutputsPerBlock, int OutputParts, int ImagesAtATime, int RowsAtATime)
{
    /// <summary>Floats of a block's sums, a vector for each: a quarter of a second-level cache of 1 MiB.</summary>
    private const int MostSums = 64 * 1024;

    /// <summary>Positions at a time: four outputs at these and two channels, 24 KiB, stay in the first-level cache.</summary>
    private const int MostPositions = 1024;

    /// <summary>The plan for a shape.</summary>
    public static KernelColumnsGradientPlan For(ConvolutionShape shape)
    {
        const int TileOutputs = KernelColumnsDots.Outputs;
        WindowSizes sizes = shape.Sizes;
        int most = Math.Max(1, MostSums / KernelColumnsDots.Vector / sizes.Taps / TileOutputs) * TileOutputs;
        int outputParts = Blocks.Count(shape.GroupOutputs, most);
        int outputs = Blocks.Count(Blocks.Count(shape.GroupOutputs, outputParts), TileOutputs) * TileOutputs;
        outputParts = Blocks.Count(shape.GroupOutputs, outputs);
        long wanted = Math.Min(WantedBlocks.Enough, shape.Cost / WantedBlocks.LeastCost) / ((long)shape.Groups * outputParts);
        int images = Blocks.Count(shape.Batch, (int)Math.Clamp(wanted, 1, shape.Batch));
        int positions = sizes.OutputHeight * sizes.Width;
        int atATime = Math.Clamp(MostPositions / positions, 1, images);
        atATime = Blocks.Count(images, Blocks.Count(images, atATime));
        int rows = Math.Clamp(MostPositions / sizes.Width, 1, sizes.OutputHeight);
        rows = Blocks.Count(sizes.OutputHeight, Blocks.Count(sizes.OutputHeight, rows));
        return new KernelColumnsGradientPlan(Blocks.Count(shape.Batch, images), images, outputs, outputParts, atATime, rows);
    }
}
