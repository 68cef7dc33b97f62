namespace Adjoint.Kernels;

/// <summary>
/// What the ways to multiply weights and patches take, from the sizes alone: rough cycles of a core with vectors of 512 bits, for one image.
/// Channel products (ChannelProduct.cs) fill vectors with channels, copy an image once, but pack the weights and turn the sums. Patch products
/// (PatchProduct.cs) fill vectors with positions and copy an image once for each column of the kernel, unless they read it in place. Both add up in
/// the same order and give the same bits. Products by kernel columns (KernelColumnsProduct.cs), which only kernels of three columns have, copy
/// what lies at the borders alone, but do more at the end of a tile. Kernels of 3x3 have fewer products in tiles of results (WinogradCost.cs).
/// </summary>
internal static class ForwardCost
{
    public const double Lanes = 16;
    public const double TileRows = 12;
    private const double ColumnOutputs = 4;

    /// <summary>A step of a tile, whatever its size: its sums wait for those of the step before.</summary>
    public const double LeastStep = 4.5;

    /// <summary>A broadcast for one multiply-add: loads are what such a tile waits for.</summary>
    public const double LoneBroadcast = 0.75;

    /// <summary>What a step of a patch product takes beside its multiply-adds: its vectors cross the lines of the cache.</summary>
    private const double PatchStep = 1;

    /// <summary>The same of a channel product, and what it takes to come to the pixels of another row of the kernel.</summary>
    private const double ChannelStep = 0.25;
    private const double OtherRow = 2;

    /// <summary>To turn a vector of sums and write it.</summary>
    private const double Turn = 6;

    /// <summary>To read a vector of results, finish and write it.</summary>
    private const double Finish = 2;

    /// <summary>A tile's beginning and end.</summary>
    public const double TileOverhead = 30;

    /// <summary>What a step of a product by kernel columns takes beside its multiply-adds, with one vector for each of these, and at the end of a tile.</summary>
    private const double ColumnStep = 1;
    private const double LoneVector = 1.07;
    private const double ColumnEnd = 75;

    /// <summary>To copy a vector, and to begin a row of a copy.</summary>
    private const double Copy = 2;
    public const double CopyRow = 4;

    /// <summary>To pack a vector of weights: from the caches nearby, and from afar.</summary>
    private const double Pack = 8;
    private const double PackFromAfar = 20;
    private const long NearWeights = 256 * 1024;

    /// <summary>The way that takes least time.</summary>
    /// <param name="sizes">The sizes of an image.</param>
    /// <param name="images">Images that share the weights.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="outputs">Outputs of a group.</param>
    public static ConvolutionForm Cheapest(WindowSizes sizes, int images, int groups, int outputs)
    {
        ConvolutionForm form = ConvolutionForm.Patches;
        double cost = PatchCost(sizes, images, outputs);
        if (sizes.PadLeft >= 0 && ChannelTile.Suits(sizes.StrideWidth) && ChannelCost(sizes, images, outputs) is double byChannels && byChannels < cost)
        {
            (form, cost) = (ConvolutionForm.Channels, byChannels);
        }

        if (KernelColumns.Suit(sizes) && ColumnsCost(sizes, images, outputs) is double byColumns && byColumns < cost)
        {
            (form, cost) = (ConvolutionForm.KernelColumns, byColumns);
        }

        return WinogradPlan.Suits(sizes, outputs) && WinogradCost.OfForward(sizes, images, groups, outputs) < cost ? ConvolutionForm.Winograd : form;
    }

    private static double ChannelCost(WindowSizes sizes, int images, int outputs)
    {
        double positions = (double)sizes.OutputHeight * sizes.OutputWidth;
        double vectors = Math.Ceiling(outputs / Lanes);
        double tilesOfRow = Math.Ceiling(sizes.OutputWidth / TileRows);
        double width = sizes.OutputWidth / tilesOfRow;
        double overhead = ChannelStep + (OtherRow / sizes.KernelWidth);
        double pair = Math.Max(LeastStep, width + overhead);
        double single = Math.Max(LeastStep, (LoneBroadcast * width) + overhead);
        double pairs = Math.Floor(vectors / 2);
        double singles = vectors - (2 * pairs);
        double tiles = tilesOfRow * sizes.OutputHeight;
        double sums = tiles * ((pairs * ((sizes.Taps * pair) + TileOverhead)) + (singles * ((sizes.Taps * single) + TileOverhead)));
        double turn = vectors * Math.Ceiling(positions / Lanes) * Lanes * Turn;
        ChannelPlan plan = ChannelPlan.For(sizes, images, outputs);
        PaddedRows rows = new(sizes, plan.BandRows);
        double copies = rows.IsInPlace ? 0 : (double)sizes.Channels * rows.Rows * plan.BlockCount(1, outputs);
        double copy = copies * ((Math.Ceiling(sizes.Width / Lanes) * Copy) + CopyRow);
        double packed = vectors * sizes.Taps * (vectors * Lanes * sizes.Taps <= NearWeights ? Pack : PackFromAfar) / Math.Max(1, images);
        return sums + turn + copy + packed;
    }

    private static double PatchCost(WindowSizes sizes, int images, int outputs)
    {
        ColumnLayout layout = new(sizes);
        double vectors = Math.Ceiling((double)layout.Positions / Lanes);
        double tiles = Math.Ceiling(outputs / TileRows);
        double step = Math.Max(LeastStep, (outputs / tiles) + PatchStep);
        double sums = Math.Ceiling(vectors / 2) * tiles * ((sizes.Taps * step) + TileOverhead);
        double finish = vectors * outputs * Finish;
        PatchPlan plan = PatchPlan.For(layout, images, outputs);
        double copies = layout.IsInPlace ? 0 : (double)layout.RowsOfLayout(plan.BandRows) * plan.BlockCount(1, outputs);
        double fill = copies * ((Math.Ceiling(sizes.OutputWidth / Lanes) * Copy * sizes.StrideWidth) + CopyRow);
        return sums + finish + fill;
    }

    private static double ColumnsCost(WindowSizes sizes, int images, int outputs)
    {
        double pixels = (double)sizes.OutputHeight * sizes.Width;
        double vectors = Math.Ceiling(pixels / Lanes);
        double tiles = Math.Ceiling(outputs / ColumnOutputs);
        double steps = (double)sizes.Channels * sizes.KernelHeight;
        double products = sizes.KernelWidth * outputs / tiles;
        double pair = Math.Max(LeastStep, products + ColumnStep);
        double single = Math.Max(LeastStep, (LoneVector * products / 2) + ColumnStep);
        double pairs = Math.Floor(vectors / 2);
        double singles = vectors - (2 * pairs);
        double sums = tiles * ((pairs * ((steps * pair) + ColumnEnd)) + (singles * ((steps * single) + (ColumnEnd / 2))));

        // Tiles are copied that see rows above or below the image.
        double reach = (sizes.KernelHeight - 1.0) * sizes.DilationHeight * sizes.Width;
        double edges = Math.Min(Math.Ceiling(vectors / 2), 2 + Math.Ceiling(reach / (2 * Lanes)));
        KernelColumnsPlan plan = KernelColumnsPlan.For(sizes, images, outputs);
        double parts = Math.Ceiling((double)outputs / plan.OutputsPerBlock);
        double seen = Math.Ceiling(((2 * Lanes) + reach) / Lanes);
        return sums + (edges * parts * sizes.Channels * 2 * ((seen * Copy) + CopyRow));
    }
}
