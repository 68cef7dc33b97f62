namespace Adjoint.Generators.Tests.Programs;

/// <summary>The comparison that says whether a program computed what the oracle did.</summary>
internal static class Agreement
{
    /// <summary>
    /// How far single precision may be from double, relative to the largest element of the tensor: the sums of these models have some
    /// hundred terms, so that rounding stays below a few ten units of 6e-8.
    /// </summary>
    public const double Tolerance = 1e-5;

    /// <summary>The largest difference, relative to the largest expected element, or to what is the least that it is compared with; NaN counts as infinitely far.</summary>
    public static double Distance(IReadOnlyList<double> expected, ReadOnlySpan<float> actual, double least = 1e-6)
    {
        Assert.Equal(expected.Count, actual.Length);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (double.IsNaN(expected[i]) || float.IsNaN(actual[i]))
            {
                return double.PositiveInfinity;
            }

            largest = Math.Max(largest, Math.Abs(expected[i]));
            difference = Math.Max(difference, Math.Abs(expected[i] - actual[i]));
        }

        return difference == 0 ? 0 : difference / Math.Max(largest, least);
    }
}
