using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>Ties, zeros, NaN and bounds of functions, as their summaries say.</summary>
public sealed class CornerTests
{
    private const double Infinity = double.PositiveInfinity;

    [Fact]
    public void Comparisons_WithNaN_AreFalse()
    {
        double[] x = [1, 2, 3, double.NaN];
        Assert.Equal([0, 1, 1, 0], Of(static x => x >= 2f, x));
        Assert.Equal([1, 1, 0, 0], Of(static x => x <= 2f, x));
        Assert.Equal([1, 0, 1, 1], Of(static x => NotEqual(x, 2f), x));
        Assert.Equal([0, 0, 1, 0], Of(static x => Greater(x, 2f), x));
        Assert.Equal([1, 0, 0, 0], Of(static x => Less(x, 2f), x));
    }

    [Fact]
    public void Clamp_HasTheDerivativeOneFromBoundToBound()
    {
        double[] x = [-2, -1, 0, 1, 2];
        Assert.Equal([-1, -1, 0, 1, 1], Of(static x => Clamp(x, -1f, 1f), x));
        Assert.Equal([0, 1, 1, 1, 0], Of(static x => Gradient(Clamp(x, -1f, 1f), x), x));
        Assert.Equal([double.NaN], Of(static x => Clamp(x, -1f, 1f), double.NaN));
    }

    [Fact]
    public void Norm_OfZeros_HasTheDerivativeZero()
    {
        Assert.Equal([0, 0], Of(static x => Gradient(Norm(x), x), 0, 0));
        Assert.Equal([0, 0], Of(static x => Gradient(Sum(Gradient(Norm(x), x)), x), 0, 0));
        Assert.Equal([0.6, 0.8], Of(static x => Gradient(Norm(x), x), 3, 4), static (double a, double b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([double.NaN], Of(static x => Norm(x), 3, double.NaN));
    }

    [Fact]
    public void Product_WithZeros_HasTheProductOfTheOthersAsDerivative()
    {
        Assert.Equal([0, 30, 0, 0], Of(static x => Gradient(Product(x), x), 2, 0, 3, 5));
        Assert.Equal([0, 0, 0, 0], Of(static x => Gradient(Product(x), x), 0, 0, 3, 5));
        Assert.Equal([15, 15, 0, 0], Of(static x => Gradient(Sum(Gradient(Product(x), x)), x), 0, 0, 3, 5));
    }

    [Fact]
    public void TopK_OfEqualElements_TakesTheFirst()
    {
        double[] x = [1, 3, 3, double.NegativeInfinity, 2];
        Assert.Equal([3, 3, 2, 1], Of(static x => TopK(x, 4).Values, x));
        Assert.Equal([1, 2, 4, 0], Of(static x => TopK(x, 4).Indices, x));
        Assert.Equal([0, 1, 0, 0, 0], Of(static x => Gradient(TopK(x, 1).Values, x), x));
        Assert.Equal([double.NaN, 3], Of(static x => TopK(x, 2).Values, 3, double.NaN));
    }

    [Fact]
    public void ArgMin_OfEqualElements_IsTheFirst() => Assert.Equal([1], Of(static x => ArgMin(x), 2, 1, 1));

    [Fact]
    public void Power_OfValues_IsThatOfC()
    {
        Assert.Equal([1, 0, Infinity, -8, double.NaN], Of(static x => Power(Slice(x, 0, 0, 5), Slice(x, 0, 5, 5)), 0, 0, 0, -2, -2, 0, 2, -1, 3, 0.5));

        // By the exponent: 0 at zero, x^y · log x above.
        Assert.Equal([0], Of(static x => Gradient(Power(0f * x, x), x), 2));
        Assert.Equal([8 * Math.Log(2)], Of(static x => Gradient(Power(2f + (0f * x), x), x), 3));
    }

    [Theory]
    [InlineData(-1000.0)]
    [InlineData(1000.0)]
    public void Activations_FarOut_AreFinite(double far)
    {
        Func<Expr, Expr>[] all =
        [
            static x => Elu(x), static x => Celu(x, 0.5f), Selu, Mish, Silu, Softsign, HardSigmoid, HardSwish, Gelu, static x => Gelu(x, approximate: true),
        ];
        foreach (Func<Expr, Expr> activation in all)
        {
            Assert.True(double.IsFinite(Of(activation, far)[0]));
            Assert.True(double.IsFinite(Of(x => Gradient(activation(x), x), far)[0]));
        }
    }

    [Fact]
    public void Activations_AtZero_HaveTheDocumentedDerivative()
    {
        Assert.Equal([0.5], Of(static x => Gradient(Elu(x, 0.5f), x), 0));
        Assert.Equal([1], Of(static x => Gradient(Celu(x, 0.5f), x), 0));
        Assert.Equal([0.25], Of(static x => Gradient(PRelu(x, 0.25f), x), 0));
        Assert.Equal([1.7580993408473766], Of(static x => Gradient(Selu(x), x), 0), static (double a, double b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1.0 / 6, 1.0 / 6], Of(static x => Gradient(HardSigmoid(x), x), -3, 3));
    }

    [Fact]
    public void Noise_IsDrawnInTrainingAlone()
    {
        Computation training = new(20, 4, isTraining: true);
        Expr x = training.Value("50");
        double[] noise = [.. training.Run(GaussianNoise(x, 0.5f)).Values.Zip(training.ValuesOf(x), static (noisy, value) => noisy - value)];
        Assert.InRange(Math.Sqrt(noise.Average(static value => value * value)), 0.45, 0.55);
        Assert.Equal(1000, noise.Distinct().Count());
    }

    [Fact]
    public void ChannelDropout_DropsWholeChannels()
    {
        Computation training = new(20, 4, isTraining: true);
        Expr x = training.Value("5, 3, 2");
        double[][] channels = [.. training.Run(ChannelDropout(x, 0.5f)).Values.Zip(training.ValuesOf(x), static (kept, value) => kept / value).Chunk(6)];
        Assert.All(channels, static channel => Assert.True(channel.All(static factor => factor == 0) || channel.All(static factor => Math.Abs(factor - 2) < 1e-12)));
        Assert.InRange(channels.Count(static channel => channel[0] == 0), 30, 70);
    }

    /// <summary>A function of one sample with given elements.</summary>
    private static double[] Of(Func<Expr, Expr> function, params double[] elements)
    {
        Computation computation = new(1, 1);
        Expr x = computation.Value($"{elements.Length}");
        elements.CopyTo(computation.ValuesOf(x), 0);
        return computation.Run(function(x)).Values;
    }
}
