namespace Adjoint.Kernels;

/// <summary>
/// Sums over axes of a tensor seen as [outer, middle, inner]. The terms are added in an order that follows from the sizes alone,
/// so a sum has the same bits for any number of threads. NaN and infinities follow the arithmetic; a sum of nothing is 0.
/// </summary>
public static unsafe class Reduce
{
    /// <summary>result[m] = scale · Σₒᵢ a[o, m, i].</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The input, [outer, middle, inner].</param>
    /// <param name="result">The sums, [middle], apart from the input.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="scale">A factor of all sums.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Sum(
        Threads threads, ReadOnlySpan<float> a, Span<float> result, int outer, int middle, int inner, float scale = 1) =>
        Sum<Identity>(threads, a, result, outer, middle, inner, scale);

    /// <summary>result[m] = scale · Σₒᵢ op(a[o, m, i]).</summary>
    /// <typeparam name="TOp">The operator; its index is the flat index in the input.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="result">The sums, [middle], apart from the input.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="scale">A factor of all sums.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Sum<TOp>(
        Threads threads,
        Operand a,
        Span<float> result,
        int outer,
        int middle,
        int inner,
        float scale = 1,
        TOp op = default)
        where TOp : struct, IMap1 =>
        Sum(threads, a, a, result, outer, middle, inner, scale, new OfFirst<TOp>(op));

    /// <summary>result[m] = scale · Σₒᵢ op(a[o, m, i], b[o, m, i]).</summary>
    /// <typeparam name="TOp">The operator; its index is the flat index in the inputs.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="b">The second input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="result">The sums, [middle], apart from the inputs.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="scale">A factor of all sums.</param>
    /// <param name="op">The operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Sum<TOp>(
        Threads threads,
        Operand a,
        Operand b,
        Span<float> result,
        int outer,
        int middle,
        int inner,
        float scale = 1,
        TOp op = default)
        where TOp : struct, IMap2
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Shape(outer, middle, inner);
        Check(a, b, result, Require.Product(outer, middle, inner), middle, inner);
        if (inner == 1 && middle > 1 && a.Each == 0 && b.Each == 0)
        {
            ColumnSums(threads, a.Values, b.Values, result, 1, outer, middle, scale, op);
        }
        else if (middle == 1 && a.Each == 0 && b.Each == 0)
        {
            RowSums(threads, a, b, result, 1, 1, outer * inner, scale, op);
        }
        else
        {
            RowSums(threads, a, b, result, outer, middle, inner, scale, op);
        }
    }

    /// <summary>result[o, i] = scale · Σₘ a[o, m, i].</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The input, [outer, middle, inner].</param>
    /// <param name="result">The sums, [outer, inner], apart from the input.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="scale">A factor of all sums.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void SumMiddle(
        Threads threads, ReadOnlySpan<float> a, Span<float> result, int outer, int middle, int inner, float scale = 1)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Shape(outer, middle, inner);
        Check(a, a, result, Require.Product(outer, middle, inner), (long)outer * inner, inner);
        if (inner == 1)
        {
            RowSums(threads, a, a, result, 1, outer, middle, scale, default(OfFirst<Identity>));
        }
        else
        {
            ColumnSums(threads, a, a, result, outer, middle, inner, scale, default(OfFirst<Identity>));
        }
    }

    private static void Check(Operand a, Operand b, ReadOnlySpan<float> result, long inputLength, long resultLength, int inner)
    {
        Check(a, inputLength, inner, nameof(a));
        Check(b, inputLength, inner, nameof(b));
        Require.Length(result, resultLength, nameof(result));
        Require.Apart(a.Values, result, nameof(a));
        Require.Apart(b.Values, result, nameof(b));
    }

    private static void Check(Operand input, long length, int inner, string name)
    {
        if (input.Each == 0)
        {
            Require.Length(input.Values, length, name);
            return;
        }

        Require.Multiple(length, input.Values.Length, input.Each, name);
        Require.WholeRows(input.Each == 1 ? input.Values.Length : input.Each, inner, name);
    }

    private static void RowSums<TOp>(
        Threads threads,
        Operand a,
        Operand b,
        Span<float> result,
        int outer,
        int middle,
        int inner,
        float scale,
        TOp op)
        where TOp : struct, IMap2
    {
        RowSumPlan plan = RowSumPlan.For(outer, middle, inner);
        fixed (float* aStart = a.Values)
        fixed (float* bStart = b.Values)
        fixed (float* start = result)
        {
            float* target = plan.Parts == 1 ? start : Scratch.ForJob((long)plan.Parts * middle);
            float factor = plan.Parts == 1 ? scale : 1f;
            int blocks = Blocks.Count(middle, plan.RowsPerBlock) * plan.Parts;
            long cost = 4L * outer * middle * inner;
            if (a.Each == 0 && b.Each == 0)
            {
                RowSumJob<TOp> job = new(aStart, bStart, target, plan, factor, op);
                threads.Run(ref job, blocks, cost);
            }
            else
            {
                RepeatedRowSumJob<TOp> job = new(
                    new Repeats(aStart, a.Values.Length, a.Each), new Repeats(bStart, b.Values.Length, b.Each), target, plan, factor, op);
                threads.Run(ref job, blocks, cost);
            }

            if (plan.Parts > 1)
            {
                Parts.Sum(threads, target, plan.Parts, middle, scale, start);
            }
        }
    }

    private static void ColumnSums<TOp>(
        Threads threads,
        ReadOnlySpan<float> a,
        ReadOnlySpan<float> b,
        Span<float> result,
        int groups,
        int rows,
        int columns,
        float scale,
        TOp op)
        where TOp : struct, IMap2
    {
        ColumnSumPlan plan = ColumnSumPlan.For(groups, rows, columns);
        fixed (float* aStart = a)
        fixed (float* bStart = b)
        fixed (float* start = result)
        {
            float* target = plan.Parts == 1 ? start : Scratch.ForJob((long)plan.Parts * result.Length);
            float factor = plan.Parts == 1 ? scale : 1f;
            ColumnSumJob<TOp> job = new(aStart, bStart, target, plan, factor, op);
            threads.Run(ref job, plan.BlockCount, 4L * a.Length);
            if (plan.Parts > 1)
            {
                Parts.Sum(threads, target, plan.Parts, result.Length, scale, start);
            }
        }
    }
}
