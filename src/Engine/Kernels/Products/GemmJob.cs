// Tiling, from the inside: a register tile (Tile.cs) runs down a slab of at most 256 or 512 steps of k; tiles go down the rows of a block
// while one panel of b, two vectors wide, stays near; panels go across the block, whose slab of a stays in the second-level cache. Panels
// of b are read where they lie when a has few rows and the lanes are side by side. Else they are packed: once for all blocks of rows that
// need them (PanelsJob.cs; GemmPlan.cs says in which order blocks and slabs meet), or by the block that has them for itself. Of a, what
// many panels reread is packed only where its lines lie at multiples of a page, and would all fall into the same few sets of the cache: a
// by rows there, a transposed one only where narrow vectors come back to each of its lines for more tiles than two. Else it is read in
// place. Where panels come from afar, the first tiles of each ask for the next: a line of it for each step, rather than many lines between
// two tiles, which would hold both up. Where a is a triangle, the sums of a tile end or begin at the diagonal, and where only a triangle of c
// is read, tiles beyond it are zeros: half of the work, and half a tile for each at the diagonal. Rows are dealt evenly to the tiles, so that
// no tile is nearly empty. Few rows along k with columns along k are dot products (DotProducts.cs), and few rows by few columns along rows, or
// one to three rows by many, are sums of these rows where they lie (ThinProducts.cs).
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>The blocks of a matrix product.</summary>
internal unsafe struct GemmJob<TMap> : IJob
    where TMap : struct, IMap1
{
    /// <summary>With fewer passes over b than this, packing it would cost more than it saves.</summary>
    private const int PassesWorthPackingB = 5;

    /// <summary>With fewer passes over a than this, packing it would cost more than it saves.</summary>
    private const int PassesWorthPackingA = 3;

    /// <summary>With more rows of a than this for each lane of a vector, packing rows of b costs less than what it gains.</summary>
    private const int RowsInPlacePerLane = 16;

    /// <summary>Rows at multiples of so many floats share sets of a cache.</summary>
    private const int Aliasing = 1024;

    /// <summary>From so many elements on, c isn't expected to be in the second-level cache.</summary>
    private const int FarResults = 64 << 10;

    /// <summary>The floats of a line of a cache.</summary>
    private const int Line = 16;

    /// <summary>What separates packed rows, so that they don't share sets either.</summary>
    private const int RowGap = 16;

    public float* A;
    public nint ARow;
    public nint AStep;
    public float* B;
    public nint BStep;
    public nint BLane;
    public float* Bias;
    public float* C;

    /// <summary>The floats from a row of c to the next: its columns, or more where other matrices lie abreast.</summary>
    public nint CRow;
    public TMap Map;
    public GemmPlan Plan;

    /// <summary>The flat index of the first element of c, as the map sees it.</summary>
    public int Start;

    /// <summary>The panels of b that all blocks share, slab after slab; null when each block finds its own.</summary>
    public float* Panels;

    /// <summary>The first step of the panels that are packed.</summary>
    public int Step;

    /// <summary>The steps that are packed.</summary>
    public int Steps;

    /// <summary>Where a is known to be zero.</summary>
    public Triangle Triangle;

    /// <summary>Whether nothing above the diagonal of c is read.</summary>
    public bool IsLower;

    /// <summary>Whether the blocks of rows profit from sharing packed panels of b.</summary>
    public readonly bool SharesPanels(int lanes) => Plan.SharesPanels && Plan.RowBlocks > 1 && !IsReadInPlace(lanes);

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
        CRow = Plan.N,
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
        if (Panels is not null)
        {
            Multiply<V>(C, row, rowEnd, column, columnEnd, Step, Step + Steps);
        }
        else if (rowEnd - row <= DotProducts.MostRows && AStep == 1 && BLane != 1 && BStep == 1)
        {
            Dot<V>(row, rowEnd, column, columnEnd);
        }
        else if (BLane == 1 && ThinProducts.Suits<V>(rowEnd - row, columnEnd - column))
        {
            Thin<V>(row, rowEnd, column, columnEnd);
        }
        else
        {
            Multiply<V>(C, row, rowEnd, column, columnEnd, 0, Plan.K);
        }
    }

    private readonly bool IsReadInPlace(int lanes) => BLane == 1 && Plan.M <= RowsInPlacePerLane * lanes;

    private readonly void Dot<V>(int row, int rowEnd, int column, int columnEnd)
        where V : struct, ISimd<V>
    {
        int index = (int)((row * CRow) + column);
        (int rows, int columns) = (rowEnd - row, columnEnd - column);
        DotProducts.Multiply<V>(A + (row * ARow), ARow, rows, B + (column * BLane), BLane, columns, Plan.K, C + index, CRow);
        if (!Epilogue.IsEmpty<TMap>(Bias))
        {
            Epilogue.BiasPerColumn<V, TMap>(C + index, Bias is null ? null : Bias + column, rows, columns, CRow, Start + index, Map);
        }
    }

    private readonly void Thin<V>(int row, int rowEnd, int column, int columnEnd)
        where V : struct, ISimd<V>
    {
        int index = (int)((row * CRow) + column);
        (int rows, int columns) = (rowEnd - row, columnEnd - column);
        ThinProducts.Multiply<V>(A + (row * ARow), ARow, AStep, rows, B + column, BStep, columns, Plan.K, C + index, CRow);
        if (!Epilogue.IsEmpty<TMap>(Bias))
        {
            Epilogue.BiasPerColumn<V, TMap>(C + index, Bias is null ? null : Bias + column, rows, columns, CRow, Start + index, Map);
        }
    }

    private readonly void Multiply<V>(float* c, int row, int rowEnd, int column, int columnEnd, int step, int stepEnd)
        where V : struct, ISimd<V>
    {
        if (BLane == 1 && rowEnd - row <= ThinProducts.RowsAcross<V>() && Panels is null && Triangle == Triangle.None)
        {
            column = MultiplyAcross<V>(c, row, rowEnd, column, columnEnd, step, stepEnd);
            if (column == columnEnd)
            {
                return;
            }
        }

        if (Triangle == Triangle.None && !IsLower)
        {
            Multiply<V, Whole>(c, row, rowEnd, column, columnEnd, step, stepEnd);
            return;
        }

        // At least one step, so that c is written.
        step = Triangle == Triangle.Upper ? Math.Max(step, Math.Min(row, stepEnd - 1)) : step;
        stepEnd = Triangle == Triangle.Lower ? Math.Min(stepEnd, rowEnd) : stepEnd;
        Multiply<V, InPart>(c, row, rowEnd, column, columnEnd, step, stepEnd);
    }

    /// <summary>As many columns of a few rows as are summed across, of which the last may be summed twice; the first that is left.</summary>
    private readonly int MultiplyAcross<V>(float* c, int row, int rowEnd, int column, int columnEnd, int step, int stepEnd)
        where V : struct, ISimd<V>
    {
        int across = ThinProducts.Across<V>();
        int columns = columnEnd - column;
        int whole = columns / across * across;
        columns = whole > 0 && columns - whole >= across / 2 ? columns : whole;
        float* target = c + (row * CRow) + column;
        float* a = A + (row * ARow) + (step * AStep);
        for (int j = 0; j < columns; j += across)
        {
            int first = Math.Min(j, columns - across);
            float* b = B + (step * BStep) + column + first;
            ThinProducts.MultiplyAcross<V>(a, ARow, AStep, rowEnd - row, b, BStep, stepEnd - step, target + first, CRow);
        }

        if (columns > 0 && !Epilogue.IsEmpty<TMap>(Bias))
        {
            int index = (int)((row * CRow) + column);
            Epilogue.BiasPerColumn<V, TMap>(target, Bias is null ? null : Bias + column, rowEnd - row, columns, CRow, Start + index, Map);
        }

        return column + columns;
    }

    private readonly void Multiply<V, TExtent>(float* c, int row, int rowEnd, int column, int columnEnd, int step, int stepEnd)
        where V : struct, ISimd<V>
        where TExtent : struct, IExtent
    {
        int length = Plan.SlabLength(Panels is null ? stepEnd - step : Plan.K);
        for (int slab = step; slab < stepEnd; slab += length)
        {
            int steps = Math.Min(length, stepEnd - slab);
            bool continues = Panels is null ? slab > step : slab > 0;
            bool ends = Panels is null ? slab + steps == stepEnd : slab + steps == Plan.K;
            Multiply<V, TExtent>(c, row, rowEnd, column, columnEnd, slab, steps, continues, ends);
        }
    }

    /// <summary>One slab of a block.</summary>
    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    private readonly void Multiply<V, TExtent>(
        float* c, int row, int rowEnd, int column, int columnEnd, int slab, int steps, bool accumulate, bool isLast)
        where V : struct, ISimd<V>
        where TExtent : struct, IExtent
    {
        int lanes = Tile.MaxVectors * V.Width;
        int rows = rowEnd - row;
        int tileRows = Tile.MaxRows<V>();
        int tiles = Blocks.Count(rows, tileRows);
        (int least, int larger) = Math.DivRem(rows, tiles);
        int most = least + 1;
        int panels = Blocks.Count(columnEnd - column, lanes);
        bool byRows = AStep == 1;
        bool packA = panels >= PassesWorthPackingA && (byRows ? ARow % Aliasing == 0 : AStep % Aliasing == 0 && V.Width < Line);
        bool packB = BLane != 1 || (tiles >= PassesWorthPackingB && !IsReadInPlace(V.Width));
        int pitchA = steps + RowGap;
        float* shared = Panels is null ? null : Panels + PanelsJob.Length(slab - Step, Plan.N);
        long lengthA = !packA ? 0 : byRows ? (long)rows * pitchA : (long)tiles * tileRows * steps;
        float* panel = Scratch.ForBlock(((long)(Panels is null ? lanes : 0) * steps) + lengthA);
        float* packedA = panel + (Panels is null ? lanes * steps : 0);
        float* edge = stackalloc float[Tile.MaxLength];

        // The only slab of a sum is added to the bias; to several slabs the bias is added last, as to the whole sum.
        float* bias = isLast && !accumulate ? Bias : null;
        float* lateBias = isLast && accumulate ? Bias : null;
        nint addendRow = accumulate ? CRow : 0;
        bool fetches = Sse.IsSupported && (long)Plan.M * Plan.N >= FarResults;
        int fetchingTiles = Sse.IsSupported && shared is not null && !Plan.SlabBySlab ? Blocks.Count(lanes, Line) : 0;

        for (int j = column; j < columnEnd; j += lanes)
        {
            int width = Math.Min(lanes, columnEnd - j);
            int vectors = Blocks.Count(width, V.Width);
            int pitch = vectors * V.Width;
            if (!TExtent.IsWhole && IsLower && j >= rowEnd)
            {
                Clear<V>(c + (row * CRow) + j, rows, width);
                continue;
            }

            float* b = B + (slab * BStep) + (j * BLane);
            StridedRows slabOfB = new(b, BStep);
            if (Panels is not null)
            {
                slabOfB = new StridedRows(shared + ((nint)j * steps), pitch);
            }
            else if (packB || width < pitch)
            {
                Panel.Pack<V>(b, BStep, BLane, steps, width, panel, pitch);
                slabOfB = new StridedRows(panel, pitch);
            }

            int offset = 0;
            int count = 0;
            for (int tile = 0; tile < tiles; tile++, offset += count)
            {
                count = tile < larger ? most : least;
                int i = row + offset;
                float* a = A + (i * ARow) + (slab * AStep);
                nint aRow = ARow;
                nint aStep = AStep;
                if (packA)
                {
                    float* packed = packedA + (byRows ? (nint)offset * pitchA : (nint)tile * tileRows * steps);
                    if (j == column && byRows)
                    {
                        Panel.Pack<V>(a, ARow, 1, count, steps, packed, pitchA);
                    }
                    else if (j == column)
                    {
                        Panel.Pack<V>(a, AStep, 1, steps, count, packed, count);
                    }

                    a = packed;
                    aRow = byRows ? pitchA : 1;
                    aStep = byRows ? 1 : count;
                }

                float* target = c + (i * CRow) + j;
                if (!TExtent.IsWhole && IsLower && j >= i + count)
                {
                    Clear<V>(target, count, width);
                    continue;
                }

                StridedRows bRows = slabOfB;
                int length = steps;
                if (!TExtent.IsWhole && Triangle == Triangle.Upper)
                {
                    int zeros = Math.Clamp(i - slab, 0, steps);
                    a += zeros * aStep;
                    bRows = slabOfB.From(zeros);
                    length -= zeros;
                }
                else if (!TExtent.IsWhole && Triangle == Triangle.Lower)
                {
                    length = Math.Clamp(i + count - slab, 0, steps);
                }

                float* addends = accumulate ? target : bias is null ? null : bias + j;
                if (fetches)
                {
                    for (int r = 0; r < count; r++)
                    {
                        // A row of two lines may begin within one.
                        float* targetRow = target + (r * CRow);
                        Sse.Prefetch1(targetRow);
                        Sse.Prefetch1(targetRow + Line);
                        Sse.Prefetch1(targetRow + width - 1);
                    }
                }

                if (width == pitch && tile < fetchingTiles && j + lanes < columnEnd)
                {
                    FetchingRows fetching = new(shared + ((nint)j * steps), pitch, ((nint)lanes * steps) + (tile * Line));
                    Tile.Multiply<V, FetchingRows>(count, vectors, a, aRow, aStep, fetching, steps, target, CRow, addends, addendRow);
                }
                else if (width == pitch)
                {
                    Tile.Multiply<V, StridedRows>(count, vectors, a, aRow, aStep, bRows, length, target, CRow, addends, addendRow);
                }
                else
                {
                    Tile.Multiply<V, StridedRows>(count, vectors, a, aRow, aStep, bRows, length, edge, pitch, null, 0);
                    CopyEdge<V>(edge, pitch, target, addends, addendRow, count, width);
                }

                if (isLast && !Epilogue.IsEmpty<TMap>(lateBias))
                {
                    int index = (int)((i * CRow) + j);
                    Epilogue.BiasPerColumn<V, TMap>(target, lateBias is null ? null : lateBias + j, count, width, CRow, Start + index, Map);
                }
            }
        }
    }

    private readonly void Clear<V>(float* target, int rows, int width)
        where V : struct, ISimd<V>
    {
        for (int r = 0; r < rows; r++, target += CRow)
        {
            Strip.Clear<V>(target, width);
        }
    }

    /// <summary>Moves a tile whose last vector sticks out of c.</summary>
    private readonly void CopyEdge<V>(float* edge, int pitch, float* target, float* addends, nint addendRow, int rows, int width)
        where V : struct, ISimd<V>
    {
        for (int r = 0; r < rows; r++, edge += pitch, target += CRow, addends += addendRow)
        {
            for (int j = 0; j < width; j += V.Width)
            {
                int count = width - j;
                V value = V.Load(in edge[j]);
                if (count >= V.Width)
                {
                    (addends is null ? value : V.Load(in addends[j]) + value).Store(ref target[j]);
                }
                else
                {
                    (addends is null ? value : V.Load(in addends[j], count) + value).Store(ref target[j], count);
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
        Epilogue.BiasPerColumn<V, TMap>(c + index, bias, 1, columns, columns, index, map);
    }
}
