namespace Adjoint.Kernels;

/// <summary>How a patch product is cut, which follows from its sizes alone.</summary>
/// <param name="Bands">Bands of positions in an image.</param>
/// <param name="BandLength">Positions of all bands but the last, which is longer by what remains.</param>
/// <param name="BandRows">The most rows of outputs that a band meets.</param>
/// <param name="OutputsPerBlock">Outputs of a block.</param>
internal readonly record struct PatchPlan(int Bands, int BandLength, int BandRows, int OutputsPerBlock)
{
    /// <summary>Floats of a layout, and of a block's weights, each less than half of a second-level cache of 1.25 MiB.</summary>
    private const int MostFloats = 128 * 1024;

    /// <summary>Whole tiles of any width.</summary>
    private const int Lanes = 32;
    private const int LeastBandLength = 2 * Lanes;
    private const int TileRows = 12;

    /// <summary>The plan of a product.</summary>
    /// <param name="layout">The layout of an image.</param>
    /// <param name="images">Images times groups.</param>
    /// <param name="outputs">Outputs of a group.</param>
    public static PatchPlan For(ColumnLayout layout, int images, int outputs)
    {
        int positions = layout.Positions;
        long cost = 2L * outputs * layout.Taps * positions;
        long wanted = WantedBlocks.OfAnImage(cost, images);
        long length = positions;
        if (!layout.IsInPlace)
        {
            length = Math.Min(length, (long)layout.RowsWithin(MostFloats) * layout.OutputWidth);
        }

        length = Math.Min(length, positions / wanted) / Lanes * Lanes;
        length = Math.Min(Math.Max(length, LeastBandLength), positions);
        int bands = (int)Math.Max(1, positions / length);

        // A band that begins inside a row meets one row more.
        long longest = positions - ((bands - 1) * length);
        int rows = (int)Math.Min(positions / layout.OutputWidth, (longest / layout.OutputWidth) + 2);

        long most = Math.Max(1, MostFloats / layout.Taps / TileRows) * TileRows;
        long enough = Math.Max(1, wanted / bands);
        long share = Math.Max(1, ((outputs / enough) + TileRows - 1) / TileRows) * TileRows;
        return new PatchPlan(bands, (int)length, rows, (int)Math.Min(outputs, Math.Min(most, share)));
    }

    /// <summary>Blocks of all images.</summary>
    public int BlockCount(int images, int outputs) => checked(Blocks.Count(outputs, OutputsPerBlock) * images * Bands);
}
