using Adjoint.Compiler.Support;

namespace Adjoint.Tests;

public sealed class DatasetTests
{
    private static Dataset Numbered(int count) =>
        Dataset.WithLabels([.. Enumerable.Range(0, 2 * count)], [.. Enumerable.Range(0, count)], inputLength: 2);

    [Fact]
    public void Values_AreCopied()
    {
        float[] inputs = [1, 2, 3, 4];
        int[] labels = [0, 1];
        Dataset data = Dataset.WithLabels(inputs, labels, 2);
        inputs[0] = 9;
        labels[0] = 9;

        Assert.Equal([1, 2], data.Input(0).ToArray());
        Assert.Equal(0, data.Labels[0]);
        Assert.Equal("2 rows of 2 inputs with labels", data.ToString());
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void NonFiniteValue_IsRefusedWithRowAndColumn(float value, string text)
    {
        float[] values = [1, 2, 3, 4, 5, value];

        ArgumentException exception = Assert.Throws<ArgumentException>(() => Dataset.WithLabels(values, [0, 1], 3));
        Assert.StartsWith($"The input in row 1, column 2 is {text}; every value must be finite.", exception.Message);
        exception = Assert.Throws<ArgumentException>(() => Dataset.WithTargets([1, 2, 3], values, 1, 2));
        Assert.StartsWith($"The target in row 2, column 1 is {text}; every value must be finite.", exception.Message);
    }

    [Fact]
    public void WrongLengths_SayExpectedAndFound()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Dataset.WithLabels([1, 2, 3], [0, 1], 2));
        Assert.StartsWith("Expected 4 inputs (2 rows of 2), found 3.", exception.Message);
        exception = Assert.Throws<ArgumentException>(() => Dataset.WithTargets([1, 2], [1, 2, 3], 1, 2));
        Assert.StartsWith("Expected 2 targets (1 rows of 2), found 3.", exception.Message);
        exception = Assert.Throws<ArgumentException>(() => Dataset.WithTargets([1, 2, 3], [1, 2], 1, 1));
        Assert.StartsWith("Expected 2 inputs (2 rows of 1), found 3.", exception.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.WithLabels([], [], 0));
    }

    [Fact]
    public void NegativeLabel_IsRefusedWithRow()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Dataset.WithLabels([1, 2], [0, -1], 1));
        Assert.StartsWith("Row 1 has label -1; labels count classes from 0.", exception.Message);
    }

    [Fact]
    public void Select_TakesRowsInOrderAndRepeatedly()
    {
        Dataset data = Numbered(4).Select([3, 0, 3]);

        Assert.Equal([3, 0, 3], data.Labels.ToArray());
        Assert.Equal([6, 7, 0, 1, 6, 7], data.Inputs.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(4).Select([4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(4).Select([-1]));
    }

    [Fact]
    public void Select_TakesTargetsAlong()
    {
        Dataset data = Dataset.WithTargets([1, 2, 3], [10, 11, 20, 21, 30, 31], 1, 2).Select([2, 0]);

        Assert.Equal([30, 31, 10, 11], data.Targets.ToArray());
        Assert.Equal([30, 31], data.Target(0).ToArray());
        Assert.False(data.HasLabels);
    }

    [Fact]
    public void SplitEvery_HoldsOutEveryKthRow()
    {
        (Dataset train, Dataset test) = Numbered(11).SplitEvery(5);

        Assert.Equal([0, 1, 2, 3, 5, 6, 7, 8, 10], train.Labels.ToArray());
        Assert.Equal([4, 9], test.Labels.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(3).SplitEvery(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public void SplitAt_CutsInTwo(int row)
    {
        (Dataset first, Dataset second) = Numbered(5).SplitAt(row);

        Assert.Equal(Enumerable.Range(0, row), first.Labels.ToArray());
        Assert.Equal(Enumerable.Range(row, 5 - row), second.Labels.ToArray());
    }

    [Fact]
    public void Shuffled_KeepsRowsTogether()
    {
        Dataset shuffled = Numbered(100).Shuffled(seed: 4);

        Assert.NotEqual(Enumerable.Range(0, 100), shuffled.Labels.ToArray());
        Assert.Equal(Enumerable.Range(0, 100), shuffled.Labels.ToArray().Order());
        for (int row = 0; row < 100; row++)
        {
            Assert.Equal([2 * shuffled.Labels[row], (2 * shuffled.Labels[row]) + 1], shuffled.Input(row).ToArray());
        }
    }

    [Fact]
    public void Shuffle_DependsOnSeedAndEpochOnly()
    {
        int[] Order(ulong seed, ulong epoch)
        {
            int[] order = new int[50];
            Shuffle.Fill(order, seed, epoch);
            return order;
        }

        Assert.Equal(Order(1, 2), Order(1, 2));
        Assert.NotEqual(Order(1, 2), Order(1, 3));
        Assert.NotEqual(Order(1, 2), Order(2, 2));
        Assert.NotEqual(Order(1, 2), Order(1, 2 + (1UL << 32)));
    }

    [Fact]
    public void Shuffle_IsTheDocumentedAlgorithm()
    {
        // Written from the description, for a length at which a rejection is out of the question in practice.
        int[] expected = [.. Enumerable.Range(0, 20)];
        uint draw = 0;
        for (int i = 19; i > 0; i--)
        {
            int j = (int)((Philox.Word(9, 3, 0xFFFFFFFF, draw++) * (ulong)(i + 1)) >> 32);
            (expected[i], expected[j]) = (expected[j], expected[i]);
        }

        int[] order = new int[20];
        Shuffle.Fill(order, seed: 9, epoch: 3);
        Assert.Equal(expected, order);
    }

    [Fact]
    public void Shuffle_GivesAllOrdersEquallyOften()
    {
        const int trials = 60_000;
        Dictionary<string, int> counts = [];
        int[] order = new int[4];
        for (uint epoch = 0; epoch < trials; epoch++)
        {
            Shuffle.Fill(order, seed: 11, epoch);
            string key = string.Join(',', order);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        // χ² with 23 degrees of freedom is above 49.7 once in a thousand.
        double expected = trials / 24.0;
        double chi = counts.Values.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.Equal(24, counts.Count);
        Assert.True(chi < 49.7, $"χ² = {chi}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Shuffle_OfNothing_IsNothing(int length)
    {
        int[] order = new int[length];
        Shuffle.Fill(order, 1, 1);
        Assert.Equal(Enumerable.Range(0, length), order);
    }

    [Fact]
    public void BoundedDraw_RejectsSoThatThirdsAreEven()
    {
        // Of 2³² words a bound of 3·2³⁰ must reject a quarter; without that, thirds of the range would get 1/2, 1/4 and 1/4.
        const uint bound = 3u << 30;
        const int draws = 30_000;
        int[] thirds = new int[3];
        uint draw = 0;
        for (int i = 0; i < draws; i++)
        {
            thirds[Shuffle.Bounded(bound, seed: 5, epoch: 1, ref draw) % 3]++;
        }

        // A count's standard deviation is √(n · 1/3 · 2/3) = 82; five are allowed.
        Assert.All(thirds, static count => Assert.InRange(count, (draws / 3) - 410, (draws / 3) + 410));
        Assert.InRange(draw, draws * 1.32, draws * 1.35);
    }
}
