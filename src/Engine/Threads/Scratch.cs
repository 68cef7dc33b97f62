namespace Adjoint;

/// <summary>
/// Memory for what a kernel packs, one set per thread, kept from call to call so that a warm kernel allocates nothing. The set has
/// two parts: what one block uses, and what the caller shares with all blocks of its job.
/// </summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static AlignedBuffer? _block;

    [ThreadStatic]
    private static AlignedBuffer? _job;

    /// <summary>Memory for the block that runs on this thread; its contents are unspecified.</summary>
    public static float* ForBlock(int floats) => Take(ref _block, floats);

    /// <summary>Memory for the job that this thread is about to start; its contents are unspecified.</summary>
    public static float* ForJob(int floats) => Take(ref _job, floats);

    private static float* Take(ref AlignedBuffer? buffer, int floats)
    {
        if (buffer is null || buffer.Length < floats)
        {
            buffer = new AlignedBuffer(Math.Max(floats, 2L * (buffer?.Length ?? 0)));
        }

        return buffer.Pointer;
    }
}
