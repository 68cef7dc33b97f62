// Tiling. A step only moves memory, so each block is a number of whole runs of about 32 KB, copied by the runtime's own copy. An
// advance is cut into blocks of 8192 elements; the largest change of each is kept, and the largest of these does not depend on order.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// What a loop does between its steps: one step's item of a sequence [outer, length, inner] as a value of its own, [outer, inner], and
/// back, and a state that goes on until it settles.
/// </summary>
public static unsafe class Steps
{
    private const int BlockBytes = 32768;

    /// <summary>item[o, i] = sequence[o, step, i].</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="sequence">The sequence, [outer, length, inner].</param>
    /// <param name="item">The step's item, [outer, inner], apart from the sequence.</param>
    /// <param name="outer">The size of the axes before the sequence's own.</param>
    /// <param name="length">The length of the sequence.</param>
    /// <param name="inner">The size of the axes behind the sequence's own.</param>
    /// <param name="step">The position of the item.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step, or a size is negative.</exception>
    public static void Take(Threads threads, ReadOnlySpan<float> sequence, Span<float> item, int outer, int length, int inner, int step) =>
        TakeAny(threads, sequence, item, outer, length, inner, step);

    /// <inheritdoc cref="Take(Threads, ReadOnlySpan{float}, Span{float}, int, int, int, int)"/>
    public static void Take(Threads threads, ReadOnlySpan<int> sequence, Span<int> item, int outer, int length, int inner, int step) =>
        TakeAny(threads, sequence, item, outer, length, inner, step);

    /// <summary>sequence[o, step, i] = item[o, i].</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="item">The step's item, [outer, inner].</param>
    /// <param name="sequence">The sequence, [outer, length, inner], apart from the item; its other steps keep their values.</param>
    /// <param name="outer">The size of the axes before the sequence's own.</param>
    /// <param name="length">The length of the sequence.</param>
    /// <param name="inner">The size of the axes behind the sequence's own.</param>
    /// <param name="step">The position of the item.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step, or a size is negative.</exception>
    public static void Put(Threads threads, ReadOnlySpan<float> item, Span<float> sequence, int outer, int length, int inner, int step)
    {
        Check<float>(threads, sequence, item, outer, length, inner, step);
        fixed (float* itemStart = item)
        fixed (float* start = sequence)
        {
            Run(threads, itemStart, start + ((nint)step * inner), outer, inner, (nint)length * inner, inner);
        }
    }

    /// <summary>state[i] = next[i].</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="next">What the state becomes.</param>
    /// <param name="state">The state, apart from the other.</param>
    /// <returns>The largest |next[i] − state[i]|: 0 for nothing, NaN when one of the differences is.</returns>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static float Advance(Threads threads, ReadOnlySpan<float> next, Span<float> state)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Length(next, state.Length, nameof(next));
        Require.Apart<float, float>(next, state, nameof(next));
        int blocks = Blocks.Count(state.Length, AdvanceJob.BlockLength);
        float* changes = Scratch.ForJob(blocks);
        fixed (float* from = next)
        fixed (float* to = state)
        {
            AdvanceJob job = new(from, to, state.Length, changes);
            threads.Run(ref job, blocks, 4L * state.Length);
        }

        float largest = 0;
        for (int block = 0; block < blocks; block++)
        {
            largest = Math.Max(largest, changes[block]);
        }

        return largest;
    }

    private static void TakeAny<T>(Threads threads, ReadOnlySpan<T> sequence, Span<T> item, int outer, int length, int inner, int step)
        where T : unmanaged
    {
        Check(threads, sequence, item, outer, length, inner, step);
        fixed (T* start = sequence)
        fixed (T* itemStart = item)
        {
            Run(threads, start + ((nint)step * inner), itemStart, outer, (nint)length * inner, inner, inner);
        }
    }

    private static void Check<T>(Threads threads, ReadOnlySpan<T> sequence, ReadOnlySpan<T> item, int outer, int length, int inner, int step)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Shape(outer, length, inner);
        Require.Length(sequence, Require.Product(outer, length, inner), nameof(sequence));
        Require.Length(item, (long)outer * inner, nameof(item));
        Require.Apart(item, sequence, nameof(item));
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, length);
    }

    private static void Run<T>(Threads threads, T* from, T* to, int outer, nint fromStride, nint toStride, int inner)
        where T : unmanaged
    {
        int runsPerBlock = (int)Math.Max(1, BlockBytes / Math.Max(1, (long)inner * sizeof(T)));
        Job<T> job = new(from, to, outer, fromStride, toStride, inner, runsPerBlock);
        threads.Run(ref job, Blocks.Count(outer, runsPerBlock), sizeof(T) * (long)outer * inner);
    }

    private readonly struct Job<T>(T* from, T* to, int outer, nint fromStride, nint toStride, int inner, int runsPerBlock) : IJob
        where T : unmanaged
    {
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int end = Math.Min(outer, (block + 1) * runsPerBlock);
            for (int o = block * runsPerBlock; o < end; o++)
            {
                new ReadOnlySpan<T>(from + (o * fromStride), inner).CopyTo(new Span<T>(to + (o * toStride), inner));
            }
        }
    }

    private readonly struct AdvanceJob(float* next, float* state, int length, float* changes) : IJob
    {
        public const int BlockLength = 8192;

        [MethodImpl(HotLoop.Options)]
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int i = block * BlockLength;
            int end = (int)Math.Min((long)length, (long)i + BlockLength);
            V largest = V.Zero;
            for (; i <= end - V.Width; i += V.Width)
            {
                V value = V.Load(in next[i]);
                largest = V.Max(largest, V.Abs(value - V.Load(in state[i])));
                value.Store(ref state[i]);
            }

            if (i < end)
            {
                V value = V.Load(in next[i], end - i);
                largest = V.Max(largest, V.Abs(value - V.Load(in state[i], end - i)));
                value.Store(ref state[i], end - i);
            }

            changes[block] = V.Max(largest);
        }
    }
}
