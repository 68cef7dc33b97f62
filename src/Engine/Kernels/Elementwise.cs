// Tiling. An element-wise pass is bound by memory, so the loop only has to keep loads in flight: one vector per turn, blocks of
// 8192 elements (32 KB per operand) which stay in the first-level cache when an operator makes its result in place, and a last
// partial vector by masked load and store instead of a scalar loop, so that an operator is compiled once per width.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// Element-wise passes: <c>result[i] = op(a[i], b[i] …)</c>. The result may be one of the inputs exactly. NaN and infinities follow
/// the operator; an empty result is allowed.
/// </summary>
public static unsafe class Elementwise
{
    private const int BlockLength = 8192;

    /// <summary>A guess between an addition, bound by memory, and an exponential.</summary>
    private const int CostPerElement = 12;

    /// <summary>Fills the result by an operator on no input.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    public static void Map<TOp>(Threads threads, Span<float> result, TOp op = default)
        where TOp : struct, IMap0
    {
        ArgumentNullException.ThrowIfNull(threads);
        fixed (float* start = result)
        {
            Job0<TOp> job = new(start, result.Length, op);
            Run(threads, ref job, result.Length);
        }
    }

    /// <summary>Fills the result by an operator on one input.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, as long as the result.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or an input overlaps the result in part.</exception>
    public static void Map<TOp>(Threads threads, ReadOnlySpan<float> a, Span<float> result, TOp op = default)
        where TOp : struct, IMap1
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(a, result, nameof(a));
        fixed (float* aStart = a)
        fixed (float* start = result)
        {
            Job1<TOp> job = new(aStart, start, result.Length, op);
            Run(threads, ref job, result.Length);
        }
    }

    /// <summary>Fills the result by an operator on two inputs.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, as long as the result.</param>
    /// <param name="b">The second input, as long as the result.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or an input overlaps the result in part.</exception>
    public static void Map<TOp>(Threads threads, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result, TOp op = default)
        where TOp : struct, IMap2
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(a, result, nameof(a));
        Check(b, result, nameof(b));
        fixed (float* aStart = a)
        fixed (float* bStart = b)
        fixed (float* start = result)
        {
            Job2<TOp> job = new(aStart, bStart, start, result.Length, op);
            Run(threads, ref job, result.Length);
        }
    }

    /// <summary>Fills the result by an operator on three inputs.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, as long as the result.</param>
    /// <param name="b">The second input, as long as the result.</param>
    /// <param name="c">The third input, as long as the result.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or an input overlaps the result in part.</exception>
    public static void Map<TOp>(
        Threads threads,
        ReadOnlySpan<float> a,
        ReadOnlySpan<float> b,
        ReadOnlySpan<float> c,
        Span<float> result,
        TOp op = default)
        where TOp : struct, IMap3
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(a, result, nameof(a));
        Check(b, result, nameof(b));
        Check(c, result, nameof(c));
        fixed (float* aStart = a)
        fixed (float* bStart = b)
        fixed (float* cStart = c)
        fixed (float* start = result)
        {
            Job3<TOp> job = new(aStart, bStart, cStart, start, result.Length, op);
            Run(threads, ref job, result.Length);
        }
    }

    /// <summary>Fills the result by an operator on four inputs.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, as long as the result.</param>
    /// <param name="b">The second input, as long as the result.</param>
    /// <param name="c">The third input, as long as the result.</param>
    /// <param name="d">The fourth input, as long as the result.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or an input overlaps the result in part.</exception>
    public static void Map<TOp>(
        Threads threads,
        ReadOnlySpan<float> a,
        ReadOnlySpan<float> b,
        ReadOnlySpan<float> c,
        ReadOnlySpan<float> d,
        Span<float> result,
        TOp op = default)
        where TOp : struct, IMap4
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(a, result, nameof(a));
        Check(b, result, nameof(b));
        Check(c, result, nameof(c));
        Check(d, result, nameof(d));
        fixed (float* aStart = a)
        fixed (float* bStart = b)
        fixed (float* cStart = c)
        fixed (float* dStart = d)
        fixed (float* start = result)
        {
            Job4<TOp> job = new(aStart, bStart, cStart, dStart, start, result.Length, op);
            Run(threads, ref job, result.Length);
        }
    }

    private static void Check(ReadOnlySpan<float> input, ReadOnlySpan<float> result, string name)
    {
        Require.Length(input, result.Length, name);
        Require.SameOrApart(input, result, name);
    }

    private static void Run<TJob>(Threads threads, ref TJob job, int length)
        where TJob : struct, IJob =>
        threads.Run(ref job, Blocks.Count(length, BlockLength), (long)length * CostPerElement);

    private readonly struct Job0<TOp>(float* result, int length, TOp op) : IJob
        where TOp : struct, IMap0
    {
        [MethodImpl(HotLoop.Options)]
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int i = block * BlockLength;
            int end = Math.Min(i + BlockLength, length);
            for (; i <= end - V.Width; i += V.Width)
            {
                op.Invoke<V>(i).Store(ref result[i]);
            }

            int rest = end - i;
            if (rest > 0)
            {
                op.Invoke<V>(i).Store(ref result[i], rest);
            }
        }
    }

    private readonly struct Job1<TOp>(float* a, float* result, int length, TOp op) : IJob
        where TOp : struct, IMap1
    {
        [MethodImpl(HotLoop.Options)]
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int i = block * BlockLength;
            int end = Math.Min(i + BlockLength, length);
            for (; i <= end - V.Width; i += V.Width)
            {
                op.Invoke<V>(V.Load(in a[i]), i).Store(ref result[i]);
            }

            int rest = end - i;
            if (rest > 0)
            {
                op.Invoke<V>(V.Load(in a[i], rest), i).Store(ref result[i], rest);
            }
        }
    }

    private readonly struct Job2<TOp>(float* a, float* b, float* result, int length, TOp op) : IJob
        where TOp : struct, IMap2
    {
        [MethodImpl(HotLoop.Options)]
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int i = block * BlockLength;
            int end = Math.Min(i + BlockLength, length);
            for (; i <= end - V.Width; i += V.Width)
            {
                op.Invoke<V>(V.Load(in a[i]), V.Load(in b[i]), i).Store(ref result[i]);
            }

            int rest = end - i;
            if (rest > 0)
            {
                op.Invoke<V>(V.Load(in a[i], rest), V.Load(in b[i], rest), i).Store(ref result[i], rest);
            }
        }
    }

    private readonly struct Job3<TOp>(float* a, float* b, float* c, float* result, int length, TOp op) : IJob
        where TOp : struct, IMap3
    {
        [MethodImpl(HotLoop.Options)]
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int i = block * BlockLength;
            int end = Math.Min(i + BlockLength, length);
            for (; i <= end - V.Width; i += V.Width)
            {
                op.Invoke<V>(V.Load(in a[i]), V.Load(in b[i]), V.Load(in c[i]), i).Store(ref result[i]);
            }

            int rest = end - i;
            if (rest > 0)
            {
                op.Invoke<V>(V.Load(in a[i], rest), V.Load(in b[i], rest), V.Load(in c[i], rest), i).Store(ref result[i], rest);
            }
        }
    }

    private readonly struct Job4<TOp>(float* a, float* b, float* c, float* d, float* result, int length, TOp op) : IJob
        where TOp : struct, IMap4
    {
        [MethodImpl(HotLoop.Options)]
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int i = block * BlockLength;
            int end = Math.Min(i + BlockLength, length);
            for (; i <= end - V.Width; i += V.Width)
            {
                op.Invoke<V>(V.Load(in a[i]), V.Load(in b[i]), V.Load(in c[i]), V.Load(in d[i]), i).Store(ref result[i]);
            }

            int rest = end - i;
            if (rest > 0)
            {
                op.Invoke<V>(
                    V.Load(in a[i],
                    rest),
                    V.Load(in b[i],
                    rest),
                    V.Load(in c[i],
                    rest),
                    V.Load(in d[i],
                    rest),
                    i).Store(ref result[i], rest);
            }
        }
    }
}
