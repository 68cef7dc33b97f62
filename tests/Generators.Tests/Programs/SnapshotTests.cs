namespace Adjoint.Generators.Tests.Programs;

/// <summary>What the generator writes, as a person would read it.</summary>
public sealed class SnapshotTests
{
    private const string Mlp = """
        using Adjoint;
        using static Adjoint.Loss;

        namespace Company.Models;

        /// <summary>A regression on eight numbers.</summary>
        [Model(Input = "8", Loss = MeanSquaredError)]
        public partial record Mlp(
            [Dense(16), Tanh]            Layer Hidden,
            [Dense(16), LeakyRelu(0.1f)] Layer Second,
            [Dense(3, Bias = false)]     Layer Output);
        """;

    [Fact]
    public void DigitNet()
    {
        GeneratorRun run = GeneratorFixture.Run(GeneratorFixture.DigitNet);
        run.AssertReports();
        Snapshot.Match(run["DigitNet.Members.g.cs"], "Members");
        Snapshot.Match(run["DigitNet.Program.g.cs"], "Program");
    }

    [Fact]
    public void RegressionMlp()
    {
        GeneratorRun run = GeneratorFixture.Run(Mlp);
        run.AssertReports();
        Snapshot.Match(run["Company.Models.Mlp.Members.g.cs"], "Members");
        Snapshot.Match(run["Company.Models.Mlp.Program.g.cs"], "Program");
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Output_IsTheSameInEveryCulture(string source)
    {
        IReadOnlyList<(string, string)>[] runs = [.. GeneratorFixture.HostileCultures.Append("").Select(culture => GeneratorFixture.Run(source, culture).Files)];
        Assert.All(runs, files => Assert.Equal(runs[0], files));
    }

    public static TheoryData<string> Sources => [GeneratorFixture.DigitNet, Mlp];
}
