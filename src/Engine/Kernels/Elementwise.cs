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

            RepeatingJob<OfOne<TOp>> rows = new(new RowOperands(Repeats.Of(aStart, a)), default, start, result.Length, rowLength, new OfOne<TOp>(op));
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

            RepeatingJob<OfTwo<TOp>> rows = new(new RowOperands(Repeats.Of(aStart, a), Repeats.Of(bStart, b)), default, start, result.Length, rowLength, new OfTwo<TOp>(op));
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

            RepeatingJob<OfThree<TOp>> rows = new(new RowOperands(Repeats.Of(aStart, a), Repeats.Of(bStart, b), Repeats.Of(cStart, c)), default, start, result.Length, rowLength, new OfThree<TOp>(op));
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

            RepeatingJob<OfFour<TOp>> rows = new(new RowOperands(Repeats.Of(aStart, a), Repeats.Of(bStart, b), Repeats.Of(cStart, c), Repeats.Of(dStart, d)), default, start, result.Length, rowLength, new OfFour<TOp>(op));
            threads.Run(ref rows, rows.BlockCount, (long)result.Length * CostPerElement);
        }
    }

    /// <summary>Fills the result by an operator on five inputs.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, as long as the result or repeated.</param>
    /// <param name="b">The second input, as long as the result or repeated.</param>
    /// <param name="c">The third input, as long as the result or repeated.</param>
    /// <param name="d">The fourth input, as long as the result or repeated.</param>
    /// <param name="e">The fifth input, as long as the result or repeated.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">The lengths differ, a repeated input doesn't come out even, or an input overlaps the result in part.</exception>
    public static void Map<TOp>(
        Threads threads,
        Operand a,
        Operand b,
        Operand c,
        Operand d,
        Operand e,
        Span<float> result,
        TOp op = default)
        where TOp : struct, IMap5
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(a, result, nameof(a));
        Check(b, result, nameof(b));
        Check(c, result, nameof(c));
        Check(d, result, nameof(d));
        Check(e, result, nameof(e));
        int rowLength = RowLength.Of(result.Length, a, b, c, d, e);
        fixed (float* aStart = a.Values)
        fixed (float* bStart = b.Values)
        fixed (float* cStart = c.Values)
        fixed (float* dStart = d.Values)
        fixed (float* eStart = e.Values)
        fixed (float* start = result)
        {
            RowOperands operands = new(Repeats.Of(aStart, a), Repeats.Of(bStart, b), Repeats.Of(cStart, c), Repeats.Of(dStart, d));
            RowOperands more = new(Repeats.Of(eStart, e));
            RepeatingJob<OfFive<TOp>> job = new(operands, more, start, result.Length, rowLength == 0 ? FlatJob.BlockLength : rowLength, new OfFive<TOp>(op));
            threads.Run(ref job, job.BlockCount, (long)result.Length * CostPerElement);
        }
    }

    /// <summary>Fills the result by an operator on six inputs.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, as long as the result or repeated.</param>
    /// <param name="b">The second input, as long as the result or repeated.</param>
    /// <param name="c">The third input, as long as the result or repeated.</param>
    /// <param name="d">The fourth input, as long as the result or repeated.</param>
    /// <param name="e">The fifth input, as long as the result or repeated.</param>
    /// <param name="f">The sixth input, as long as the result or repeated.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">The lengths differ, a repeated input doesn't come out even, or an input overlaps the result in part.</exception>
    public static void Map<TOp>(
        Threads threads,
        Operand a,
        Operand b,
        Operand c,
        Operand d,
        Operand e,
        Operand f,
        Span<float> result,
        TOp op = default)
        where TOp : struct, IMap6
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(a, result, nameof(a));
        Check(b, result, nameof(b));
        Check(c, result, nameof(c));
        Check(d, result, nameof(d));
        Check(e, result, nameof(e));
        Check(f, result, nameof(f));
        int rowLength = RowLength.Of(result.Length, a, b, c, d, e, f);
        fixed (float* aStart = a.Values)
        fixed (float* bStart = b.Values)
        fixed (float* cStart = c.Values)
        fixed (float* dStart = d.Values)
        fixed (float* eStart = e.Values)
        fixed (float* fStart = f.Values)
        fixed (float* start = result)
        {
            RowOperands operands = new(Repeats.Of(aStart, a), Repeats.Of(bStart, b), Repeats.Of(cStart, c), Repeats.Of(dStart, d));
            RowOperands more = new(Repeats.Of(eStart, e), Repeats.Of(fStart, f));
            RepeatingJob<OfSix<TOp>> job = new(operands, more, start, result.Length, rowLength == 0 ? FlatJob.BlockLength : rowLength, new OfSix<TOp>(op));
            threads.Run(ref job, job.BlockCount, (long)result.Length * CostPerElement);
        }
    }

    /// <summary>Fills the result by an operator on seven inputs.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, as long as the result or repeated.</param>
    /// <param name="b">The second input, as long as the result or repeated.</param>
    /// <param name="c">The third input, as long as the result or repeated.</param>
    /// <param name="d">The fourth input, as long as the result or repeated.</param>
    /// <param name="e">The fifth input, as long as the result or repeated.</param>
    /// <param name="f">The sixth input, as long as the result or repeated.</param>
    /// <param name="g">The seventh input, as long as the result or repeated.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">The lengths differ, a repeated input doesn't come out even, or an input overlaps the result in part.</exception>
    public static void Map<TOp>(
        Threads threads,
        Operand a,
        Operand b,
        Operand c,
        Operand d,
        Operand e,
        Operand f,
        Operand g,
        Span<float> result,
        TOp op = default)
        where TOp : struct, IMap7
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(a, result, nameof(a));
        Check(b, result, nameof(b));
        Check(c, result, nameof(c));
        Check(d, result, nameof(d));
        Check(e, result, nameof(e));
        Check(f, result, nameof(f));
        Check(g, result, nameof(g));
        int rowLength = RowLength.Of(result.Length, a, b, c, d, e, f, g);
        fixed (float* aStart = a.Values)
        fixed (float* bStart = b.Values)
        fixed (float* cStart = c.Values)
        fixed (float* dStart = d.Values)
        fixed (float* eStart = e.Values)
        fixed (float* fStart = f.Values)
        fixed (float* gStart = g.Values)
        fixed (float* start = result)
        {
            RowOperands operands = new(Repeats.Of(aStart, a), Repeats.Of(bStart, b), Repeats.Of(cStart, c), Repeats.Of(dStart, d));
            RowOperands more = new(Repeats.Of(eStart, e), Repeats.Of(fStart, f), Repeats.Of(gStart, g));
            RepeatingJob<OfSeven<TOp>> job = new(operands, more, start, result.Length, rowLength == 0 ? FlatJob.BlockLength : rowLength, new OfSeven<TOp>(op));
            threads.Run(ref job, job.BlockCount, (long)result.Length * CostPerElement);
        }
    }

    /// <summary>Fills the result by an operator on eight inputs.</summary>
    /// <typeparam name="TOp">The operator.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, as long as the result or repeated.</param>
    /// <param name="b">The second input, as long as the result or repeated.</param>
    /// <param name="c">The third input, as long as the result or repeated.</param>
    /// <param name="d">The fourth input, as long as the result or repeated.</param>
    /// <param name="e">The fifth input, as long as the result or repeated.</param>
    /// <param name="f">The sixth input, as long as the result or repeated.</param>
    /// <param name="g">The seventh input, as long as the result or repeated.</param>
    /// <param name="h">The eighth input, as long as the result or repeated.</param>
    /// <param name="result">The result.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">The lengths differ, a repeated input doesn't come out even, or an input overlaps the result in part.</exception>
    public static void Map<TOp>(
        Threads threads,
        Operand a,
        Operand b,
        Operand c,
        Operand d,
        Operand e,
        Operand f,
        Operand g,
        Operand h,
        Span<float> result,
        TOp op = default)
        where TOp : struct, IMap8
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(a, result, nameof(a));
        Check(b, result, nameof(b));
        Check(c, result, nameof(c));
        Check(d, result, nameof(d));
        Check(e, result, nameof(e));
        Check(f, result, nameof(f));
        Check(g, result, nameof(g));
        Check(h, result, nameof(h));
        int rowLength = RowLength.Of(result.Length, a, b, c, d, e, f, g, h);
        fixed (float* aStart = a.Values)
        fixed (float* bStart = b.Values)
        fixed (float* cStart = c.Values)
        fixed (float* dStart = d.Values)
        fixed (float* eStart = e.Values)
        fixed (float* fStart = f.Values)
        fixed (float* gStart = g.Values)
        fixed (float* hStart = h.Values)
        fixed (float* start = result)
        {
            RowOperands operands = new(Repeats.Of(aStart, a), Repeats.Of(bStart, b), Repeats.Of(cStart, c), Repeats.Of(dStart, d));
            RowOperands more = new(Repeats.Of(eStart, e), Repeats.Of(fStart, f), Repeats.Of(gStart, g), Repeats.Of(hStart, h));
            RepeatingJob<OfEight<TOp>> job = new(operands, more, start, result.Length, rowLength == 0 ? FlatJob.BlockLength : rowLength, new OfEight<TOp>(op));
            threads.Run(ref job, job.BlockCount, (long)result.Length * CostPerElement);
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
