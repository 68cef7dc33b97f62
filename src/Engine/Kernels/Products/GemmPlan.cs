namespace Adjoint.Kernels;

/// <summary>
/// How a product is cut, which follows from its sizes alone: into blocks of rows and columns of c, or, when c is small and the sums
/// are long, into parts of the sums.
/// </summary>
internal readonly record struct GemmPlan(int M, int K, int N, int BlockRows, int BlockColumns, int Splits)
{
    /// <summary>Steps of k between visits to c: a panel of b, 256 x 32 floats, fills two thirds of a first-level cache.</summary>
    public const int Slab = 256;

    private const int MostBlockRows = 120;
    private const int MostBlockColumns = 256;
    private const int LeastBlockRows = 24;
    private const int LeastBlockColumns = 32;
    private const int EnoughBlocks = 16;
    private const long LeastBlockCost = 250_000;
    private const int LeastSplit = 512;
    private const int MostSplits = 16;
    private const int MostSplitLength = 8192;

    public int RowBlocks => Blocks.Count(M, BlockRows);

    public int ColumnBlocks => Blocks.Count(N, BlockColumns);

    /// <summary>Steps of k in each part.</summary>
    public int SplitLength => Blocks.Count(K, Splits);

    public static GemmPlan For(int m, int k, int n)
    {
        long cost = 2L * m * n * k;
        if ((long)m * n <= MostSplitLength && k >= 2 * LeastSplit && cost >= Threads.ParallelCost)
        {
            return new GemmPlan(m, k, n, m, n, Math.Min(MostSplits, k / LeastSplit));
        }

        return InBlocks(m, k, n, EnoughBlocks);
    }

    /// <summary>The plan of each of several products: the more there are, the fewer blocks each needs.</summary>
    public static GemmPlan ForEach(int count, int m, int k, int n) => InBlocks(m, k, n, Blocks.Count(EnoughBlocks, Math.Max(1, count)));

    /// <summary>How many products of a plan with a single block make up a block that is worth a thread's while.</summary>
    public int ProductsPerBlock => RowBlocks * ColumnBlocks > 1 ? 1 : (int)Math.Max(1, LeastBlockCost / (2L * M * N * K));

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
