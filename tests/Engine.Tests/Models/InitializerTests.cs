namespace Adjoint.Tests;

/// <summary>The first values of parameters have the distribution that their initializer says.</summary>
public sealed class InitializerTests
{
    private const int Count = 200_000;

    [Fact]
    public void Normal_HasItsMomentsAndTails()
    {
        float[] values = Filled(Initializer.Normal(0.5f), [Count]);

        // Standard errors: of the mean 0.5 / √n = 0.0011, of the variance 0.25 √(2 / n) = 0.0008, of a share √(p (1 − p) / n) < 0.0011.
        Assert.InRange(values.Average(static value => (double)value), -0.0045, 0.0045);
        Assert.InRange(values.Average(static value => (double)value * value), 0.25 - 0.0032, 0.25 + 0.0032);
        Assert.InRange(values.Count(static value => Math.Abs(value) < 0.5) / (double)Count, 0.6827 - 0.0042, 0.6827 + 0.0042);
        Assert.InRange(values.Count(static value => Math.Abs(value) > 1) / (double)Count, 0.0455 - 0.0019, 0.0455 + 0.0019);
    }

    [Fact]
    public void OtherDeviation_IsNoticed()
    {
        float[] values = Filled(Initializer.Normal(0.51f), [Count]);
        Assert.NotInRange(values.Average(static value => (double)value * value), 0.25 - 0.0032, 0.25 + 0.0032);
    }

    [Fact]
    public void He_AndXavier_ScaleByTheirInputs()
    {
        Assert.Equal(Initializer.Uniform((float)Math.Sqrt(6.0 / 50)), Initializer.He(50));
        Assert.Equal(Initializer.Normal((float)(1.5 * Math.Sqrt(2.0 / 50))), Initializer.He(50, gain: 1.5, normal: true));
        Assert.Equal(Initializer.Uniform((float)Math.Sqrt(6.0 / 80)), Initializer.Xavier(50, 30));
        Assert.Equal(Initializer.Normal((float)Math.Sqrt(2.0 / 80)), Initializer.Xavier(50, 30, normal: true));
    }

    [Theory]
    [InlineData(5, 13)]
    [InlineData(13, 5)]
    [InlineData(1, 7)]
    [InlineData(64, 64)]
    public void Orthogonal_HasOrthonormalRowsOrColumns(int rows, int columns)
    {
        float[] values = Filled(Initializer.Orthogonal(2), [rows, columns]);
        bool byRow = rows <= columns;
        int count = Math.Min(rows, columns);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                double product = Enumerable.Range(0, Math.Max(rows, columns)).Sum(k => (double)At(i, k) * At(j, k));
                Assert.Equal(i == j ? 4 : 0, product, 5);
            }
        }

        float At(int vector, int element) => byRow ? values[(vector * columns) + element] : values[(element * columns) + vector];
    }

    [Fact]
    public void Sparse_HasItsShareAndDeviation()
    {
        float[] values = Filled(Initializer.Sparse(0.1f, 0.5f), [Count]);
        double[] chosen = [.. values.Where(static value => value != 0).Select(static value => (double)value)];
        Assert.InRange(chosen.Length / (double)Count, 0.1 - 0.0027, 0.1 + 0.0027);
        Assert.InRange(chosen.Average(static value => value * value), 0.25 - 0.01, 0.25 + 0.01);
    }

    [Fact]
    public void Given_IsAskedForTheShape()
    {
        Assert.Equal([2, 3, 5], Filled(Initializer.Given(static shape => [shape[0], shape[1], 5]), [2, 3], length: 3));
        Assert.Throws<InvalidOperationException>(() => Filled(Initializer.Given(static _ => [1]), [2, 3]));
        Assert.Throws<InvalidOperationException>(() => Filled(Initializer.Given(static _ => [float.NaN]), [1]));
    }

    [Fact]
    public void OtherParameters_HaveOtherValues()
    {
        float[] first = new float[8];
        float[] second = new float[8];
        Initializer.Normal(1).Fill(first, [8], seed: 1, parameter: 0);
        Initializer.Normal(1).Fill(second, [8], seed: 1, parameter: 1);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Settings_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => Initializer.Normal(-1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Initializer.He(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Initializer.Xavier(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Initializer.Sparse(1.5f, 1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Initializer.Orthogonal(float.NaN));
        Assert.Throws<ArgumentNullException>(static () => Initializer.Given(null!));
    }

    private static float[] Filled(Initializer initializer, int[] shape, int? length = null)
    {
        float[] values = new float[length ?? shape.Aggregate(1, static (product, axis) => product * axis)];
        initializer.Fill(values, shape, seed: 20, parameter: 3);
        return values;
    }
}
