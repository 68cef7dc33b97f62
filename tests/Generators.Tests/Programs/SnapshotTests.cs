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

    private const string Attention = """
        using Adjoint;
        using static Adjoint.Loss;

        namespace Company.Models;

        /// <summary>Six steps that look at what came before them.</summary>
        [Model(Input = "6, 8", Loss = MeanSquaredError)]
        public partial record Reader(
            [SelfAttention(Heads = 2, Causal = true), LayerNorm] Layer Context,
            [Dense(3)]                                           Layer Output);
        """;

    private const string Recurrent = """
        using Adjoint;
        using static Adjoint.Loss;

        namespace Company.Models;

        /// <summary>A movement of five steps, one of four kinds.</summary>
        [Model(Input = "5, 3", Loss = CrossEntropy)]
        public partial record Gestures(
            [Lstm(8, Last = true)] Layer Memory,
            [Dense(4)]             Layer Kind);
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

    [Fact]
    public void AttentionOfTwoHeads()
    {
        GeneratorRun run = GeneratorFixture.Run(Attention);
        run.AssertReports();
        Snapshot.Match(run["Company.Models.Reader.Program.g.cs"], "Program");
    }

    [Fact]
    public void RecurrentClassifier()
    {
        GeneratorRun run = GeneratorFixture.Run(Recurrent);
        run.AssertReports();
        Snapshot.Match(run["Company.Models.Gestures.Program.g.cs"], "Program");
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Output_IsTheSameInEveryCulture(string source)
    {
        IReadOnlyList<(string, string)>[] runs = [.. GeneratorFixture.HostileCultures.Append("").Select(culture => GeneratorFixture.Run(source, culture).Files)];
        Assert.All(runs, files => Assert.Equal(runs[0], files));
    }

    public static TheoryData<string> Sources => [GeneratorFixture.DigitNet, Mlp, Attention, Recurrent];
}
