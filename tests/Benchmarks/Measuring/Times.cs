namespace Adjoint.Benchmarks.Measuring;

/// <summary>What a step took, over many samples.</summary>
/// <param name="Median">The median, in µs.</param>
/// <param name="Fast">The tenth percentile, in µs.</param>
/// <param name="Slow">The ninetieth percentile, in µs.</param>
internal readonly record struct Times(double Median, double Fast, double Slow)
{
    /// <summary>The times of sorted samples.</summary>
    public static Times Of(ReadOnlySpan<double> sorted) =>
        new(Quantile(sorted, 0.5), Quantile(sorted, 0.1), Quantile(sorted, 0.9));

    private static double Quantile(ReadOnlySpan<double> sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}
