using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class CrossEntropyTests
{
    private static readonly (int Rows, int Classes)[] Shapes = [(1, 1), (3, 2), (4, 1), (32, 10), (5, 16), (5, 10), (39, 3), (19, 32), (37, 24), (16, 32), (64, 32), (7, 33), (2, 5000), (1000, 10), (0, 4)];

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void LossResidualAndSoftmax_AreTheNaiveOnes(int width)
    {
        foreach ((int rows, int classes) in Shapes)
        {
            Threads threads = Machine.WithWidth(width);
            float[] logits = [.. Numbers.Random(rows * classes, seed: rows).Select(static x => 20 * x)];
            int[] labels = [.. Enumerable.Range(0, rows).Select(r => r * 7 % classes)];
            float[] softmax = new float[logits.Length];
            float[] logarithm = new float[logits.Length];
            float[] losses = new float[rows];
            float[] residual = new float[logits.Length];
            Softmax.Forward(threads, logits, softmax, rows, classes);
            Softmax.Log(threads, logits, logarithm, rows, classes);
            CrossEntropy.Loss(threads, logits, labels, losses, rows, classes);
            CrossEntropy.Residual(threads, logits, labels, residual, rows, classes, 0.25f);
            for (int r = 0; r < rows; r++)
            {
                double[] row = [.. logits.Skip(r * classes).Take(classes).Select(static x => (double)x)];
                double max = row.Max();
                double sum = row.Sum(x => Math.Exp(x - max));
                Assert.Equal(Math.Log(sum) + max - row[labels[r]], losses[r], 1e-5 * (1 + max - row.Min()));
                for (int j = 0; j < classes; j++)
                {
                    double p = Math.Exp(row[j] - max) / sum;
                    Assert.Equal(p, softmax[(r * classes) + j], 1e-5 * p + 1e-9);
                    Assert.Equal(row[j] - max - Math.Log(sum), logarithm[(r * classes) + j], 1e-5);
                    Assert.Equal(0.25 * (p - (j == labels[r] ? 1 : 0)), residual[(r * classes) + j], 1e-6);
                }
            }

            float[] inPlace = [.. logits];
            Softmax.Log(threads, inPlace, inPlace, rows, classes);
            Numbers.AssertSameBits(logarithm, inPlace, "logarithm in place of the logits");
            float[] bothLosses = new float[rows];
            CrossEntropy.LossAndResidual(threads, logits, labels, bothLosses, logits, rows, classes, 0.25f);
            Numbers.AssertSameBits(losses, bothLosses, "losses");
            Numbers.AssertSameBits(residual, logits, "residual in place of the logits");
        }
    }

    [Fact]
    public void LogarithmOfSoftmax_IsFiniteWhereTheSoftmaxIsZero()
    {
        float[] y = new float[3];
        Softmax.Log(Threads.Shared, [0, 1000, -1e30f], y, 1, 3);
        Assert.Equal([-1000f, 0f, -1e30f], y);
        Softmax.Log(Threads.Shared, [0, float.NaN, 1], y, 1, 3);
        Assert.All(y, static value => Assert.Equal(float.NaN, value));
        Softmax.Log(Threads.Shared, [0, float.NegativeInfinity, 0], y, 1, 3);
        Assert.Equal([-0.693147f, float.NegativeInfinity, -0.693147f], y, static (a, b) => a == b || MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void HugeLogits_NeitherOverflowNorLoseTheLoss()
    {
        float[] losses = new float[2];
        CrossEntropy.Loss(Threads.Shared, [1e30f, 0f, 0f, -1000f, 0f, -1000f], [0, 2], losses, 2, 3);
        Assert.Equal([0f, 1000f], losses);
    }

    [Fact]
    public void NaNInfinityAndRowsOfMinusInfinity_GiveNaN()
    {
        float[] losses = new float[3];
        float[] logits = [float.NaN, 0f, float.PositiveInfinity, 0f, float.NegativeInfinity, float.NegativeInfinity];
        CrossEntropy.Loss(Threads.Shared, logits, [1, 1, 1], losses, 3, 2);
        Assert.All(losses, static x => Assert.True(float.IsNaN(x)));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void FewAndManyRows_KeepTheDigitsOfWhatIsNearlySure(int width)
    {
        foreach (int rows in new[] { 1, 2, 21 })
        {
            Threads threads = Machine.WithWidth(width);
            float[] losses = new float[rows];
            float[] residual = new float[3 * rows];
            float[] logits = [.. Enumerable.Range(0, rows).SelectMany(static r => new[] { -18f - r, 0.5f, -30f })];
            CrossEntropy.LossAndResidual(threads, logits, [.. Enumerable.Repeat(1, rows)], losses, residual, rows, 3);
            for (int r = 0; r < rows; r++)
            {
                double others = Math.Exp(-18.5 - r) + Math.Exp(-30.5);
                double loss = others - (others * others / 2);
                Assert.Equal(loss, losses[r], 1e-6 * loss);
                Assert.Equal(-others / (1 + others), residual[(3 * r) + 1], 1e-6 * others);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void EqualLogits_AndHopelessOnes_HaveTheirLosses(int width)
    {
        foreach (int rows in new[] { 1, 21 })
        {
            float[] losses = new float[2 * rows];
            float[] logits = [.. Enumerable.Range(0, rows).SelectMany(static _ => new[] { 3f, 3f, 3f, -40f, 60f, 60f })];
            CrossEntropy.Loss(Machine.WithWidth(width), logits, [.. Enumerable.Range(0, 2 * rows).Select(static r => r % 2 == 0 ? 1 : 0)], losses, 2 * rows, 3);
            for (int r = 0; r < 2 * rows; r += 2)
            {
                Assert.Equal(Math.Log(3), losses[r], 1e-6);
                Assert.Equal(100 + Math.Log(2), losses[r + 1], 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void RowsBesideOthersWithNaN_KeepTheirValues(int width)
    {
        const int Rows = 37;
        Threads threads = Machine.WithWidth(width);
        float[] logits = Numbers.Random(Rows * 3, seed: 4);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(static r => r % 3)];
        float[] expected = new float[Rows * 3];
        float[] losses = new float[Rows];
        CrossEntropy.LossAndResidual(threads, logits, labels, losses, expected, Rows, 3);
        int[] bad = [0, 5, 16, 36];
        logits[0] = float.NaN;
        logits[(5 * 3) + 2] = float.PositiveInfinity;
        logits.AsSpan(16 * 3, 3).Fill(float.NegativeInfinity);
        logits[(36 * 3) + 1] = float.NaN;
        float[] found = new float[Rows * 3];
        float[] softmax = new float[Rows * 3];
        float[] foundLosses = new float[Rows];
        CrossEntropy.LossAndResidual(threads, logits, labels, foundLosses, found, Rows, 3);
        Softmax.Forward(threads, logits, softmax, Rows, 3);
        for (int r = 0; r < Rows; r++)
        {
            bool isBad = bad.Contains(r);
            Assert.Equal(isBad ? float.NaN : losses[r], foundLosses[r]);
            for (int j = 3 * r; j < (3 * r) + 3; j++)
            {
                Assert.Equal(isBad ? float.NaN : expected[j], found[j]);
                Assert.Equal(isBad, float.IsNaN(softmax[j]));
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void LabelThatIsNoClass_IsRefusedWithItsRow(int label)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            CrossEntropy.Loss(Threads.Shared, new float[6], [0, label], new float[2], 2, 3));
        Assert.Contains($"Expected labels from 0 to 2, found {label} in row 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongLengths_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => CrossEntropy.Loss(Threads.Shared, new float[6], [0], new float[2], 2, 3));
        Assert.Throws<ArgumentException>(() => CrossEntropy.Loss(Threads.Shared, new float[6], [0, 0], new float[3], 2, 3));
        Assert.Throws<ArgumentException>(() => CrossEntropy.Residual(Threads.Shared, new float[6], [0, 0], new float[5], 2, 3));
        Assert.Throws<ArgumentException>(() => Softmax.Forward(Threads.Shared, new float[6], new float[5], 2, 3));
    }
}
