namespace Adjoint.Kernels;

/// <summary>
/// Packs steps of b into the panels that all blocks of rows read: slab after slab, in each panel after panel. What lies side by side is read
/// so: where the lanes do, a block is some steps of all panels, whose pages stay at hand; where the steps do, it is one panel of one slab.
/// </summary>
internal readonly unsafe struct PanelsJob(float* b, nint step, nint lane, int steps, int slabLength, int columns, float* panels) : IJob
{
    /// <summary>The columns of a block: a panel of the widest vectors, several of narrower ones.</summary>
    public const int BlockColumns = 32;

    private const int BlockSteps = 32;

    /// <summary>The number of blocks.</summary>
    public int BlockCount => Blocks.Count(steps, slabLength) * BlocksOfSlab;

    private int BlocksOfSlab => lane == 1 ? Blocks.Count(slabLength, BlockSteps) : Blocks.Count(columns, BlockColumns);

    /// <summary>The floats of all panels.</summary>
    public static long Length(int steps, int columns) => (long)steps * Blocks.Count(columns, BlockColumns) * BlockColumns;

    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int slab = block / BlocksOfSlab * slabLength;
        int length = Math.Min(slabLength, steps - slab);
        int part = block % BlocksOfSlab;
        if (lane == 1)
        {
            int first = part * BlockSteps;
            Pack<V>(slab, length, first, Math.Clamp(length - first, 0, BlockSteps), 0, columns);
        }
        else
        {
            int column = part * BlockColumns;
            Pack<V>(slab, length, 0, length, column, Math.Min(column + BlockColumns, columns));
        }
    }

    private void Pack<V>(int slab, int length, int first, int count, int column, int columnEnd)
        where V : struct, ISimd<V>
    {
        float* source = b + ((slab + first) * step);
        float* target = panels + Length(slab, columns);
        int lanes = Tile.MaxVectors * V.Width;
        for (int j = column; j < columnEnd; j += lanes)
        {
            int width = Math.Min(lanes, columnEnd - j);
            int pitch = Blocks.Count(width, V.Width) * V.Width;
            Panel.Pack<V>(source + (j * lane), step, lane, count, width, target + ((nint)j * length) + ((nint)first * pitch), pitch);
        }
    }
}
