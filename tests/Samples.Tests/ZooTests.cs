namespace Samples.Tests;

/// <summary>Published systems keep what their papers claim, and the sample tells of it.</summary>
public sealed class ZooTests
{
    private static readonly string[] _names =
    [
        "auglocal", "biper", "diffgrad", "forward-gnn", "gpipe", "gradient-noise", "gradual-pruning", "green-training", "layer-norm", "lottery-tickets", "mesa",
        "neural-circuit-diagrams", "noprop", "only-batch-norm", "partial-connections", "physical-networks", "power-norm", "recurrent-networks", "sltt", "sparse-backpropagation", "tiny-training",
        "visual-query-tuning",
    ];

    [Theory]
    [InlineData("auglocal")]
    [InlineData("biper")]
    [InlineData("diffgrad")]
    [InlineData("forward-gnn")]
    [InlineData("gpipe")]
    [InlineData("gradual-pruning")]
    [InlineData("green-training")]
    [InlineData("layer-norm")]
    [InlineData("lottery-tickets")]
    [InlineData("mesa")]
    [InlineData("neural-circuit-diagrams")]
    [InlineData("noprop")]
    [InlineData("partial-connections")]
    [InlineData("power-norm")]
    [InlineData("sltt")]
    [InlineData("tiny-training")]
    [InlineData("visual-query-tuning")]
    public void QuickSystem_KeepsItsPropertyAndItsControlFails(string system)
    {
        using TemporaryFolder withoutData = new();
        Outcome outcome = SampleProgram.Zoo(system, "--data", withoutData["."]);
        outcome.AssertSucceeded();
        AssertKept(Checks(outcome));
        Assert.StartsWith($"PASSED {system} in ", outcome.LastLine, StringComparison.Ordinal);
    }

    // How long a step takes depends on what else the machine does: the line must be there, but may say either.
    [Fact]
    public void TimedSystem_KeepsWhatIsNoTime()
    {
        ILookup<bool, string> checks = Checks(SampleProgram.Zoo(3 * SampleProgram.Patience, "sparse-backpropagation"))
            .ToLookup(static line => line[5..].StartsWith("time of a step ", StringComparison.Ordinal));
        Assert.Single(checks[true]);
        AssertKept([.. checks[false]]);
    }

    [Fact]
    public void SameSeed_GivesTheSameFigures()
    {
        string[] once = Figures("--seed", "5");
        Assert.NotEmpty(once);
        Assert.Equal(once, Figures("--seed", "5"));
        Assert.NotEqual(once, Figures("--seed", "6"));
    }

    [Fact]
    public void List_NamesEverySystemWithItsNumberAndPaper()
    {
        Outcome list = SampleProgram.Zoo("list");
        list.AssertSucceeded();
        string[] lines = list.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(_names, lines.Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]).Order(StringComparer.Ordinal));
        Assert.Contains("130  layer-norm", list.Output, StringComparison.Ordinal);
        Assert.All(lines, static line => Assert.Matches(@"^[0-9]+ +[a-z0-9-]+ +.+ \(.+ [0-9]{4}\)$", line));
    }

    [Fact]
    public void UnknownSystem_IsRefusedWithTheNamesOfAll() => SampleProgram.Zoo("layer-norms").AssertRefused(2, [.. _names, "'layer-norms'"]);

    [Theory]
    [InlineData("layer-norm --seed one", "--seed", "'one'")]
    [InlineData("layer-norm --threads 0", "--threads", "from 1 to 256", "'0'")]
    [InlineData("layer-norm --data no/such/folder", "--data", "'no/such/folder'")]
    public void WrongArgument_IsRefused(string arguments, params string[] words) => SampleProgram.Zoo(arguments.Split(' ')).AssertRefused(2, words);

    /// <summary>What was checked: the lines that begin with <c>PASS</c> or <c>FAIL</c>.</summary>
    private static string[] Checks(Outcome outcome) =>
        [.. outcome.Output.Split('\n', StringSplitOptions.TrimEntries).Where(static line => line.StartsWith("PASS ", StringComparison.Ordinal) || line.StartsWith("FAIL ", StringComparison.Ordinal))];

    private static void AssertKept(string[] checks)
    {
        Assert.Contains(checks, static line => line.Contains(" (at ", StringComparison.Ordinal));
        Assert.Contains(checks, static line => line.Contains(" (must miss at ", StringComparison.Ordinal));
        Assert.All(checks, static line => Assert.StartsWith("PASS ", line, StringComparison.Ordinal));
    }

    private static string[] Figures(params string[] arguments) =>
    [
        .. SampleProgram.Zoo(["layer-norm", .. arguments]).Output.Split('\n').Where(static line => line.StartsWith("PASS ", StringComparison.Ordinal)),
    ];
}
