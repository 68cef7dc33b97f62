using System.Globalization;
using System.Text.RegularExpressions;

namespace Samples.Tests;

/// <summary>What the samples promise of their networks, on rows that took no part in any choice.</summary>
public sealed partial class AccuracyTests
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

    [Fact]
    public void ModelsThatFSharpDeclares_LearnTheirTasks()
    {
        Outcome outcome = SampleProgram.FSharp();
        outcome.AssertSucceeded();
        double[] accuracies = [.. TracedAccuracy().Matches(outcome.Output).Select(static match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(3, accuracies.Length);
        Assert.True(accuracies[0] >= 0.95 && accuracies[1] >= 0.95 && accuracies[2] >= 0.8, outcome.Output);
    }

    [GeneratedRegex(@"^  .*: +accuracy ([01]\.[0-9]{3})\r?$", RegexOptions.Multiline)]
    private static partial Regex TracedAccuracy();
}
