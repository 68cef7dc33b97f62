namespace Adjoint.Kernels;

/// <summary>How a product by kernel columns is cut, which follows from its sizes alone.</summary>
/// <param name="Bands">Bands of rows in an image.</param>
/// <param name="BandRows">Rows of all bands but the last, which may have fewer.</param>
/// <param name="OutputsPerBlock">Outputs of a block.</param>
internal readonly record struct KernelColumnsPlan(int Bands, int BandRows, int OutputsPerBlock)
{
    /// <summary>Floats of a block's weights: half of a second-level cache of 1 MiB.</summary>
    private const int MostFloats = 128 * 1024;

    /// <summary>Positions of a whole tile of the widest vectors.</summary>
    private const int Lanes = 32;
    private const int TileOutputs = 4;

    /// <summary>The plan of a product.</summary>
    /// <param name="sizes">The sizes of an image.</param>
    /// <param name="images">Images times groups.</param>
    /// <param name="outputs">Outputs of a group.</param>
    public static KernelColumnsPlan For(WindowSizes sizes, int images, int outputs)
    {
        long cost = 2L * outputs * sizes.Taps * sizes.OutputHeight * sizes.OutputWidth;
        long wanted = WantedBlocks.OfAnImage(cost, images);
        int wholeTiles = Lanes / PhaseTaps.GreatestCommonDivisor(sizes.OutputWidth, Lanes);
        int rows = (int)(sizes.OutputHeight / wanted / wholeTiles * wholeTiles);
        rows = rows == 0 ? sizes.OutputHeight : rows;
        int bands = Blocks.Count(sizes.OutputHeight, rows);
        int most = Math.Max(1, MostFloats / sizes.Taps / TileOutputs) * TileOutputs;
        int share = Blocks.Count(Blocks.Count(outputs, (int)Math.Max(1, wanted / bands)), TileOutputs) * TileOutputs;
        return new KernelColumnsPlan(bands, rows, Math.Min(outputs, Math.Min(most, share)));
    }

    /// <summary>Blocks of all images.</summary>
    public int BlockCount(int images, int outputs) => checked(Blocks.Count(outputs, OutputsPerBlock) * images * Bands);
}
