using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Optimizers;

public sealed class GradientRulesTests
{
    private static readonly ModelDescription Model = OptimizerRun.ModelOf([20_001], [3, 5], [7]);
    private static readonly TrainedRanges Ranges = new(Model, [.. new[] { Model.Parameters[0], Model.Parameters[2] }.Select(static parameter => new GradientInfo(parameter.Name, parameter.Offset))], new Sgd());

    private static float[] Gradient(float scale = 1)
    {
        float[] gradient = new float[Model.ParameterBufferLength];
        foreach (ParameterInfo tensor in Model.Parameters)
        {
            Numbers.Random(tensor.Length, tensor.Offset).Select(value => scale * value).ToArray().CopyTo(gradient, tensor.Offset);
        }

        // What is not trained may hold anything.
        gradient.AsSpan(Model.Parameters[1].Offset, 15).Fill(float.NaN);
        return gradient;
    }

    private static double NormOf(float[] gradient) => Math.Sqrt(
        Model.Parameters.Where(static (_, index) => index != 1).Sum(tensor => gradient.Skip(tensor.Offset).Take(tensor.Length).Sum(static value => (double)value * value)));

    private static float[] Applied(GradientRules rules, float[] gradient, Threads? threads = null, long step = 1, ulong batch = 1)
    {
        float[] applied = [.. gradient];
        rules.Apply(applied, Ranges, step, new RandomKey(5, batch), threads ?? new Threads(1));
        return applied;
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(1e-18f)]
    [InlineData(1e25f)]
    public void ClipNorm_ScalesTheWholeGradient(float scale)
    {
        float[] gradient = Gradient(scale);
        float[] clipped = Applied(new(null, 0.5f * scale, null), gradient);
        double expected = 0.5 * scale / NormOf(gradient);

        Assert.Equal(0.5, NormOf(clipped) / scale, 6);
        for (int i = 0; i < 20_001; i++)
        {
            // The norm's rounding, that of the factor, and that of the product.
            Assert.Equal(gradient[i] * expected, clipped[i], 5e-7 * Math.Abs(clipped[i]));
        }
    }

    [Fact]
    public void GradientWithinItsLimits_KeepsItsBits()
    {
        float[] gradient = Gradient();
        Numbers.AssertSameBits(gradient, Applied(new(1f, (float)NormOf(gradient) * 1.001f, null), gradient), "within");
        Assert.NotEqual(gradient, Applied(new(null, (float)NormOf(gradient) * 0.999f, null), gradient));
        Assert.NotEqual(gradient, Applied(new(0.999f, null, null), gradient));
    }

    [Fact]
    public void ClipValue_LimitsEachElement()
    {
        float[] gradient = Gradient();
        gradient[0] = float.PositiveInfinity;
        gradient[1] = float.NaN;
        float[] clipped = Applied(new(0.25f, null, null), gradient);

        Assert.Equal(0.25f, clipped[0]);
        Assert.True(float.IsNaN(clipped[1]));
        Assert.Equal(gradient[2..20_001].Select(static value => Math.Clamp(value, -0.25f, 0.25f)), clipped[2..20_001]);
    }

    [Fact]
    public void GradientThatIsNotFinite_IsNotScaled()
    {
        float[] gradient = Gradient();
        gradient[7] = float.NaN;
        Numbers.AssertSameBits(gradient, Applied(new(null, 0.1f, null), gradient), "not finite");
    }

    [Fact]
    public void Noise_IsNormalWithItsVariance_AndFades()
    {
        float[] zero = new float[Model.ParameterBufferLength];
        foreach (long step in (long[])[1, 100])
        {
            float[] noise = Applied(new(null, null, new GradientNoise(0.04f, 0.5f)), zero, step: step)[..20_001];
            double variance = 0.04 / Math.Sqrt(step);

            // Means of 20,001 samples: five deviations of the mean, of the square's mean, and of the fourth power's.
            Assert.InRange(noise.Average() / Math.Sqrt(variance), -5 / Math.Sqrt(20_001), 5 / Math.Sqrt(20_001));
            Assert.Equal(1, noise.Average(static value => (double)value * value) / variance, 5 * Math.Sqrt(2.0 / 20_001));
            Assert.Equal(3, noise.Average(static value => Math.Pow(value, 4)) / (variance * variance), 5 * Math.Sqrt(96.0 / 20_001));
        }
    }

    [Fact]
    public void Noise_DrawsAnewForEachElementAndBatch_AndLeavesGapsAlone()
    {
        GradientRules rules = new(null, null, new GradientNoise());
        float[] zero = new float[Model.ParameterBufferLength];
        float[] noise = Applied(rules, zero);

        Assert.Equal(20_001 + 7, noise.Count(static value => value != 0));
        Assert.All(noise[20_001..^16], static value => Assert.Equal(0, value));
        Assert.True(noise[..20_001].Distinct().Count() > 19_900);
        Assert.Equal(noise, Applied(rules, zero));
        Assert.NotEqual(noise, Applied(rules, zero, batch: 2));
    }

    [Fact]
    public void ThreadsAndWidths_ChangeNoBit()
    {
        GradientRules rules = new(0.9f, 0.5f, new GradientNoise());
        float[] expected = Applied(rules, Gradient(), Machine.WithWidth((int)SimdWidth.Scalar));
        foreach (int width in Machine.Widths)
        {
            foreach (int threads in (int[])[1, 2, 3])
            {
                Numbers.AssertSameBits(expected, Applied(rules, Gradient(), Machine.WithWidth(width, threads)), $"width {width}, {threads} threads");
            }
        }
    }
}
