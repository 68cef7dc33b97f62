namespace Adjoint;

/// <summary>Some of the samples of a batch, and what a program needs to work on them. A view of memory owned elsewhere.</summary>
/// <remarks>
/// A program whose samples are independent of each other works on a few at a time (GPipe, Huang et al. 2019, gives them their name), so
/// that values stay in the cache between the statement that writes and the one that reads them.
/// </remarks>
public readonly ref struct MicroBatch
{
    /// <summary>The whole batch.</summary>
    public required Batch Batch { get; init; }

    /// <summary>The first of the samples.</summary>
    public required int First { get; init; }

    /// <summary>The number of samples.</summary>
    public required int Count { get; init; }

    /// <summary>The parameter buffer.</summary>
    public required ReadOnlySpan<float> Parameters { get; init; }

    /// <summary>The running state, which no sample changes.</summary>
    public required ReadOnlySpan<float> State { get; init; }

    /// <summary>The arena, as large as the program's formula says for <see cref="Count"/> samples.</summary>
    public required Span<float> Arena { get; init; }

    /// <summary>The threads to run on.</summary>
    public required Threads Threads { get; init; }
}
