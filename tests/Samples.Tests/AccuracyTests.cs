namespace Samples.Tests;

/// <summary>What the samples promise of their networks, on rows that took no part in any choice.</summary>
public sealed class AccuracyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Digits_AreReadRightlyNinetySevenTimesOfAHundred(int seed)
    {
        double accuracy = SampleProgram.Digits("--seed", $"{seed}").TestAccuracy();
        Assert.True(accuracy >= 0.97, $"seed {seed}: {accuracy}");
    }

    [Fact]
    public void FSharpSample_TrainsTheModelOfTheCSharpProject()
    {
        double accuracy = SampleProgram.FSharp().TestAccuracy();
        Assert.True(accuracy >= 0.96, $"{accuracy}");
    }
}
