namespace Adjoint.Kernels;

/// <summary>
/// The maxima of slices along the middle axis of [outer, middle, inner], and where they are. NaN counts as greater than any number.
/// Where several elements of a slice are its maximum, its place is the first of them.
/// </summary>
public static class Maxima
{
    /// <summary>result[o, i] = maxₘ a[o, m, i]; NaN if any of them is NaN, and −∞ over an empty axis.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The input, [outer, middle, inner].</param>
    /// <param name="result">The maxima, [outer, inner], apart from the input.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Values(Threads threads, ReadOnlySpan<float> a, Span<float> result, int outer, int middle, int inner)
    {
        Check(threads, a, outer, middle, inner);
        Require.Length<float>(result, (long)outer * inner, nameof(result));
        Require.Apart<float, float>(a, result, nameof(a));
        MiddleJob<float, MaxPass>.Start(threads, a, result, outer, middle, inner, default);
    }

    /// <summary>result[o, m, i] = 1 where a[o, m, i] is the first maximum of its slice, else 0.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The input, [outer, middle, inner].</param>
    /// <param name="result">The mask, [outer, middle, inner]; may be the input.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap in part.</exception>
    public static void Mask(Threads threads, ReadOnlySpan<float> a, Span<float> result, int outer, int middle, int inner)
    {
        Check(threads, a, outer, middle, inner);
        Require.Length<float>(result, a.Length, nameof(result));
        Require.SameOrApart(a, result, nameof(a));
        MiddleJob<float, MaxMaskPass>.Start(threads, a, result, outer, middle, inner, default);
    }

    /// <summary>result[o, i] = the first m where a[o, m, i] is the maximum of its slice; 0 over an empty axis.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The input, [outer, middle, inner].</param>
    /// <param name="result">The places, [outer, inner], apart from the input.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Indices(Threads threads, ReadOnlySpan<float> a, Span<int> result, int outer, int middle, int inner)
    {
        Check(threads, a, outer, middle, inner);
        Require.Length<int>(result, (long)outer * inner, nameof(result));
        Require.Apart<float, int>(a, result, nameof(a));
        MiddleJob<int, ArgMaxPass>.Start(threads, a, result, outer, middle, inner, default);
    }

    private static void Check(Threads threads, ReadOnlySpan<float> a, int outer, int middle, int inner)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Shape(outer, middle, inner);
        Require.Length(a, Require.Product(outer, middle, inner), nameof(a));
    }
}
