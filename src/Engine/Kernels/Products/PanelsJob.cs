namespace Adjoint.Kernels;

/// <summary>Packs a slab of b into the panels that all blocks of rows read: panel after panel, each of all steps; a block is one panel.</summary>
internal readonly unsafe struct PanelsJob(float* b, nint step, nint lane, int steps, int columns, float* panels) : IJob
{
    /// <summary>The columns of a block: a panel of the widest vectors, several of narrower ones.</summary>
    public const int BlockColumns = 32;

    /// <summary>The floats of all panels.</summary>
    public static long Length(int steps, int columns) => (long)steps * Blocks.Count(columns, BlockColumns) * BlockColumns;

    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int lanes = Tile.MaxVectors * V.Width;
        int end = Math.Min((block + 1) * BlockColumns, columns);
        for (int j = block * BlockColumns; j < end; j += lanes)
        {
            int width = Math.Min(lanes, end - j);
            int pitch = Blocks.Count(width, V.Width) * V.Width;
            Panel.Pack<V>(b + (j * lane), step, lane, steps, width, panels + ((nint)j * steps), pitch);
        }
    }
}
