using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Adjoint.Kernels;

/// <summary>
/// Kernels that move elements and change none of them. A tensor is seen as [outer, size, inner] around the axis that a kernel works
/// along; an empty result is allowed.
/// </summary>
public static unsafe class Layout
{
    /// <summary>More elements than any span has.</summary>
    private const long BeyondSpans = 1L << 31;

    /// <summary>y has the axes of x in another order: axis i of y is axis order[i] of x.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The input.</param>
    /// <param name="y">The result, apart from the input.</param>
    /// <param name="sizes">The sizes of the input's axes, as many as the order has.</param>
    /// <param name="order">For each axis of the result, the axis of the input that it is.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, an axis is missing in the order, or the spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public static void Permute<T>(Threads threads, ReadOnlySpan<T> x, Span<T> y, Sizes sizes, ReadOnlySpan<byte> order)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(threads);
        CheckOrder(order);
        ReadOnlySpan<int> axisSizes = ((ReadOnlySpan<int>)sizes)[..order.Length];
        long length = 1;
        foreach (int size in axisSizes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(sizes));
            length = Math.Min(length, BeyondSpans) * size;
        }

        Require.Length(x, length, nameof(x));
        Require.Length<T>(y, length, nameof(y));
        Require.Apart<T, T>(x, y, nameof(x));
        if (length == 0)
        {
            return;
        }

        PermuteAxis* axes = stackalloc PermuteAxis[Sizes.MaxRank];
        fixed (T* xStart = x)
        fixed (T* yStart = y)
        {
            PermuteJob<T> job = new(xStart, yStart, axes, axisSizes, order);
            threads.Run(ref job, job.BlockCount, length);
        }
    }

    /// <summary>y[o, s, i] = x[o, start + s, i] for s &lt; length.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The input, [outer, size, inner].</param>
    /// <param name="y">The result, [outer, length, inner], apart from the input or in its place: then it begins where the input does.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="size">The input's positions along the axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="start">The first position that is taken.</param>
    /// <param name="length">The number of positions that are taken.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The positions are not among the input's.</exception>
    public static void Slice<T>(Threads threads, ReadOnlySpan<T> x, Span<T> y, int outer, int size, int inner, int start, int length)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(threads);
        CheckRun(x, y, outer, size, inner, start, length, nameof(x), nameof(y), mayBeInPlace: true);
        if (BeginTogether(x, y))
        {
            MoveUp(y, outer, size * inner, inner, [start, length]);
            return;
        }

        fixed (T* xStart = x)
        fixed (T* yStart = y)
        {
            RunCopyJob<T> job = new(xStart + ((nint)start * inner), size * inner, yStart, length * inner, length * inner, outer);
            threads.Run(ref job, job.BlockCount, y.Length);
        }
    }

    /// <summary>y[o] = the runs of x[o], one after the other.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The input, [outer, size, inner].</param>
    /// <param name="y">The result, [outer, length of all runs, inner], apart from the input or in its place: then it begins where the input does.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="size">The input's positions along the axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="runs">The first position and the length of each run, ascending and apart.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, the runs don't ascend or are no pairs, or the spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The positions are not among the input's.</exception>
    public static void Take<T>(Threads threads, ReadOnlySpan<T> x, Span<T> y, int outer, int size, int inner, ReadOnlySpan<int> runs)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(threads);
        if (runs.Length % 2 != 0)
        {
            throw new ArgumentException($"Expected a first position and a length for each run, found {runs.Length} numbers.", nameof(runs));
        }

        (int end, int total) = (0, 0);
        for (int i = 0; i + 1 < runs.Length; i += 2)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(runs[i + 1], nameof(runs));
            if (runs[i] < end)
            {
                throw new ArgumentException($"Expected ascending runs, found one at {runs[i]} behind one that ends at {end}.", nameof(runs));
            }

            end = checked(runs[i] + runs[i + 1]);
            total += runs[i + 1];
        }

        CheckRun(x, y, outer, size, inner, end - total, total, nameof(x), nameof(y), mayBeInPlace: true);
        if (BeginTogether(x, y))
        {
            MoveUp(y, outer, size * inner, inner, runs);
            return;
        }

        fixed (T* xStart = x)
        fixed (T* yStart = y)
        {
            T* target = yStart;
            for (int i = 0; i + 1 < runs.Length; i += 2)
            {
                int length = runs[i + 1] * inner;
                RunCopyJob<T> job = new(xStart + ((nint)runs[i] * inner), size * inner, target, total * inner, length, outer);
                threads.Run(ref job, job.BlockCount, (long)outer * length);
                target += length;
            }
        }
    }

    /// <summary>y[o, start + s, i] = x[o, s, i] for s &lt; length; the other elements of y stay as they are.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The input, [outer, length, inner].</param>
    /// <param name="y">The result, [outer, size, inner], apart from the input.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="size">The result's positions along the axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="start">The first position that is written.</param>
    /// <param name="length">The number of positions that are written.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The positions are not among the result's.</exception>
    public static void Insert<T>(Threads threads, ReadOnlySpan<T> x, Span<T> y, int outer, int size, int inner, int start, int length)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(threads);
        CheckRun<T>(y, x, outer, size, inner, start, length, nameof(y), nameof(x));
        fixed (T* xStart = x)
        fixed (T* yStart = y)
        {
            RunCopyJob<T> job = new(xStart, length * inner, yStart + ((nint)start * inner), size * inner, length * inner, outer);
            threads.Run(ref job, job.BlockCount, x.Length);
        }
    }

    /// <summary>y[o, start + s, i] = x[o, s, i] for s &lt; length; the other elements of y become zero.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The input, [outer, length, inner].</param>
    /// <param name="y">The result, [outer, size, inner], apart from the input.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="size">The result's positions along the axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="start">The number of positions with zeros before the input's.</param>
    /// <param name="length">The input's positions along the axis.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The positions are not among the result's.</exception>
    public static void Pad<T>(Threads threads, ReadOnlySpan<T> x, Span<T> y, int outer, int size, int inner, int start, int length)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(threads);
        CheckRun<T>(y, x, outer, size, inner, start, length, nameof(y), nameof(x));
        fixed (T* xStart = x)
        fixed (T* yStart = y)
        {
            PadJob<T> job = new(xStart, yStart, size * inner, start * inner, length * inner, outer);
            threads.Run(ref job, job.BlockCount, y.Length);
        }
    }

    /// <summary>y[o, s, i] = x[o, size − 1 − s, i].</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The input, [outer, size, inner].</param>
    /// <param name="y">The result, [outer, size, inner], apart from the input.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="size">The positions along the axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Flip<T>(Threads threads, ReadOnlySpan<T> x, Span<T> y, int outer, int size, int inner)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(threads);
        CheckRun(x, y, outer, size, inner, 0, size, nameof(x), nameof(y));
        fixed (T* xStart = x)
        fixed (T* yStart = y)
        {
            FlipJob<T> job = new(xStart, yStart, outer, size, inner);
            threads.Run(ref job, job.BlockCount, y.Length);
        }
    }

    private static void CheckOrder(ReadOnlySpan<byte> order)
    {
        int seen = 0;
        foreach (byte axis in order)
        {
            seen |= axis < order.Length ? 1 << axis : 0;
        }

        if (order.Length > Sizes.MaxRank || seen != (1 << order.Length) - 1)
        {
            throw new ArgumentException(
                $"Expected an order of at most {Sizes.MaxRank} axes with each of them once, found [{string.Join(", ", order.ToArray())}].", nameof(order));
        }
    }

    /// <summary>Checks a whole [outer, size, inner] and a part of it, [outer, length, inner] from start on.</summary>
    private static void CheckRun<T>(
        ReadOnlySpan<T> whole,
        ReadOnlySpan<T> part,
        int outer,
        int size,
        int inner,
        int start,
        int length,
        string wholeName,
        string partName,
        bool mayBeInPlace = false)
        where T : unmanaged
    {
        Require.Shape(outer, size, inner);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if ((long)start + length > size)
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"Expected {length} positions among {size}, found them to begin at {start}.");
        }

        Require.Length(whole, Require.Product(outer, size, inner), wholeName);
        Require.Length(part, Require.Product(outer, length, inner), partName);
        if (!mayBeInPlace || !BeginTogether(whole, part))
        {
            Require.Apart<T, T>(whole, part, wholeName);
        }
    }

    private static bool BeginTogether<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged =>
        !x.IsEmpty && !y.IsEmpty && Unsafe.AreSame(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y));

    /// <summary>Moves the runs of each row to their places from the beginning on. No run goes behind where it was, so one after the other meets its elements as they were.</summary>
    private static void MoveUp<T>(Span<T> values, int outer, int row, int inner, ReadOnlySpan<int> runs)
        where T : unmanaged
    {
        ref T start = ref MemoryMarshal.GetReference(values);
        nint target = 0;
        for (nint o = 0; o < outer; o++)
        {
            for (int i = 0; i + 1 < runs.Length; i += 2)
            {
                int length = runs[i + 1] * inner;
                Span<T> run = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref start, (o * row) + ((nint)runs[i] * inner)), length);
                run.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref start, target), length));
                target += length;
            }
        }
    }
}
