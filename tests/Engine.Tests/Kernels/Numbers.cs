namespace Adjoint.Tests.Kernels;

/// <summary>Random inputs from fixed seeds, and comparison with what was computed in double precision.</summary>
internal static class Numbers
{
    /// <summary>Half a unit in the last place of 1.</summary>
    public const double Rounding = 1.0 / (1 << 24);

    public static float[] Random(int length, int seed)
    {
        Random random = new(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = (float)((2 * random.NextDouble()) - 1);
        }

        return values;
    }

    /// <summary>Checks sums: each of n roundings errs by at most 2⁻²⁴ of the sum of magnitudes, in any order of adding.</summary>
    public static void AssertSums(Sum[] expected, ReadOnlySpan<float> actual, string context)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double tolerance = (expected[i].Terms + 4) * Rounding * expected[i].Magnitude;
            double error = Math.Abs(expected[i].Value - actual[i]);
            Assert.True(error <= tolerance, $"{context}: [{i}] expected {expected[i].Value}, found {actual[i]}, tolerance {tolerance}");
        }
    }

    public static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string context)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]),
                $"{context}: [{i}] expected {expected[i]:R}, found {actual[i]:R}");
        }
    }

    /// <summary>The distance in units in the last place of the exact value, whose units don't get smaller below the normal numbers.</summary>
    public static double UlpsBetween(double exact, float actual)
    {
        if (double.IsNaN(exact) || float.IsNaN(actual))
        {
            return double.IsNaN(exact) && float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        }

        if ((float)exact == actual)
        {
            return 0;
        }

        double magnitude = Math.Max(Math.Abs(exact), 1.17549435e-38);
        double ulp = Math.ScaleB(1, Math.ILogB(magnitude) - 23);
        return Math.Abs(exact - actual) / ulp;
    }
}

/// <summary>A sum in double precision, with what bounds the error of the same sum in single precision.</summary>
internal record struct Sum(double Value, double Magnitude, int Terms)
{
    public void Add(double term) => Add(term, Math.Abs(term));

    /// <summary>Adds a term that is itself a sum, of values of this magnitude together.</summary>
    public void Add(double term, double magnitude)
    {
        Value += term;
        Magnitude += magnitude;
        Terms++;
    }

    public readonly Sum Times(double factor) => new(Value * factor, Magnitude * Math.Abs(factor), Terms);
}
