namespace Adjoint.Kernels;

/// <summary>
/// Element-wise passes: <c>result[i] = op(a[i], b[i] …)</c>. The result may be one of the inputs exactly. NaN and infinities follow
/// the operator; an empty result is allowed.
/// </summary>
public static unsafe class Elementwise
{
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
            FlatJob0<TOp> job = new(start, result.Length, op);
            Run(threads, ref job, result.Length);
        }
    }

    /// <summary>Fills the result by an operator on one input.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, as long as the result or repeated.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">The lengths differ, a repeated input doesn't come out even, or an input overlaps the result in part.</exception>
    public static void Map<TOp>(Threads threads, Operand a, Span<float> result, TOp op = default)
        where TOp : struct, IMap1
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(a, result, nameof(a));
        int rowLength = RowLength.Of(result.Length, a);
        fixed (float* aStart = a.Values)
        fixed (float* start = result)
        {
            if (rowLength == 0)
            {
                FlatJob1<TOp> job = new(aStart, start, result.Length, op);
                Run(threads, ref job, result.Length);
                return;
            }

            RepeatingJob<OneOfFour<TOp>> rows = new(
                new Repeats(aStart, a.Values.Length, a.Each), default, default, default, start, result.Length, rowLength, new OneOfFour<TOp>(op));
            threads.Run(ref rows, rows.BlockCount, (long)result.Length * CostPerElement);
        }
    }

    /// <summary>Fills the result by an operator on two inputs.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, as long as the result or repeated.</param>
    /// <param name="b">The second input, as long as the result or repeated.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">The lengths differ, a repeated input doesn't come out even, or an input overlaps the result in part.</exception>
    public static void Map<TOp>(Threads threads, Operand a, Operand b, Span<float> result, TOp op = default)
        where TOp : struct, IMap2
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(a, result, nameof(a));
        Check(b, result, nameof(b));
        int rowLength = RowLength.Of(result.Length, a, b);
        fixed (float* aStart = a.Values)
        fixed (float* bStart = b.Values)
        fixed (float* start = result)
        {
            if (rowLength == 0)
            {
                FlatJob2<TOp> job = new(aStart, bStart, start, result.Length, op);
                Run(threads, ref job, result.Length);
                return;
            }

            RepeatingJob<TwoOfFour<TOp>> rows = new(
                new Repeats(aStart, a.Values.Length, a.Each), new Repeats(bStart, b.Values.Length, b.Each), default, default, start, result.Length, rowLength, new TwoOfFour<TOp>(op));
            threads.Run(ref rows, rows.BlockCount, (long)result.Length * CostPerElement);
        }
    }

    /// <summary>Fills the result by an operator on three inputs.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, as long as the result or repeated.</param>
    /// <param name="b">The second input, as long as the result or repeated.</param>
    /// <param name="c">The third input, as long as the result or repeated.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">The lengths differ, a repeated input doesn't come out even, or an input overlaps the result in part.</exception>
    public static void Map<TOp>(
        Threads threads,
        Operand a,
        Operand b,
        Operand c,
        Span<float> result,
        TOp op = default)
        where TOp : struct, IMap3
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(a, result, nameof(a));
        Check(b, result, nameof(b));
        Check(c, result, nameof(c));
        int rowLength = RowLength.Of(result.Length, a, b, c);
        fixed (float* aStart = a.Values)
        fixed (float* bStart = b.Values)
        fixed (float* cStart = c.Values)
        fixed (float* start = result)
        {
            if (rowLength == 0)
            {
                FlatJob3<TOp> job = new(aStart, bStart, cStart, start, result.Length, op);
                Run(threads, ref job, result.Length);
                return;
            }

            RepeatingJob<ThreeOfFour<TOp>> rows = new(
                new Repeats(aStart, a.Values.Length, a.Each), new Repeats(bStart, b.Values.Length, b.Each), new Repeats(cStart, c.Values.Length, c.Each), default, start, result.Length, rowLength, new ThreeOfFour<TOp>(op));
            threads.Run(ref rows, rows.BlockCount, (long)result.Length * CostPerElement);
        }
    }

    /// <summary>Fills the result by an operator on four inputs.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, as long as the result or repeated.</param>
    /// <param name="b">The second input, as long as the result or repeated.</param>
    /// <param name="c">The third input, as long as the result or repeated.</param>
    /// <param name="d">The fourth input, as long as the result or repeated.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">The lengths differ, a repeated input doesn't come out even, or an input overlaps the result in part.</exception>
    public static void Map<TOp>(
        Threads threads,
        Operand a,
        Operand b,
        Operand c,
        Operand d,
        Span<float> result,
        TOp op = default)
        where TOp : struct, IMap4
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(a, result, nameof(a));
        Check(b, result, nameof(b));
        Check(c, result, nameof(c));
        Check(d, result, nameof(d));
        int rowLength = RowLength.Of(result.Length, a, b, c, d);
        fixed (float* aStart = a.Values)
        fixed (float* bStart = b.Values)
        fixed (float* cStart = c.Values)
        fixed (float* dStart = d.Values)
        fixed (float* start = result)
        {
            if (rowLength == 0)
            {
                FlatJob4<TOp> job = new(aStart, bStart, cStart, dStart, start, result.Length, op);
                Run(threads, ref job, result.Length);
                return;
            }

            RepeatingJob<TOp> rows = new(
                new Repeats(aStart, a.Values.Length, a.Each), new Repeats(bStart, b.Values.Length, b.Each), new Repeats(cStart, c.Values.Length, c.Each), new Repeats(dStart, d.Values.Length, d.Each), start, result.Length, rowLength, op);
            threads.Run(ref rows, rows.BlockCount, (long)result.Length * CostPerElement);
        }
    }

    private static void Check(Operand input, ReadOnlySpan<float> result, string name)
    {
        if (input.Each == 0)
        {
            Require.Length(input.Values, result.Length, name);
            Require.SameOrApart(input.Values, result, name);
            return;
        }

        Require.Multiple(result.Length, input.Values.Length, input.Each, name);
        Require.Apart(input.Values, result, name);
    }

    private static void Run<TJob>(Threads threads, ref TJob job, int length)
        where TJob : struct, IJob =>
        threads.Run(ref job, Blocks.Count(length, FlatJob.BlockLength), (long)length * CostPerElement);
}
