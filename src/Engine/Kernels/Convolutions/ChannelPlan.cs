namespace Adjoint.Kernels;

/// <summary>How a channel product is cut, which follows from its sizes alone.</summary>
/// <param name="Bands">Bands of rows of outputs in an image.</param>
/// <param name="BandRows">Rows of a band; the last may have fewer.</param>
/// <param name="OutputsPerBlock">Output channels of a block.</param>
internal readonly record struct ChannelPlan(int Bands, int BandRows, int OutputsPerBlock)
{
    /// <summary>The most floats of a band's copy, which then stays in a second-level cache of 1.25 MiB beside the weights.</summary>
    private const long MostFloats = 128 * 1024;

    /// <summary>Two vectors of any width.</summary>
    private const int PanelOutputs = 32;

    /// <summary>The plan of a product.</summary>
    /// <param name="sizes">The sizes of an image.</param>
    /// <param name="images">Images times groups.</param>
    /// <param name="outputs">Outputs of a group.</param>
    public static ChannelPlan For(WindowSizes sizes, int images, int outputs)
    {
        long cost = 2L * outputs * sizes.Taps * sizes.OutputHeight * sizes.OutputWidth;
        long wanted = WantedBlocks.OfAnImage(cost, images);
        int bands = (int)Math.Min(wanted, sizes.OutputHeight);
        int rows = Blocks.Count(sizes.OutputHeight, bands);
        while (rows > 1 && new PaddedRows(sizes, rows) is { IsInPlace: false, Length: > MostFloats })
        {
            rows = Blocks.Count(rows, 2);
        }

        bands = Blocks.Count(sizes.OutputHeight, rows);
        int panels = Blocks.Count(outputs, PanelOutputs);
        int parts = (int)Math.Clamp(wanted / bands, 1, panels);
        return new ChannelPlan(bands, rows, Blocks.Count(panels, parts) * PanelOutputs);
    }

    /// <summary>Blocks of all images.</summary>
    public int BlockCount(int images, int outputs) => checked(Blocks.Count(outputs, OutputsPerBlock) * images * Bands);
}
