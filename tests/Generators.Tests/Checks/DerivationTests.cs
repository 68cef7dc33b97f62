using System.Reflection;
using static Adjoint.Generators.Tests.Checks.Reports;

namespace Adjoint.Generators.Tests.Checks;

/// <summary>Sparse updates and budgets that can't be are reported at their attributes.</summary>
public sealed class DerivationTests
{
    private static readonly string Project = typeof(DerivationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static metadata => metadata.Key == "ProjectFolder").Value!;

    private const string Layers = "public partial record Net([Dense(64), Tanh] Layer Hidden, [Dense(3)] Layer Head);";

    [Theory]
    [InlineData("SparseUpdate(0.5f)")]
    [InlineData("SparseUpdate(Only = \"0..2, 3\")")]
    [InlineData("SparseUpdate(Along = WeightAxis.Outputs, Only = \"5\")")]
    [InlineData("Recompute")]
    [InlineData("Keep(As = Storage.Int8, Scales = ScaleOf.Tensor)")]
    public void DerivationsThatFit_AreRight(string derivation) => Of(Chain($"[{derivation}, Dense(8), Tanh] Layer Hidden, [Dense(3)] Layer Head"));

    [Fact]
    public void TheReadmesExample_IsRight() => Of(
        """
        [Model(Input = "1, 8, 8"), Budget(TrainingMemory = "256 KB", Batch = 1)]
        public partial record Reader(
            [Frozen, Conv2D(16), Relu]                             Layer Stem,
            [Recompute, Conv2D(32), BatchNorm, Silu]               Layer Middle,
            [Keep(As = Storage.Int8), Conv2D(32), Silu]            Layer Late,
            [SparseUpdate(0.25f), MaxPool(4), Flatten, Dense(64), Relu] Layer Hidden,
            [LowRank(8), Dense(64), Relu]                          Layer Adapted,
            [Dense(10)]                                            Layer Logits)
        {
            public Expr Forward(Expr image) => Logits(Adapted(Hidden(Late(Middle(Stem(image))))));

            [Objective]
            public Expr Learn([Shape("1, 8, 8")] Expr image, [Shape("10")] Expr goal) => Square(Forward(image) - goal);

            [Objective(Updates = ["*.Bias", "Logits"])]
            public Expr Tune([Shape("1, 8, 8")] Expr image, [Shape("10")] Expr goal) => Square(Forward(image) - goal);
        }
        """);

    [Fact]
    public void PositionsThatAreNone_AreReportedAtTheAttribute()
    {
        Of(
            Chain("[SparseUpdate(Only = \"4..2\"), Dense(8)] Layer Hidden, [Relu, Dense(3)] Layer Head"),
            "ADJ0214 [SparseUpdate(Only = \"4..2\")] [SparseUpdate] can't choose what it trains: \"4..2\" are no positions; write ascending ranges without their ends, as in \"0..8, 24, 32..40\"");
        Of(
            Chain("[SparseUpdate(Only = \"40..50\"), Dense(8)] Layer Hidden, [Relu, Dense(3)] Layer Head"),
            "ADJ0214 [SparseUpdate(Only = \"40..50\")] [SparseUpdate] can't choose what it trains: 'Hidden.Dense.Kernel' has 4 positions there, none of which is named");
    }

    [Fact]
    public void AFractionOutOfRange_IsReported() => Starts(
        Chain("[SparseUpdate(1.5f), Dense(8), Relu] Layer Hidden, [Dense(3)] Layer Head"),
        "ADJ0012 [1.5f] Fraction of 'SparseUpdate' is 1.5; it must be above 0 and at most 1");

    [Fact]
    public void AFractionBesidePositions_IsReported() => Of(
        Chain("[SparseUpdate(0.5f, Only = \"0..2\"), Dense(8), Relu] Layer Hidden, [Dense(3)] Layer Head"),
        "ADJ0214 [SparseUpdate(0.5f, Only = \"0..2\")] [SparseUpdate] can't choose what it trains: the fraction and Only both say which positions are trained; remove one of the two");

    [Theory]
    [InlineData("Masked", "Dropout(0.5f)", "[Masked] of 'Part' changes nothing: it has no weights of two axes or more, which masks are for")]
    [InlineData("Masked", "LayerNorm", "[Masked] of 'Part' changes nothing: it has no weights of two axes or more, which masks are for")]
    [InlineData("SparseUpdate(0.5f)", "Dropout(0.5f)", "[SparseUpdate] of 'Part' changes nothing: it has no weights of two axes or more, of which some")]
    [InlineData("SparseUpdate", "Dense(8)", "[SparseUpdate] of 'Part' changes nothing: all positions are trained; choose fewer, as in [SparseUpdate(0.25f)]")]
    [InlineData("SparseUpdate(1f)", "Dense(8)", "[SparseUpdate] of 'Part' changes nothing: all positions are trained; choose fewer, as in [SparseUpdate(0.25f)]")]
    [InlineData("SparseUpdate(0.5f)", "Frozen, Dense(8)", "[SparseUpdate] of 'Part' changes nothing: [Frozen] trains nothing of it; remove one of the two")]
    [InlineData("Keep", "Dense(8)", "[Keep] of 'Part' changes nothing: values are kept as they are computed; write [Keep(As = Storage.Half)], or remove it")]
    [InlineData("Keep(As = Storage.Int8)", "Recompute, Dense(8)", "[Keep] of 'Part' changes nothing: [Recompute] keeps nothing of it; remove one of the two")]
    public void AnAttributeThatChangesNothing_IsReported(string derivation, string layers, string message) => Starts(
        Chain($"[Dense(8), Tanh] Layer First, [{derivation}, {layers}] Layer Part, [Tanh, Dense(3)] Layer Head"), $"ADJ0215 [{derivation}] {message}");

