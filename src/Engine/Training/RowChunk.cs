namespace Adjoint;

/// <summary>How many rows evaluation and prediction take at once.</summary>
internal static class RowChunk
{
    private const int MaximumRows = 1024;
    private const long MaximumBytes = 32L << 20;

    /// <summary>
    /// The largest power of two, up to 1024, whose arena stays below 32 MB; at least 1. It depends on the model alone, so results
    /// that are summed over chunks do not depend on the machine.
    /// </summary>
    public static int For(MemoryFormula memory)
    {
        int rows = MaximumRows;
        while (rows > 1 && memory.BytesFor(rows) > MaximumBytes)
        {
            rows /= 2;
        }

        return rows;
    }
}
