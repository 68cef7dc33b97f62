using Adjoint.Compiler.Support;

namespace Adjoint.Tests.Support;

/// <summary>Normal numbers are the inverse of the normal distribution function, to the last bit the same on every machine.</summary>
public sealed class NormalQuantileTests
{
    [Fact]
    public void Quantile_IsTheInverseOfTheDistributionFunction()
    {
        foreach (uint word in new uint[] { 0, 1, 1000, 300_000_000, 322_122_547, 1 << 30, 1u << 31, 3_000_000_000, uint.MaxValue - 1, uint.MaxValue })
        {
            double p = (word + 0.5) / (1L << 32);
            Assert.InRange(Distribution(NormalQuantile.Of(word)) / p, 1 - 1e-12, 1 + 1e-12);
        }
    }

    [Fact]
    public void WrongQuantile_IsNoticed() =>
        Assert.NotInRange(Distribution(NormalQuantile.Of(1000) * (1 + 1e-12)) / (1000.5 / (1L << 32)), 1 - 1e-12, 1 + 1e-12);

    [Fact]
    public void Quantile_IsOddAndBounded()
    {
        Assert.Equal(-NormalQuantile.Of(12_345), NormalQuantile.Of(uint.MaxValue - 12_345), 14);
        Assert.InRange(NormalQuantile.Of(uint.MaxValue), 6.2, 6.4);
    }

    // Only operations that IEEE 754 rounds correctly are used, so these bits hold everywhere.
    [Theory]
    [InlineData(0u, -4604550112381963308L)]
    [InlineData(1_000_000_007u, -4618625556116359982L)]
    [InlineData(4_000_000_000u, 4609369879090078168L)]
    public void Bits_AreTheSameOnEveryMachine(uint word, long bits) =>
        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(NormalQuantile.Of(word)));

    /// <summary>The share of the standard normal distribution below x: its power series near 0, its continued fraction further out.</summary>
    private static double Distribution(double x)
    {
        if (x > 0)
        {
            return 1 - Distribution(-x);
        }

        double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (x > -3)
        {
            double term = -x;
            double sum = term;
            for (int k = 1; k < 200; k++)
            {
                term *= x * x / ((2 * k) + 1);
                sum += term;
            }

            return 0.5 - (density * sum);
        }

        double fraction = 0;
        for (int k = 400; k >= 1; k--)
        {
            fraction = k / (-x + fraction);
        }

        return density / (-x + fraction);
    }
}