    [Fact]
    public void AStepOverItsBudget_IsReportedWithTheBytesOver()
    {
        Of("[Model(Input = \"16\", Loss = CrossEntropy), Budget(TrainingMemory = \"12 KB\")] " + Layers);
        Starts(
            "[Model(Input = \"16\", Loss = CrossEntropy), Budget(TrainingMemory = \"10 KB\")] " + Layers,
            "ADJ0601 [Budget(TrainingMemory = \"10 KB\")] A training step of 'Loss' takes 11,076 bytes for a batch of 1, 836 bytes more than its budget of 10,240 bytes; the largest are "
            + "'Hidden.Dense.Kernel' [16, 64] with 4,096 bytes, the gradient of 'Hidden.Dense.Kernel' [16, 64] with 4,096 bytes, 'Head.Dense.Kernel' [64, 3] with 768 bytes; "
            + "[Frozen] on 'Hidden' is enough: it saves 4,");
    }

    [Fact]
    public void ALayerMoreThanTheBudgetHas_BreaksTheBuildOfTheSample()
    {
        string file = File.ReadAllText(Path.Combine(Project, "..", "..", "samples", "Zoo", "Systems", "TinyTraining.cs"));
        int start = file.IndexOf("using static Adjoint.Ops;", StringComparison.Ordinal);
        string declarations = "using Adjoint;\n" + file[start..file.IndexOf("internal sealed class", StringComparison.Ordinal)];
        Assert.Empty(Budgets(declarations));
        string more = declarations.Replace("[GlobalAvgPool, Dense(10)] ", "[GlobalAvgPool, Dense(40), Relu, Dense(10)] ", StringComparison.Ordinal);
        Assert.NotEqual(declarations, more);
        string refused = Assert.Single(Budgets(more));
        Assert.Matches("^ADJ0601 .*takes 26[0-9],[0-9]{3} bytes for a batch of 1, [0-9,]+ bytes more than its budget of 262,144 bytes; the largest are ", refused);

        static string[] Budgets(string source) =>
            [.. GeneratorFixture.Run(source).Diagnostics.Where(static line => line.StartsWith("ADJ", StringComparison.Ordinal) && !line.StartsWith("ADJ03", StringComparison.Ordinal))];
    }

    [Fact]
    public void BudgetOfAnObjective_IsItsOwn() => Starts(
        """
        [Model] public partial record Two([Dense(64), Tanh] Layer Hidden, [Dense(3)] Layer Head)
        {
            public Expr Forward([Shape("16")] Expr x) => Head(Hidden(x));
            [Objective] public Expr Whole([Shape("16")] Expr x) => Square(Forward(x));
            [Objective(Updates = [nameof(Head)]), Budget(Flops = "1 K")] public Expr Tune([Shape("16")] Expr x) => Square(Forward(x));
        }
        """,
        "ADJ0601 [Budget(Flops = \"1 K\")] A training step of 'Tune' takes ");

    [Fact]
    public void ABudgetOfWhatIsNotTrained_IsReported()
    {
        Of(
            """
            [Model] public partial record Net([Dense(8), Tanh] Layer Hidden)
            {
                public Expr Forward([Shape("8")] Expr x) => Hidden(x);
                [Objective] public Expr Learn([Shape("8")] Expr x) => Square(Forward(x));
                [Budget(TrainingMemory = "1 KB")] public Expr Other([Shape("8")] Expr x) => Square(Forward(x));
            }
            """,
            "ADJ0602 [Budget(TrainingMemory = \"1 KB\")] [Budget] can't be held: 'Other' is no objective, so nothing trains by it; add [Objective], or put the budget on the model");
        Of(
            """
            [Model, Budget(TrainingMemory = "1 KB")] public partial record Block([Dense(8)] Layer Only) { public Expr Forward([Shape("8")] Expr x) => Only(x); }
            """,
            "ADJ0602 [Budget(TrainingMemory = \"1 KB\")] [Budget] can't be held: 'Block' is part of other models, and has no training step of its own; put it on the model that is trained");
    }

    [Fact]
    public void ABudgetThatIsNone_IsReported() => Of(
        "[Model(Input = \"16\", Loss = CrossEntropy), Budget(TrainingMemory = \"much\")] " + Layers,
        "ADJ0602 [Budget(TrainingMemory = \"much\")] [Budget] can't be held: \"much\" is not a size in memory, as in \"256 KB\"");
}
