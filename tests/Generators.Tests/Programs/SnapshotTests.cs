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

    private const string LowRank = """
        using Adjoint;
        using static Adjoint.Loss;

        namespace Company.Models;

        /// <summary>A network whose first part is adapted by changes of rank 2.</summary>
        [Model(Input = "32", Loss = CrossEntropy)]
        public partial record Adapted(
            [LowRank(2, Scale = 0.5f), Dense(32), Relu, Dense(24), Relu] Layer Body,
            [Dense(4)]                                                   Layer Head);
        """;

    private const string Masked = """
        using Adjoint;
        using static Adjoint.Loss;

        namespace Company.Models;

        /// <summary>A network of which a part can be pruned.</summary>
        [Model(Input = "16", Loss = CrossEntropy)]
        public partial record Pruned(
            [Masked, Dense(24), Relu] Layer Body,
            [Dense(4)]                Layer Head);
        """;

    private const string Derived = """
        using Adjoint;
        using static Adjoint.Loss;

        namespace Company.Models;

        /// <summary>A network of which a part is computed again, a part kept in less memory, and a part trained in part.</summary>
        [Model(Input = "16", Loss = CrossEntropy), Budget(TrainingMemory = "32 KB", Batch = 4)]
        public partial record Derived(
            [Frozen, Dense(24), Relu]              Layer First,
            [SparseUpdate(0.25f), Dense(24), Gelu] Layer Second,
            [Recompute, LayerNorm, Dense(16), Gelu, Dense(24), Gelu] Layer Third,
            [Keep(As = Storage.Int8), Dense(20), Silu] Layer Fourth,
            [Dense(4)]                             Layer Head);
        """;

    private const string HeadOnly = """
        using Adjoint;

        namespace Company.Models;

        /// <summary>A network whose last part alone is trained.</summary>
        [Model]
        public partial record Tuned(
            [Dense(24), Tanh] Layer First,
            [Dense(24), Tanh] Layer Second,
            [Dense(4)]        Layer Head)
        {
            public Expr Forward([Shape("16")] Expr x) => Head(Second(First(x)));

            [Objective]
            public Expr Whole([Shape("16")] Expr x, [Shape("4")] Expr target) => Ops.Mean(Ops.Square(Forward(x) - target));

            [Objective(Updates = [nameof(Head)])]
            public Expr Tune([Shape("16")] Expr x, [Shape("4")] Expr target) => Ops.Mean(Ops.Square(Forward(x) - target));
        }
        """;

    [Fact]
    public void DerivedForTheJob()
    {
        GeneratorRun run = GeneratorFixture.Run(Derived);
        run.AssertReports();
        Snapshot.Match(TrainingStep(run["Company.Models.Derived.Program.g.cs"]), "Training");
    }

    [Fact]
    public void HeadOnlyObjective_HasNoWorkForOtherParts()
    {
        GeneratorRun run = GeneratorFixture.Run(HeadOnly);
        run.AssertReports();
        string text = run["Company.Models.Tuned.Program.g.cs"];
        int start = text.IndexOf("// Tuned: loss and gradient of Tune", StringComparison.Ordinal);
        Assert.True(start > 0, text);
        string tune = text[start..];
        tune = tune[..tune.IndexOf("return ", StringComparison.Ordinal)];
        Snapshot.Match(tune, "Training");
        Assert.DoesNotContain("Gradient of First", tune, StringComparison.Ordinal);
        Assert.DoesNotContain("Gradient of Second", tune, StringComparison.Ordinal);
        Assert.Contains("Gradient of Second.Dense.Kernel", text, StringComparison.Ordinal);
    }

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
        Snapshot.Match(TrainingStep(run["Company.Models.Reader.Program.g.cs"]), "Training");
    }

    [Fact]
    public void RecurrentClassifier()
    {
        GeneratorRun run = GeneratorFixture.Run(Recurrent);
        run.AssertReports();
        Snapshot.Match(TrainingStep(run["Company.Models.Gestures.Program.g.cs"]), "Training");
    }

    [Fact]
    public void LowRankChange()
    {
        GeneratorRun run = GeneratorFixture.Run(LowRank);
        run.AssertReports();
        Snapshot.Match(TrainingStep(run["Company.Models.Adapted.Program.g.cs"]), "Training");
    }

    [Fact]
    public void MaskedWeights()
    {
        GeneratorRun run = GeneratorFixture.Run(Masked);
        run.AssertReports();
        Snapshot.Match(TrainingStep(run["Company.Models.Pruned.Program.g.cs"]), "Training");
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Output_IsTheSameInEveryCulture(string source)
    {
        IReadOnlyList<(string, string)>[] runs = [.. GeneratorFixture.HostileCultures.Append("").Select(culture => GeneratorFixture.Run(source, culture).Files)];
        Assert.All(runs, files => Assert.Equal(runs[0], files));
    }

    /// <summary>The first program of a file: loss and gradient.</summary>
    private static string TrainingStep(string programs)
    {
        const string Start = "        // ";
        int start = programs.IndexOf(": loss and gradient", StringComparison.Ordinal);
        int end = programs.IndexOf(": loss, as in prediction", StringComparison.Ordinal);
        return programs[programs.LastIndexOf(Start, start, StringComparison.Ordinal)..programs.LastIndexOf(Start, end, StringComparison.Ordinal)];
    }

    public static TheoryData<string> Sources => [GeneratorFixture.DigitNet, Mlp, Attention, Recurrent];
}
