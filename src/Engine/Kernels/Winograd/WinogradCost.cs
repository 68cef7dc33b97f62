namespace Adjoint.Kernels;

/// <summary>
/// What convolutions in tiles of results take, from the sizes alone: rough cycles of a core with vectors of 512 bits, for one image, to compare with those of
/// other ways (ForwardCost.cs). Products are less than half of what they are there; what is transformed before and after is the same however many products it has, so
/// it takes some channels and outputs to pay.
/// </summary>
internal static class WinogradCost
{
    private const double Lanes = ForwardCost.Lanes;

    /// <summary>To transform a vector of a row of pixels, of tiles, of their sums, and of kernels, which come from afar; and to begin with a channel or an output.</summary>
    private const double PointsOfRow = 14;
    private const double PointsOfTiles = 32;
    private const double ResultsOfTiles = 45;
    private const double PointsOfKernels = 200;
    private const double BeginPlane = 40;

    /// <summary>To read a float of kernels that the second-level cache doesn't hold.</summary>
    private const double FromAfar = 0.1;
    private const double NearKernels = 256 * 1024;

    /// <summary>To turn four steps of a vector of lanes.</summary>
    private const double Turn = 14;

    /// <summary>To go on with the sums of a tile, which are read again; and to make kernels of a vector of sums, and add them to others.</summary>
    private const double TileOverheadOfSums = 2 * ForwardCost.TileOverhead;
    private const double KernelsOfSums = 150;

    /// <summary>What dot products over positions take for each multiply-add of a vector: two are possible, but for what they load.</summary>
    private const double Dot = 1.3 / 2;

    /// <summary>The cost of a convolution, or of its derivative by the input.</summary>
    /// <param name="sizes">The sizes of an image.</param>
    /// <param name="images">Images that share the weights.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="outputs">Outputs of a group.</param>
    public static double OfForward(WindowSizes sizes, int images, int groups, int outputs)
    {
        WinogradPlan plan = WinogradPlan.For(sizes, checked(images * groups), groups, outputs);
        double blocks = (double)plan.Bands / plan.ImagesPerBlock;
        double vectors = Math.Ceiling(plan.Tiles / Lanes);
        double sums = Products(vectors, outputs, sizes.Channels, ForwardCost.TileOverhead);
        double chunks = Math.Ceiling(plan.TileColumns / Lanes);
        double rowsOfResults = 2.0 * plan.ImagesPerBlock * plan.RowsPerBlock;
        double write = plan.TileColumns < Lanes ? rowsOfResults * chunks * ForwardCost.CopyRow : 0;
        double results = outputs * ((vectors * ResultsOfTiles) + write);
        double pairs = (double)sizes.Channels * outputs;
        double kernels = Math.Ceiling(pairs / Lanes) * PointsOfKernels / Math.Max(1, images);
        double afar = pairs * WinogradPlan.Points > NearKernels ? pairs * WinogradPlan.Points * FromAfar : 0;
        return (blocks * (sums + afar + (sizes.Channels * Points(plan)) + results)) + ((sizes.Channels + outputs) * BeginPlane) + kernels;
    }

    /// <summary>Whether the derivative by the kernel takes less time so than as dot products over positions.</summary>
    /// <param name="shape">The sizes.</param>
    public static bool IsLessForKernels(ConvolutionShape shape)
    {
        WindowSizes sizes = shape.Sizes;
        double positions = Math.Ceiling((double)sizes.OutputHeight * sizes.OutputWidth / Lanes);
        return WinogradPlan.Suits(sizes, shape.GroupOutputs) && OfKernels(shape, sizes) < Dot * sizes.Taps * shape.GroupOutputs * positions;
    }

    private static double OfKernels(ConvolutionShape shape, WindowSizes sizes)
    {
        WinogradGradientPlan parts = WinogradGradientPlan.For(shape);
        WinogradPlan plan = parts.Tiles;
        (int rows, int lanes) = parts.LanesAreOutputs ? (sizes.Channels, shape.GroupOutputs) : (shape.GroupOutputs, sizes.Channels);
        double blocks = (double)plan.Bands / plan.ImagesPerBlock;
        double kernels = rows * Math.Ceiling(lanes / Lanes) * KernelsOfSums * parts.ImageParts / Math.Max(1, shape.Batch);
        return (blocks * (OfSums(plan, rows, lanes) + ((rows + lanes) * Points(plan)))) + ((rows + lanes) * BeginPlane) + kernels;
    }

    /// <summary>The cost of the sums over the tiles of a block.</summary>
    /// <param name="plan">The tiles.</param>
    /// <param name="rows">The rows of the sums.</param>
    /// <param name="lanes">What is along the lanes, and turned for it.</param>
    public static double OfSums(WinogradPlan plan, int rows, int lanes)
    {
        double vectors = Math.Ceiling(lanes / Lanes);
        return Products(vectors, rows, plan.Tiles, TileOverheadOfSums) + (WinogradPlan.Points * Math.Ceiling(plan.Tiles / 4.0) * vectors * Turn);
    }

    /// <summary>Products of matrices at all points.</summary>
    private static double Products(double vectors, int rows, double steps, double overhead)
    {
        double tiles = Math.Ceiling(rows / ForwardCost.TileRows);
        double tileRows = rows / tiles;
        double pair = (steps * Math.Max(ForwardCost.LeastStep, tileRows)) + overhead;
        double single = (steps * Math.Max(ForwardCost.LeastStep, ForwardCost.LoneBroadcast * tileRows)) + overhead;
        double pairs = Math.Floor(vectors / 2);
        return WinogradPlan.Points * tiles * ((pairs * pair) + ((vectors - (2 * pairs)) * single));
    }

    /// <summary>The points of the tiles of a block, of one channel or output.</summary>
    private static double Points(WinogradPlan plan)
    {
        double rows = 2.0 * plan.ImagesPerBlock * (plan.RowsPerBlock + 1);
        return (rows * Math.Ceiling(plan.TileColumns / Lanes) * PointsOfRow) + (Math.Ceiling(plan.Tiles / Lanes) * PointsOfTiles);
    }
}
