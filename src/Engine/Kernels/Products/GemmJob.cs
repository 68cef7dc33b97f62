// Tiling, from the inside: a register tile (Tile.cs) runs down a slab of at most 256 steps of k; tiles go down the rows of a block
// while one panel of b stays in the first-level cache; panels go across the block, whose slab of a stays in the second. b is
// packed when many tiles reread it or its lanes are not side by side, a when many panels do; else both are read in place, which is
// the path of small products. Rows are dealt evenly to the tiles, so that no tile is nearly empty.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The blocks of a matrix product.</summary>
internal unsafe struct GemmJob<TMap> : IJob
    where TMap : struct, IMap1
{
    /// <summary>With fewer passes over b than this, packing it would cost more than it saves.</summary>
    private const int PassesWorthPackingB = 5;

    /// <summary>With fewer passes over a than this, packing it would cost more than it saves.</summary>
    private const int PassesWorthPackingA = 3;

    public float* A;
    public nint ARow;
    public nint AStep;
    public float* B;
    public nint BStep;
    public nint BLane;
    public float* Bias;
    public float* C;
    public TMap Map;
    public GemmPlan Plan;

    /// <summary>The flat index of the first element of c, as the map sees it.</summary>
    public int Start;

    /// <summary>The same product into parts.</summary>
    public readonly GemmJob<Identity> WithoutEpilogue(float* parts) => new()
    {
        A = A,
        ARow = ARow,
        AStep = AStep,
        B = B,
        BStep = BStep,
        BLane = BLane,
        C = parts,
        Plan = Plan,
    };

    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        if (Plan.Splits > 1)
        {
            int first = block * Plan.SplitLength;
            float* part = C + ((nint)block * Plan.M * Plan.N);
            Multiply<V>(part, 0, Plan.M, 0, Plan.N, first, Math.Min(first + Plan.SplitLength, Plan.K));
            return;
        }

        int row = block / Plan.ColumnBlocks * Plan.BlockRows;
        int column = block % Plan.ColumnBlocks * Plan.BlockColumns;
        int rowEnd = Math.Min(row + Plan.BlockRows, Plan.M);
        int columnEnd = Math.Min(column + Plan.BlockColumns, Plan.N);
        Multiply<V>(C, row, rowEnd, column, columnEnd, 0, Plan.K);
    }

    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    private readonly void Multiply<V>(float* c, int row, int rowEnd, int column, int columnEnd, int step, int stepEnd)
        where V : struct, ISimd<V>
    {
        int lanes = Tile.MaxVectors * V.Width;
        int rows = rowEnd - row;
        int tiles = Blocks.Count(rows, Tile.MaxRows<V>());
        int panels = Blocks.Count(columnEnd - column, lanes);
        bool packA = panels >= PassesWorthPackingA;
        bool packB = tiles >= PassesWorthPackingB || BLane != 1;

        float* panel = Scratch.ForBlock(((long)lanes + rows) * GemmPlan.Slab);
        float* packedA = panel + (lanes * GemmPlan.Slab);
        float* edge = stackalloc float[Tile.MaxLength];
        for (int slab = step; slab < stepEnd; slab += GemmPlan.Slab)
        {
            int steps = Math.Min(GemmPlan.Slab, stepEnd - slab);
            bool last = slab + steps == stepEnd;
            for (int j = column; j < columnEnd; j += lanes)
            {
                int width = Math.Min(lanes, columnEnd - j);
                int vectors = Blocks.Count(width, V.Width);
                int pitch = vectors * V.Width;
                float* b = B + (slab * BStep) + (j * BLane);
                StridedRows bRows = new(b, BStep);
                if (packB || width < pitch)
                {
                    Panel.Pack(b, BStep, BLane, steps, width, panel, pitch);
                    bRows = new StridedRows(panel, pitch);
                }

                for (int tile = 0; tile < tiles; tile++)
                {
                    int offset = (int)((long)rows * tile / tiles);
                    int count = (int)((long)rows * (tile + 1) / tiles) - offset;
                    int i = row + offset;
                    float* a = A + (i * ARow) + (slab * AStep);
                    nint aRow = ARow;
                    nint aStep = AStep;
                    if (packA)
                    {
                        float* packed = packedA + ((nint)offset * steps);
                        if (j == column)
                        {
                            Panel.Pack(a, AStep, ARow, steps, count, packed, count);
                        }

                        a = packed;
                        aRow = 1;
                        aStep = count;
                    }

                    float* target = c + ((nint)i * Plan.N) + j;
                    if (width == pitch)
                    {
                        Tile.Multiply<V, StridedRows>(count, vectors, a, aRow, aStep, bRows, steps, target, Plan.N, slab > step);
                    }
                    else
                    {
                        Tile.Multiply<V, StridedRows>(count, vectors, a, aRow, aStep, bRows, steps, edge, pitch, false);
                        CopyEdge<V>(edge, pitch, target, count, width, slab > step);
                    }

                    if (last && !Epilogue.IsEmpty<TMap>(Bias))
                    {
                        for (int r = 0; r < count; r++)
                        {
                            int index = ((i + r) * Plan.N) + j;
                            Epilogue.BiasPerColumn<V, TMap>(c + index, Bias is null ? null : Bias + j, width, Start + index, Map);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Moves a tile whose last vector sticks out of c.</summary>
    private readonly void CopyEdge<V>(float* edge, int pitch, float* target, int rows, int width, bool accumulate)
        where V : struct, ISimd<V>
    {
        for (int r = 0; r < rows; r++, edge += pitch, target += Plan.N)
        {
            for (int j = 0; j < width; j += V.Width)
            {
                int count = width - j;
                V value = V.Load(in edge[j]);
                if (count >= V.Width)
                {
                    (accumulate ? V.Load(in target[j]) + value : value).Store(ref target[j]);
                }
                else
                {
                    (accumulate ? V.Load(in target[j], count) + value : value).Store(ref target[j], count);
                }
            }
        }
    }
}

/// <summary>The epilogue of a product that was summed from parts: one row of c per block.</summary>
internal readonly unsafe struct GemmEpilogueJob<TMap>(float* c, float* bias, int columns, TMap map) : IJob
    where TMap : struct, IMap1
{
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int index = block * columns;
        Epilogue.BiasPerColumn<V, TMap>(c + index, bias, columns, index, map);
    }
}
