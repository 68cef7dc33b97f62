namespace Adjoint.Tests;

public sealed class DatasetWindowTests
{
    [Fact]
    public void NextTokens_AreTheWindowOneTokenLater()
    {
        Dataset data = Dataset.NextTokens([5, 6, 7, 8, 9, 10, 11, 12], length: 3);

        Assert.Equal("2 rows of 3 whole numbers with 3 labels", data.ToString());
        Assert.Equal([5, 6, 7, 8, 9, 10], data.IntegerInputs.ToArray());
        Assert.Equal([6, 7, 8, 9, 10, 11], data.Labels.ToArray());
    }

    [Theory]
    [InlineData(7, 3, 3, 2)]
    [InlineData(6, 3, 3, 1)]
    [InlineData(4, 3, 3, 1)]
    [InlineData(8, 3, 1, 5)]
    [InlineData(20, 3, 7, 3)]
    public void NextTokens_TakeEveryWindowWithALabelForEachPosition(int tokens, int length, int stride, int rows)
    {
        int[] text = [.. Enumerable.Range(0, tokens)];
        Dataset data = Dataset.NextTokens(text, length, stride);

        Assert.Equal(rows, data.Count);
        for (int row = 0; row < rows; row++)
        {
            Assert.Equal(Enumerable.Range(row * stride, length), data.IntegerInput(row).ToArray());
            Assert.Equal(Enumerable.Range((row * stride) + 1, length), data.Labels.Slice(row * length, length).ToArray());
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(4)]
    public void Forecasts_AreWhatFollowsTheWindow(int stride)
    {
        const int width = 2;
        float[] series = [.. Enumerable.Range(0, 9 * width).Select(static value => (float)value)];
        Dataset data = Dataset.Forecasts(series, width, length: 3, horizon: 2, stride);

        Assert.Equal(((9 - 5) / stride) + 1, data.Count);
        Assert.Equal([3, 2], data.InputShape.ToArray());
        Assert.Equal(4, data.TargetLength);
        for (int row = 0; row < data.Count; row++)
        {
            int start = row * stride * width;
            Assert.Equal(series[start..(start + 6)], data.Input(row).ToArray());
            Assert.Equal(series[(start + 6)..(start + 10)], data.Target(row).ToArray());
        }
    }

    [Fact]
    public void TooShort_IsRefusedWithWhatIsNeeded()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Dataset.NextTokens([1, 2, 3], length: 3));
        Assert.StartsWith("Expected at least 4 tokens (3 for a window and 1 behind it), found 3.", exception.Message);
        exception = Assert.Throws<ArgumentException>(() => Dataset.Forecasts([1, 2, 3, 4], width: 2, length: 2, horizon: 1));
        Assert.StartsWith("Expected at least 3 steps (2 for a window and 1 behind it), found 2.", exception.Message);
        exception = Assert.Throws<ArgumentException>(() => Dataset.Forecasts([1, 2, 3, 4, 5], width: 2, length: 1, horizon: 1));
        Assert.StartsWith("Expected 4 values (2 rows of 2), found 5.", exception.Message);
    }

    [Fact]
    public void WrongSizes_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.NextTokens([1, 2], length: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.NextTokens([1, 2], length: 1, stride: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Forecasts([1, 2], width: 0, length: 1, horizon: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Forecasts([1, 2], width: 1, length: 0, horizon: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Forecasts([1, 2], width: 1, length: 1, horizon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Forecasts([1, 2], width: 1, length: 1, horizon: 1, stride: 0));
        Assert.Throws<ArgumentException>(() => Dataset.NextTokens([1, -2, 3], length: 1));
    }
}
