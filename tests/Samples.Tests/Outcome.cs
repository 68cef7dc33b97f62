using System.Globalization;
using System.Text.RegularExpressions;

namespace Samples.Tests;

/// <summary>How a program ended and what it wrote.</summary>
internal sealed partial record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>What the program calls itself in its messages.</summary>
    public string Program { get; init; } = "digits";

    /// <summary>The last line of standard output.</summary>
    public string LastLine => Output.TrimEnd('\r', '\n').Split('\n')[^1].TrimEnd('\r');

    /// <summary>The accuracy that the last line tells, which must be in the form that it is promised in.</summary>
    public double TestAccuracy()
    {
        AssertSucceeded();
        Match match = AccuracyLine().Match(LastLine);
        Assert.True(match.Success, $"The last line is no accuracy: '{LastLine}'");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Asserts that all went well and nothing was complained of.</summary>
    public void AssertSucceeded() => Assert.True(ExitCode == 0 && Error.Length == 0, $"Exit code {ExitCode}, standard error:\n{Error}\nstandard output:\n{Output}");

    /// <summary>Asserts that the program ended with a code and one line on standard error that holds some words.</summary>
    public void AssertRefused(int exitCode, params string[] words)
    {
        Assert.True(ExitCode == exitCode, $"Expected exit code {exitCode}, found {ExitCode}; standard error:\n{Error}");
        string line = Assert.Single(Error.TrimEnd('\r', '\n').Split('\n'));
        Assert.StartsWith($"{Program}: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
        Assert.DoesNotContain("test accuracy", Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^test accuracy ([01]\.[0-9]{3})$")]
    private static partial Regex AccuracyLine();
}
