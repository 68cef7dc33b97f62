using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Samples.Tests;

/// <summary>What the C# sample writes when its output is not a terminal.</summary>
public sealed partial class OutputTests(SavedModel model) : IClassFixture<SavedModel>
{
    [Fact]
    public void RedirectedOutput_IsPlainLines()
    {
        Assert.All(model.Output, character => Assert.True(character is '\n' or '\r' or (>= ' ' and <= '~'), $"character {(int)character}"));
        Assert.All(model.Output.Split('\n'), line => Assert.True(line.Length <= 80 || line.StartsWith("saved ", StringComparison.Ordinal), line));
        Assert.Equal(2, EpochLine().Count(model.Output));
    }

    [Fact]
    public void DecimalCommaCulture_ChangesNothing()
    {
        // The sample asks for no culture at all; here it must ask for the user's, as a copy of it in someone's project would.
        using TemporaryFolder folder = new();
        JsonNode configuration = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Digits.runtimeconfig.json")))!;
        configuration["runtimeOptions"]!["configProperties"]!["System.Globalization.Invariant"] = false;
        string file = folder.Write("Digits.runtimeconfig.json", configuration.ToJsonString());

        Outcome german = SampleProgram.Run(["exec", "--runtimeconfig", file, "--depsfile", "Digits.deps.json", "Digits.dll", "--epochs", "2"], locale: "de_DE.UTF-8");
        german.AssertSucceeded();
        Assert.Equal(2, EpochLine().Count(german.Output));
        Assert.Equal(AfterTraining(model.Output), AfterTraining(german.Output));
    }

    private static string AfterTraining(string output) => output[output.IndexOf("is, read as", StringComparison.Ordinal)..];

    [GeneratedRegex(@"^epoch +[12] of 2  loss [0-9]+\.[0-9]{4}  accuracy [01]\.[0-9]{3}  +[0-9,]+ samples/s *\r?$", RegexOptions.Multiline)]
    private static partial Regex EpochLine();
}
