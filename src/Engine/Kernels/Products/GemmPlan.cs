namespace Adjoint.Kernels;

/// <summary>
/// How a product is cut, which follows from its sizes alone: into blocks of rows, which share the panels of b; into blocks of columns
/// too when there are few rows, or when a slab of b is too large to stay near; or, when c is small and the sums are long, into parts of the sums.
/// </summary>
/// <param name="M">The rows of c.</param>
/// <param name="K">The length of the sums.</param>
/// <param name="N">The columns of c.</param>
/// <param name="BlockRows">The rows of a block.</param>
/// <param name="BlockColumns">The columns of a block.</param>
/// <param name="Splits">The parts of the sums; 1 when they are whole.</param>
internal readonly record struct GemmPlan(int M, int K, int N, int BlockRows, int BlockColumns, int Splits)
{
    /// <summary>
    /// The most steps of k between visits to c where panels of b are reread from the first-level cache: one of so many steps, 256 x 32 floats,
    /// leaves a third of 48 KiB to the rows of a that meet it.
    /// </summary>
    private const int MostSteps = 256;

    /// <summary>
    /// The same where panels come from afar: a tile then reads its panel from the second-level cache, which the processor sees coming, and
    /// is interrupted half as often.
    /// </summary>
    private const int MostFarSteps = 2 * MostSteps;

    /// <summary>The most floats of a slab of b, which then stays in the second-level cache while all blocks of rows meet it.</summary>
    private const int MostNearPanels = 160 << 10;

    /// <summary>The most floats of a slab of a that stays in the second-level cache while panels pass: 120 rows of 512 steps.</summary>
    private const int MostNearRows = 60 << 10;

    /// <summary>
    /// The columns of a block whose results stay in the second-level cache while it goes through the slabs: 120 x 1024 results and as
    /// many rows of a are 720 KiB, which leaves room in 1 MiB for the panels that pass.
    /// </summary>
    private const int MostNearColumns = 1024;

    private const int TileRows = 12;
    private const int MostBlockRows = 12 * TileRows;
    private const int MostFarBlockRows = 20 * TileRows;
    private const int MostBlockColumns = 256;
    private const int LeastBlockRows = 24;
    private const int LeastBlockColumns = 32;
    private const int EnoughBlocks = 16;
    private const int EnoughRowBlocks = 8;
    private const int EnoughFarBlocks = 6;
    private const int LeastSharingRows = 64;
    private const long LeastBlockCost = 250_000;
    private const int LeastSplit = 512;
    private const int MostSplits = 16;
    private const int MostSplitLength = 8192;

    public int RowBlocks => Blocks.Count(M, BlockRows);

    public int ColumnBlocks => Blocks.Count(N, BlockColumns);

    /// <summary>Steps of k in each part.</summary>
    public int SplitLength => Blocks.Count(K, Splits);

    /// <summary>Whether blocks of rows may share panels of b, each of which is then packed once.</summary>
    public bool SharesPanels { get; init; }

    /// <summary>Whether all blocks meet a slab of b before the next is packed.</summary>
    public bool SlabBySlab { get; init; }

    /// <summary>Steps of k between visits to c, of a sum of a length: slabs of equal size.</summary>
    public int SlabLength(int steps) => SlabLength(steps, SharesPanels && !SlabBySlab ? MostFarSteps : MostSteps);

    public static GemmPlan For(int m, int k, int n)
    {
        long cost = 2L * m * n * k;
        if ((long)m * n <= MostSplitLength && k >= 2 * LeastSplit && cost >= Threads.ParallelCost)
        {
            return new GemmPlan(m, k, n, m, n, Math.Min(MostSplits, k / LeastSplit));
        }

        return m >= 2 * LeastSharingRows ? Sharing(m, k, n) : InBlocks(m, k, n, EnoughBlocks);
    }

    /// <summary>The plan of each of several products: the more there are, the fewer blocks each needs.</summary>
    public static GemmPlan ForEach(int count, int m, int k, int n) => InBlocks(m, k, n, Blocks.Count(EnoughBlocks, Math.Max(1, count)));

    /// <summary>How many products of a plan with a single block make up a block that is worth a thread's while.</summary>
    public int ProductsPerBlock => RowBlocks * ColumnBlocks > 1 ? 1 : (int)Math.Max(1, LeastBlockCost / (2L * M * N * K));

    /// <summary>
    /// Blocks that share the panels of b. When a slab of it stays near, they are rows alone, as many as keep threads equally busy while each
    /// panel still meets several tiles, and they meet slab after slab. Otherwise a block stays with its part of c through all slabs.
    /// </summary>
    private static GemmPlan Sharing(int m, int k, int n)
    {
        if ((long)SlabLength(k, MostSteps) * n <= MostNearPanels)
        {
            int blocks = Math.Max(Blocks.Count(m, MostBlockRows), Math.Min(EnoughRowBlocks, m / LeastSharingRows));
            return new GemmPlan(m, k, n, WholeTiles(m, blocks), n, 1) { SharesPanels = true, SlabBySlab = true };
        }

        int rows = Math.Min(MostNearRows / SlabLength(k, MostFarSteps) / TileRows * TileRows, MostFarBlockRows);
        int rowBlocks = Blocks.Count(m, rows);
        int columnBlocks = Math.Max(Blocks.Count(n, MostNearColumns), Math.Min(Blocks.Count(EnoughFarBlocks, rowBlocks), n / MostBlockColumns));
        int columns = Blocks.Count(Blocks.Count(n, columnBlocks), LeastBlockColumns) * LeastBlockColumns;
        return new GemmPlan(m, k, n, WholeTiles(m, rowBlocks), columns, 1) { SharesPanels = true };
    }

    private static int SlabLength(int steps, int most) => Blocks.Count(steps, Math.Max(1, Blocks.Count(steps, most)));

    /// <summary>The rows of each of some blocks: of whole tiles, unless that would leave little to the last.</summary>
    private static int WholeTiles(int m, int blocks)
    {
        int rows = Blocks.Count(m, blocks);
        int whole = Blocks.Count(rows, TileRows) * TileRows;
        return m - ((blocks - 1) * whole) >= whole / 2 ? whole : rows;
    }

    private static GemmPlan InBlocks(int m, int k, int n, int enough)
    {
        int rows = Math.Min(m, MostBlockRows);
        int columns = Math.Min(Blocks.Count(n, LeastBlockColumns) * LeastBlockColumns, MostBlockColumns);
        while (Blocks.Count(m, rows) * Blocks.Count(n, columns) < enough && 2L * rows * columns * k > 2 * LeastBlockCost)
        {
            if (columns > LeastBlockColumns)
            {
                columns = Blocks.Count(columns / 2, LeastBlockColumns) * LeastBlockColumns;
            }
            else if (rows > LeastBlockRows)
            {
                rows = Math.Max(LeastBlockRows, rows / 2);
            }
            else
            {
                break;
            }
        }

        return new GemmPlan(m, k, n, rows, columns, 1);
    }
}
