namespace Adjoint.Kernels;

/// <summary>Running sums along the middle axis of [outer, middle, inner]. NaN and infinities follow the arithmetic.</summary>
public static class CumulativeSum
{
    /// <summary>result[o, m, i] = Σ a[o, k, i] over k ≤ m; in reverse, over k ≥ m.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The input, [outer, middle, inner].</param>
    /// <param name="result">The sums, [outer, middle, inner]; may be the input.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <param name="reverse">Whether the sums run from the end.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap in part.</exception>
    public static void Middle(
        Threads threads, ReadOnlySpan<float> a, Span<float> result, int outer, int middle, int inner, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Shape(outer, middle, inner);
        Require.Length(a, Require.Product(outer, middle, inner), nameof(a));
        Require.Length<float>(result, a.Length, nameof(result));
        Require.SameOrApart(a, result, nameof(a));
        MiddleJob<float, CumulativeSumPass>.Start(threads, a, result, outer, middle, inner, new CumulativeSumPass(reverse));
    }
}
