namespace Adjoint;

/// <summary>
/// What a generated program needs besides its arguments: the arena that its memory plan cuts into buffers, and the threads that
/// it runs on. One workspace serves one program at a time; its contents between calls are unspecified.
/// </summary>
public sealed class Workspace
{
    private readonly AlignedBuffer _arena;

    /// <summary>Allocates an arena.</summary>
    /// <param name="floats">The size of the arena, which the model's description states exactly for each batch size.</param>
    /// <param name="threads">The threads to run on; the shared ones when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative or above what one array can hold; a smaller batch needs less.</exception>
    public Workspace(long floats, Threads? threads = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(floats);
        if (floats > AlignedBuffer.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(floats),
                floats,
                $"An arena of {floats} floats was asked for, and there can be {AlignedBuffer.MaxLength} at most. A smaller batch needs fewer.");
        }

        _arena = new AlignedBuffer(floats);
        Threads = threads ?? Threads.Shared;
    }

    /// <summary>The arena: zeroed when new, and aligned to 64 bytes.</summary>
    public Span<float> Arena => _arena.Span;

    /// <summary>As much of the arena as a program needs.</summary>
    /// <param name="floats">The size, by the model's description.</param>
    /// <exception cref="ArgumentException">The arena is smaller.</exception>
    public Span<float> Take(long floats) => floats >= 0 && floats <= _arena.Length
        ? _arena.Span[..(int)floats]
        : throw new ArgumentException(
            $"The program needs an arena of {floats} floats for this batch, but the workspace has {_arena.Length}; the model's Description gives the size.", nameof(floats));

    /// <summary>The size of the arena in bytes.</summary>
    public long Bytes => (long)_arena.Length * sizeof(float);

    /// <summary>The threads that programs run on.</summary>
    public Threads Threads { get; }
}
