namespace Adjoint;

/// <summary>
/// Memory for what a kernel packs, one set per thread, kept from call to call so that a warm kernel allocates nothing. The set has
/// two parts: what one block uses, and what the caller shares with all blocks of its job. Sizes are 64-bit, so that a product of sizes
/// which no buffer can hold is refused instead of wrapping around to a small one.
/// </summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static AlignedBuffer? _block;

    [ThreadStatic]
    private static AlignedBuffer? _job;

    /// <summary>Memory for the block that runs on this thread; its contents are unspecified.</summary>
    public static float* ForBlock(long floats) => Take(ref _block, floats);

    /// <summary>Memory for the job that this thread is about to start; its contents are unspecified.</summary>
    public static float* ForJob(long floats) => Take(ref _job, floats);

    private static float* Take(ref AlignedBuffer? buffer, long floats)
    {
        if (buffer is null || buffer.Length < floats)
        {
            // Doubling stops at what a buffer can hold; only a need beyond that is refused.
            long doubled = Math.Min(2L * (buffer?.Length ?? 0), AlignedBuffer.MaxLength);
            buffer = new AlignedBuffer(Math.Max(floats, doubled));
        }

        return buffer.Pointer;
    }
}
