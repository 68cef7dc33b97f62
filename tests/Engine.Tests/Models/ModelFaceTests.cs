using System.Globalization;
using Adjoint.Compiler.Support;

namespace Adjoint.Tests;

public sealed class ModelFaceTests
{
    [Fact]
    public void Description_ComputesLengthsFromShapes()
    {
        ModelDescription description = SoftmaxClassifier.Description;

        Assert.Equal(4, description.InputLength);
        Assert.Equal(3, description.OutputLength);
        Assert.Equal(15, description.ParameterCount);
        Assert.Equal("SoftmaxClassifier [4] → [3], 15 parameters", description.ToString());
        Assert.Equal("Head.Dense.Kernel [4, 3]", description.Parameters[0].ToString());
    }

    [Fact]
    public void ScalarParameter_HasOneElement() => Assert.Equal(1, LinearRegression.Description.Parameters[1].Length);

    [Fact]
    public void MemoryFormula_CountsFloatsAndBytes()
    {
        MemoryFormula formula = new(1360, 16);

        Assert.Equal(16, formula.FloatsFor(0));
        Assert.Equal((1360 * 32) + 16, formula.FloatsFor(32));
        Assert.Equal(4 * ((1360 * 32) + 16), formula.BytesFor(32));
        Assert.Throws<OverflowException>(() => new MemoryFormula(long.MaxValue, 0).FloatsFor(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => formula.FloatsFor(-1));
    }

    [Fact]
    public void MemoryFormula_HasAnyDegree()
    {
        MemoryFormula formula = new(5, 7) { HigherPowers = [3, 0, 2] };

        Assert.Equal((2 * 10_000) + (3 * 100) + (5 * 10) + 7, formula.FloatsFor(10));
        Assert.Equal("4 * (2 n⁴ + 3 n² + 5 n + 7) bytes", formula.ToString());
        Assert.Equal(formula, new MemoryFormula(5, 7) { HigherPowers = [3, 0, 2] });
        Assert.NotEqual(formula, new MemoryFormula(5, 7) { HigherPowers = [3, 0, 1] });
        Assert.Equal("4 * (2 n⁴ + 4 n² + 6 n + 7) bytes", MemoryFormula.Larger(formula, new MemoryFormula(6, 1) { HigherPowers = [4] }).ToString());
        Assert.Throws<OverflowException>(() => formula.FloatsFor(int.MaxValue));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    public void Texts_AreAlikeInEveryCulture(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal("4 * (1360 n + 16) bytes", new MemoryFormula(1360, 16).ToString());
            Assert.Equal("4 * (2 n + -1) bytes", new MemoryFormula(2, -1).ToString());
            Assert.Equal("Uniform(0.25)", Initializer.Uniform(0.25f).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Initialize_DrawsElementsFromTheirOwnCounters()
    {
        ParameterBuffer buffer = ParameterBuffer.Initialize(SoftmaxClassifier.Description, seed: 7);

        ReadOnlySpan<float> kernel = buffer["Head.Dense.Kernel"];
        for (int i = 0; i < kernel.Length; i++)
        {
            Assert.Equal(((2 * Philox.Uniform(7, 0, 0, (uint)i)) - 1) * 0.5f, kernel[i]);
        }

        Assert.All(buffer["Head.Dense.Bias"].ToArray(), static value => Assert.Equal(0, value));
    }

    [Fact]
    public void Initialize_SameSeed_SameValues_OtherSeed_OtherValues()
    {
        ReadOnlySpan<float> first = ParameterBuffer.Initialize(SoftmaxClassifier.Description, 1).Values;

        Assert.True(first.SequenceEqual(ParameterBuffer.Initialize(SoftmaxClassifier.Description, 1).Values));
        Assert.False(first.SequenceEqual(ParameterBuffer.Initialize(SoftmaxClassifier.Description, 2).Values));
        Assert.False(first.SequenceEqual(ParameterBuffer.Initialize(SoftmaxClassifier.Description, -1).Values));
    }

    [Fact]
    public void UniformInitializer_FillsItsIntervalEvenly()
    {
        float[] values = new float[100_000];
        Initializer.Uniform(0.5f).Fill(values, [100_000], seed: 3, parameter: 1);

        Assert.All(values, static value => Assert.InRange(value, -0.5f, 0.49999997f));

        // The mean of n draws has the standard deviation 0.5 / √(3n) = 0.0009; the variance is 1/12. Four deviations are allowed.
        Assert.InRange(values.Average(), -0.0037f, 0.0037f);
        Assert.InRange(values.Average(static value => value * value), (1 / 12f) - 0.001f, (1 / 12f) + 0.001f);
    }

    [Fact]
    public void UnknownParameter_IsNamedTogetherWithTheKnownOnes()
    {
        ParameterBuffer buffer = ParameterBuffer.Initialize(SoftmaxClassifier.Description, 1);

        KeyNotFoundException exception = Assert.Throws<KeyNotFoundException>(() => buffer["Head.Kernel"].Length);
        Assert.Equal(
            "The model 'SoftmaxClassifier' has no parameter 'Head.Kernel'. It has 'Head.Dense.Kernel', 'Head.Dense.Bias'.", exception.Message);
    }

    [Fact]
    public void Copy_SharesNothing()
    {
        ParameterBuffer original = ParameterBuffer.Initialize(LinearRegression.Description, 1);
        original.StateSpan[0] = 5;
        ParameterBuffer copy = original.Copy();
        Assert.True(copy.Values.SequenceEqual(original.Values));
        Assert.Equal(5, copy.State[0]);

        copy.Span[0]++;
        copy.StateSpan[0]++;
        Assert.NotEqual(copy.Values[0], original.Values[0]);
        Assert.Equal(5, original.State[0]);
    }

    [Fact]
    public void FromValues_TakesTheModelsLengthAndIgnoresGaps()
    {
        float[] values = [.. Enumerable.Range(1, 32)];
        ParameterBuffer buffer = ParameterBuffer.FromValues(SoftmaxClassifier.Description, values);

        Assert.Equal([17, 18, 19], buffer["Head.Dense.Bias"].ToArray());
        Assert.Equal(0, buffer.Values[12]);
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => ParameterBuffer.FromValues(SoftmaxClassifier.Description, values.AsSpan(1)));
        Assert.StartsWith("The parameter buffer of 'SoftmaxClassifier' has 32 values, found 31.", exception.Message);
    }

    [Fact]
    public void Batch_RefusesUnevenLengths()
    {
        Assert.Throws<ArgumentException>(() => new Batch(new float[7], new int[2]).Count);
        Assert.Throws<ArgumentException>(() => new Batch(new float[8], new float[3], 2).Count);
        Assert.Throws<ArgumentException>(() => new Batch(new float[1], []).Count);
        Assert.Equal(2, new Batch(new float[8], new float[4], 2).Count);
    }
}
