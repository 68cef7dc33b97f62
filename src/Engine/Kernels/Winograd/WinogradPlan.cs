namespace Adjoint.Kernels;

/// <summary>
/// How a convolution with kernels of 3x3 is cut into tiles of 2x2 results, and these into blocks, which follows from its sizes alone. A result has sixteen
/// products for each of its tiles where it had thirty-six: F(2x2, 3x3) of Winograd's minimal filters (Lavin and Gray 2016, section 4.1).
/// </summary>
/// <param name="TileRows">Rows of tiles of an image.</param>
/// <param name="TileColumns">Tiles of a row.</param>
/// <param name="RowsPerBlock">Rows of tiles of a block.</param>
/// <param name="ImagesPerBlock">Images of a block; one where a block is a band of its rows.</param>
internal readonly record struct WinogradPlan(int TileRows, int TileColumns, int RowsPerBlock, int ImagesPerBlock)
{
    /// <summary>The products of a tile, and their places in it.</summary>
    public const int Points = 16;

    /// <summary>What vectors may be written beyond the last tile, and what keeps the points from sharing sets of a cache.</summary>
    public const int Slack = 16;

    /// <summary>Tiles of a block that fill the widest vectors, twice.</summary>
    private const int LeastTiles = 32;

    /// <summary>More tiles of a block than this make no difference.</summary>
    private const int MostTiles = 256;

    /// <summary>The floats of a block's transformed images: half of a second-level cache of 1 MiB.</summary>
    private const int MostFloats = 128 * 1024;

    /// <summary>The same of images and derivatives that sums meet once, which are longer for it; and the tiles that are long enough.</summary>
    private const int MostFloatsOfSums = 2 * MostFloats;
    private const int MostTilesOfSums = 128;

    /// <summary>The most floats of transformed kernels, which come from the third-level cache for each block: 512 channels of 256 outputs.</summary>
    private const int MostKernel = 2 * 1024 * 1024;

    /// <summary>Tiles of a block.</summary>
    public int Tiles => ImagesPerBlock * RowsPerBlock * TileColumns;

    /// <summary>Bands of an image.</summary>
    public int Bands => Blocks.Count(TileRows, RowsPerBlock);

    /// <summary>Floats from a channel of transformed images, or of their products, to the next.</summary>
    public int Pitch => (Blocks.Count(Tiles, Slack) + 1) * Slack;

    /// <summary>Whether windows are of this kind.</summary>
    /// <param name="sizes">The sizes of an image.</param>
    /// <param name="outputs">Outputs of a group.</param>
    public static bool Suits(WindowSizes sizes, int outputs) =>
        sizes is { KernelHeight: 3, KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1, PadLeft: >= 0 and <= 2 }
            && (long)sizes.Channels * outputs * Points <= MostKernel;

    /// <summary>The plan of a convolution.</summary>
    /// <param name="sizes">The sizes of an image.</param>
    /// <param name="images">Images times groups.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="outputs">Outputs of a group.</param>
    public static WinogradPlan For(WindowSizes sizes, int images, int groups, int outputs)
    {
        int rows = Blocks.Count(sizes.OutputHeight, 2);
        int columns = Blocks.Count(sizes.OutputWidth, 2);
        int most = Math.Clamp(MostFloats / Points / sizes.Channels, LeastTiles, MostTiles);
        int rowsAtATime = Math.Clamp(most / columns, 1, rows);

        // No more than keeps all threads busy, but as many as fill the lanes.
        long wanted = WantedBlocks.OfAnImage(2L * outputs * sizes.Taps * sizes.OutputHeight * sizes.OutputWidth, images);
        int enough = Math.Max(Blocks.Count(rows, (int)Math.Min(wanted, rows)), Blocks.Count(LeastTiles, columns));
        rowsAtATime = Math.Min(rowsAtATime, enough);
        rowsAtATime = Blocks.Count(rows, Blocks.Count(rows, rowsAtATime));
        if (groups > 1 || rowsAtATime < rows)
        {
            return new WinogradPlan(rows, columns, rowsAtATime, 1);
        }

        // As many images as fill the lanes, whatever the threads; more only where all threads have enough of them.
        int mostImages = Math.Max(Blocks.Count(LeastTiles, rows * columns), images / WantedBlocks.Enough);
        return new WinogradPlan(rows, columns, rows, Math.Clamp(Math.Min(images, most / (rows * columns)), 1, mostImages));
    }

    /// <summary>The tiles that a sum over all of them meets at a time.</summary>
    /// <param name="sizes">The sizes of an image.</param>
    /// <param name="images">The images.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="outputs">Outputs of a group.</param>
    public static WinogradPlan ForSums(WindowSizes sizes, int images, int groups, int outputs)
    {
        int rows = Blocks.Count(sizes.OutputHeight, 2);
        int columns = Blocks.Count(sizes.OutputWidth, 2);
        int most = Math.Clamp(MostFloatsOfSums / Points / checked(sizes.Channels + outputs), LeastTiles, MostTilesOfSums);
        int rowsAtATime = Math.Clamp(most / columns, 1, rows);
        rowsAtATime = Blocks.Count(rows, Blocks.Count(rows, rowsAtATime));
        bool isAlone = groups > 1 || rowsAtATime < rows;
        return new WinogradPlan(rows, columns, rowsAtATime, isAlone ? 1 : Math.Clamp(most / (rows * columns), 1, Math.Max(1, images)));
    }

    /// <summary>Blocks of all images.</summary>
    public int BlockCount(int images) => checked(Blocks.Count(images, ImagesPerBlock) * Bands);
}
