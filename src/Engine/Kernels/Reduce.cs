namespace Adjoint.Kernels;

/// <summary>
/// Sums over axes of a tensor seen as [outer, middle, inner]. The terms are added in an order that follows from the sizes alone,
/// so a sum has the same bits for any number of threads. NaN and infinities follow the arithmetic; a sum of nothing is 0.
/// </summary>
public static class Reduce
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
        Sums(threads, a, default, default, default, new SumOf<OfOne<TOp>>(result, scale, new OfOne<TOp>(op)), default(SumOf<NoSum>), outer, middle, inner);

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
        where TOp : struct, IMap2 =>
        Sums(threads, a, b, default, default, new SumOf<OfTwo<TOp>>(result, scale, new OfTwo<TOp>(op)), default(SumOf<NoSum>), outer, middle, inner);

    /// <summary>result[m] = scale · Σₒᵢ op(a[o, m, i], b[o, m, i], c[o, m, i]).</summary>
    /// <typeparam name="TOp">The operator; its index is the flat index in the inputs.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="b">The second input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="c">The third input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
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
        Operand c,
        Span<float> result,
        int outer,
        int middle,
        int inner,
        float scale = 1,
        TOp op = default)
        where TOp : struct, IMap3 =>
        Sums(threads, a, b, c, default, new SumOf<OfThree<TOp>>(result, scale, new OfThree<TOp>(op)), default(SumOf<NoSum>), outer, middle, inner);

    /// <summary>result[m] = scale · Σₒᵢ op(a[o, m, i], b[o, m, i], c[o, m, i], d[o, m, i]).</summary>
    /// <typeparam name="TOp">The operator; its index is the flat index in the inputs.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="b">The second input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="c">The third input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="d">The fourth input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
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
        Operand c,
        Operand d,
        Span<float> result,
        int outer,
        int middle,
        int inner,
        float scale = 1,
        TOp op = default)
        where TOp : struct, IMap4 =>
        Sums(threads, a, b, c, d, new SumOf<OfFour<TOp>>(result, scale, new OfFour<TOp>(op)), default(SumOf<NoSum>), outer, middle, inner);

    /// <summary>Two sums of the same input in one pass: first[m] = s · Σₒᵢ f(a[o, m, i]) and second[m] = t · Σₒᵢ g(a[o, m, i]).</summary>
    /// <typeparam name="TFirst">The first operator f; its index is the flat index in the input.</typeparam>
    /// <typeparam name="TSecond">The second operator g.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="first">The first sums, [middle], apart from the input.</param>
    /// <param name="second">The second sums, [middle], apart from all others.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="firstScale">The factor s of the first sums.</param>
    /// <param name="secondScale">The factor t of the second sums.</param>
    /// <param name="firstOp">The first operator, with its uniform values.</param>
    /// <param name="secondOp">The second operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Sums<TFirst, TSecond>(
        Threads threads,
        Operand a,
        Span<float> first,
        Span<float> second,
        int outer,
        int middle,
        int inner,
        float firstScale = 1,
        float secondScale = 1,
        TFirst firstOp = default,
        TSecond secondOp = default)
        where TFirst : struct, IMap1
        where TSecond : struct, IMap1
    {
        Require.Apart(first, second, nameof(first));
        Sums(
            threads,
            a,
            default,
            default,
            default,
            new SumOf<OfOne<TFirst>>(first, firstScale, new OfOne<TFirst>(firstOp)),
            new SumOf<OfOne<TSecond>>(second, secondScale, new OfOne<TSecond>(secondOp)),
            outer,
            middle,
            inner);
    }

    /// <summary>Two sums of the same inputs in one pass: first[m] = s · Σₒᵢ f(a[o, m, i], b[o, m, i]) and second[m] = t · Σₒᵢ g(a[o, m, i], b[o, m, i]).</summary>
    /// <typeparam name="TFirst">The first operator f; its index is the flat index in the inputs.</typeparam>
    /// <typeparam name="TSecond">The second operator g.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="b">The second input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="first">The first sums, [middle], apart from the inputs.</param>
    /// <param name="second">The second sums, [middle], apart from all others.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="firstScale">The factor s of the first sums.</param>
    /// <param name="secondScale">The factor t of the second sums.</param>
    /// <param name="firstOp">The first operator, with its uniform values.</param>
    /// <param name="secondOp">The second operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Sums<TFirst, TSecond>(
        Threads threads,
        Operand a,
        Operand b,
        Span<float> first,
        Span<float> second,
        int outer,
        int middle,
        int inner,
        float firstScale = 1,
        float secondScale = 1,
        TFirst firstOp = default,
        TSecond secondOp = default)
        where TFirst : struct, IMap2
        where TSecond : struct, IMap2
    {
        Require.Apart(first, second, nameof(first));
        Sums(
            threads,
            a,
            b,
            default,
            default,
            new SumOf<OfTwo<TFirst>>(first, firstScale, new OfTwo<TFirst>(firstOp)),
            new SumOf<OfTwo<TSecond>>(second, secondScale, new OfTwo<TSecond>(secondOp)),
            outer,
            middle,
            inner);
    }

    /// <summary>Two sums of the same inputs in one pass: first[m] = s · Σₒᵢ f(a[o, m, i], b[o, m, i], c[o, m, i]) and second[m] = t · Σₒᵢ g(a[o, m, i], b[o, m, i], c[o, m, i]).</summary>
    /// <typeparam name="TFirst">The first operator f; its index is the flat index in the inputs.</typeparam>
    /// <typeparam name="TSecond">The second operator g.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="b">The second input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="c">The third input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="first">The first sums, [middle], apart from the inputs.</param>
    /// <param name="second">The second sums, [middle], apart from all others.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="firstScale">The factor s of the first sums.</param>
    /// <param name="secondScale">The factor t of the second sums.</param>
    /// <param name="firstOp">The first operator, with its uniform values.</param>
    /// <param name="secondOp">The second operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Sums<TFirst, TSecond>(
        Threads threads,
        Operand a,
        Operand b,
        Operand c,
        Span<float> first,
        Span<float> second,
        int outer,
        int middle,
        int inner,
        float firstScale = 1,
        float secondScale = 1,
        TFirst firstOp = default,
        TSecond secondOp = default)
        where TFirst : struct, IMap3
        where TSecond : struct, IMap3
    {
        Require.Apart(first, second, nameof(first));
        Sums(
            threads,
            a,
            b,
            c,
            default,
            new SumOf<OfThree<TFirst>>(first, firstScale, new OfThree<TFirst>(firstOp)),
            new SumOf<OfThree<TSecond>>(second, secondScale, new OfThree<TSecond>(secondOp)),
            outer,
            middle,
            inner);
    }

    /// <summary>Two sums of the same inputs in one pass: first[m] = s · Σₒᵢ f(a[o, m, i], b[o, m, i], c[o, m, i], d[o, m, i]) and second[m] = t · Σₒᵢ g(a[o, m, i], b[o, m, i], c[o, m, i], d[o, m, i]).</summary>
    /// <typeparam name="TFirst">The first operator f; its index is the flat index in the inputs.</typeparam>
    /// <typeparam name="TSecond">The second operator g.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The first input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="b">The second input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="c">The third input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="d">The fourth input, [outer, middle, inner], or repeated by whole rows of the inner axis.</param>
    /// <param name="first">The first sums, [middle], apart from the inputs.</param>
    /// <param name="second">The second sums, [middle], apart from all others.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="firstScale">The factor s of the first sums.</param>
    /// <param name="secondScale">The factor t of the second sums.</param>
    /// <param name="firstOp">The first operator, with its uniform values.</param>
    /// <param name="secondOp">The second operator, with its uniform values.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Sums<TFirst, TSecond>(
        Threads threads,
        Operand a,
        Operand b,
        Operand c,
        Operand d,
        Span<float> first,
        Span<float> second,
        int outer,
        int middle,
        int inner,
        float firstScale = 1,
        float secondScale = 1,
        TFirst firstOp = default,
        TSecond secondOp = default)
        where TFirst : struct, IMap4
        where TSecond : struct, IMap4
    {
        Require.Apart(first, second, nameof(first));
        Sums(
            threads,
            a,
            b,
            c,
            d,
            new SumOf<OfFour<TFirst>>(first, firstScale, new OfFour<TFirst>(firstOp)),
            new SumOf<OfFour<TSecond>>(second, secondScale, new OfFour<TSecond>(secondOp)),
            outer,
            middle,
            inner);
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
        OperandSums<OfOne<Identity>, NoSum> sums = new(a, default, default, default, new SumOf<OfOne<Identity>>(result, scale, default), default);
        sums.Check(Require.Product(outer, middle, inner), (long)outer * inner, inner);
        if (inner == 1)
        {
            sums.AlongRows(threads, 1, outer, middle);
        }
        else
        {
            sums.DownColumns(threads, outer, middle, inner);
        }
    }

    private static void Sums<TFirst, TSecond>(
        Threads threads, Operand a, Operand b, Operand c, Operand d, SumOf<TFirst> first, SumOf<TSecond> second, int outer, int middle, int inner)
        where TFirst : struct, IRowMap
        where TSecond : struct, IRowMap
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Shape(outer, middle, inner);
        OperandSums<TFirst, TSecond> sums = new(a, b, c, d, first, second);
        sums.Check(Require.Product(outer, middle, inner), middle, inner);
        if (inner == 1 && middle > 1 && !sums.IsRepeated)
        {
            sums.DownColumns(threads, 1, outer, middle);
        }
        else if (middle == 1 && !sums.IsRepeated)
        {
            sums.AlongRows(threads, 1, 1, outer * inner);
        }
        else
        {
            sums.AlongRows(threads, outer, middle, inner);
        }
    }
}
