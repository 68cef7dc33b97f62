using static Adjoint.Generators.Tests.Checks.Reports;

namespace Adjoint.Generators.Tests.Checks;

/// <summary>A weight that training can't change, or does not, is reported at its part, with where its gradient ends.</summary>
public sealed class GradientFlowTests
{
    private const string Pair = "[Dense(4), Relu] Layer Body, [Dense(3)] Layer Head";

    private const string Duel = """
        [Model] public partial record Duel([Dense(4), Tanh] Layer Generator, [Dense(1)] Layer Critic{0})
        {{
            public Expr Forward([Shape("8")] Expr noise) => Generator(noise);
            [Objective(Updates = [{1}])] public Expr Separate([Shape("4")] Expr real, [Shape("8")] Expr noise) => {2};
            {3}
        }}
        """;

    [Fact]
    public void PartWithWeightsThatNothingUses_IsReported() => Of(
        Classifier("[Dense(3)] Layer Head, [Dense(2)] Layer Extra", "=> Head(x);"),
        "ADJ0209 [Extra] 'Extra' has weights, but 'Forward' never uses it; call it on the way to the loss, or remove it");

    [Fact]
    public void WeightThatNothingReads_IsReported() => Of(
        Classifier("[Dense(3)] Layer Head, [Weight(\"3\")] Expr Scale", "=> Head(x);"),
        "ADJ0209 [Scale] 'Scale' has weights, but 'Forward' never uses it; call it on the way to the loss, or remove it");

    [Fact]
    public void PartWithoutWeightsThatNothingUses_IsAWarning() => Of(
        Classifier("[Dense(3)] Layer Head, [Relu] Layer Extra", "=> Head(x);"),
        "ADJ0301 [Extra] 'Extra' has no effect, since 'Forward' never uses it; call it where it belongs, or remove it");

    [Fact]
    public void ValueThatIsDropped_IsReportedOfThePartThatLearnsNothing() => Of(
        Classifier(Pair, "{ var unused = Body(x); return Head(x); }"),
        "ADJ0202 [Body] 'Loss' does not depend on 'Body', so training can't change it; use what it gives on the way to the loss, or remove it");

    [Fact]
    public void DroppedValueOfAPartWithoutWeights_IsAWarningAtTheCall() => Of(
        Classifier("[Relu] Layer Norm, [Dense(3)] Layer Head", "{ var unused = Norm(x); return Head(x); }"),
        "ADJ0302 [Norm] What 'Norm' gives is never used; use it in what follows, or remove the call");

    [Fact]
    public void CodeThatUsesAModelWithAMistakeOfItsGradient_IsNotReportedToo()
    {
        GeneratorRun run = GeneratorFixture.Run("using static Adjoint.Ops;\n" + Classifier(Pair, "=> Head(StopGradient(Body(x)));") + """
            static class Program { public static float[] Use(float[] x) => Net.Create(seed: 1).Fit(Dataset.WithLabels(x, new int[1], 4)).Predict(x); }
            """);
        Assert.StartsWith("ADJ0205 [Body]", Assert.Single(run.Diagnostics), StringComparison.Ordinal);
        Assert.Equal(["Net.Members.g.cs", "Net.Program.g.cs"], run.Files.Select(static file => file.Name).Order(StringComparer.Ordinal));
        Assert.Contains("throw new global::System.InvalidOperationException", run["Net.Program.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void GradientCutByStopGradient_NamesIt()
    {
        string source = Classifier(Pair, "=> Head(StopGradient(Body(x)));");
        Of(source, "ADJ0205 [Body] 'Body' reaches 'Loss' only through 'StopGradient', where its gradient ends, so training can't change it; "
            + "remove it, or write [Frozen] on 'Body' if that is meant");
        Related(source, "StopGradient(Body(x))");
    }

    [Theory]
    [InlineData("Round(Body(x))", "Round")]
    [InlineData("Floor(Body(x))", "Floor")]
    [InlineData("Sign(Body(x))", "Sign")]
    [InlineData("OneHot(ArgMax(Body(x)), 4)", "ArgMax")]
    [InlineData("Where(Body(x), x, x)", "Where")]
    public void GradientCutByAStep_NamesTheFunction(string value, string function) => Of(
        Classifier(Pair, $"=> Head({value});"),
        $"ADJ0205 [Body] 'Body' reaches 'Loss' only through '{function}', whose derivative is 0 everywhere or which has none, where its gradient ends, so training can't "
        + "change it; use a smooth function in its place, or write [Frozen] on 'Body' if that is meant");

    [Theory]
    [InlineData("Fold((h, v) => h + Round(W * v), 0f, x)")]
    [InlineData("Mean(Scan((h, v) => 0.5f * h + Round(W * v), 0f, x), axis: 0)")]
    [InlineData("Fold((h, v) => Fold((g, u) => g + Round(W * v), h, x), 0f, x)")]
    [InlineData("FixedPoint(z => 0.5f * z + Round(W * Sum(x, 0)), Zeros(\"4\"))")]
    public void GradientCutWithinALoop_NamesTheFunction(string value)
    {
        string source = Loop(value);
        Of(source, "ADJ0205 [W] 'W' reaches 'Loss' only through 'Round', whose derivative is 0 everywhere or which has none, where its gradient ends, so training can't "
            + "change it; use a smooth function in its place, or write [Frozen] on 'W' if that is meant");
        Related(source, value[value.IndexOf("Round", StringComparison.Ordinal)..(value.IndexOf("W * ", StringComparison.Ordinal) + (value.Contains("Sum", StringComparison.Ordinal) ? 14 : 6))]);
    }

    [Theory]
    [InlineData("Fold((h, v) => h + W * v + Round(W * v), 0f, x)")]
    [InlineData("Fold((h, v) => Round(h) + W * v, 0f, x)")]
    [InlineData("Fold((h, v) => (h.Second, h.First + W * v), (Zeros(\"4\"), Zeros(\"4\")), x).Second")]
    [InlineData("FixedPoint(z => 0.5f * Tanh(z) + W * Sum(x, 0), Zeros(\"4\"))")]
    public void OneOpenWayThroughALoop_IsEnough(string value) => Of(Loop(value));

    private static string Loop(string value) =>
        $"[Model(Input = \"T, 4\", Loss = Loss.CrossEntropy)] public partial record Net([Weight(\"4\", Init = Init.Normal)] Expr W, [Dense(3)] Layer Head) {{ public Expr Forward(Expr x) => Head({value}); }}";

    [Fact]
    public void PartThatNoCodeOfABlockNames_IsAWarning() => Of(
        Block("[Dense(4)] Layer Body, [LayerNorm] Layer Norm", "=> x + Body(x);"),
        "ADJ0301 [Norm] 'Norm' has no effect, since 'Forward' never uses it; call it where it belongs, or remove it");

    [Fact]
    public void PartThatAnotherMethodOfABlockNames_IsNot() => Of(
        Block("[Dense(4)] Layer Body, [LayerNorm] Layer Norm", "=> x + Body(x);", "public Expr Other([Shape(\"4\")] Expr x) => Norm(x);"));

    [Fact]
    public void ValueThatABlockDrops_IsReportedOnceWhereItIsLastUsed() => Of(
        Block("[Dense(4)] Layer Body, [LayerNorm] Layer Norm", "{ var h = Tanh(Norm(x)); var unused = 2f * h; return x + Body(x); }")
            + " [Model(Input = \"4\", Loss = Loss.MeanSquaredError)] public partial record Net([Use<Block>] Layer First, [Dense(2)] Layer Head);",
        "ADJ0211 [2f * h] This value is never used, so training can't change 'Norm', which it is computed with; use it in what 'Forward' gives, or remove it");

    [Fact]
    public void FrozenPartWhoseValueABlockDrops_IsNot() => Of(
        Block("[Dense(4)] Layer Body, [Frozen, LayerNorm] Layer Norm", "{ var unused = Norm(x); return x + Body(x); }"));

    private static string Block(string parts, string body, string members = "") =>
        $"[Model] public partial record Block({parts}) {{ public Expr Forward([Shape(\"4\")] Expr x) {body} {members} }}";

    [Fact]
    public void OneOpenWay_IsEnough() => Of(Classifier(Pair, "{ var h = Body(x); return Head(h + StopGradient(Round(h) - h)); }"));

    [Fact]
    public void DerivativeOfOnesOwnThatGivesNothing_IsNamed() => Of(
        Classifier(Pair, "=> Head(Spike(Body(x)));", "[Gradient(nameof(Slope))] static Expr Spike(Expr v) => Exp(v); static Expr Slope(Expr v, Expr d) => 0f;"),
        "ADJ0205 [Body] 'Body' reaches 'Loss' only through 'Spike', whose own derivative leaves it out, where its gradient ends, so training can't change it; "
        + "let that derivative give 'Body' its share");

    [Fact]
    public void PartThatOnlyChangesAState_SaysSo() => Of(
        Classifier("[Dense(4)] Layer Body, [State(\"4\")] Expr Center, [Dense(3)] Layer Head", "{ Center.Becomes(Mean(Body(x), Axis.Batch)); return Head(x - Center); }"),
        "ADJ0202 [Body] 'Loss' does not depend on 'Body', so training can't change it; it only changes the running value 'Center', through which no gradient flows");

    [Fact]
    public void FrozenPart_NeedsNoGradient() => Of(Classifier("[Frozen, Dense(4), Relu] Layer Body, [Dense(3)] Layer Head", "=> Head(StopGradient(Body(x)));"));

    [Fact]
    public void ModelWhosePartsAreAllFrozen_HasNothingToTrain() => Of(
        Chain("[Frozen, Dense(3)] Layer Head"), "ADJ0201 [Net] 'Net' has nothing to train, so its loss can't be lowered; remove [Frozen] from a part");

    [Fact]
    public void PartThatNoObjectiveTrains_IsReported() => Of(
        string.Format(null, Duel, "", "nameof(Critic)", "Critic(real) - Critic(Generator(noise))", ""),
        "ADJ0206 [Generator] No objective trains 'Generator', so it stays as it starts; add it to the Updates of 'Separate', or write [Frozen] if that is meant");

    [Fact]
    public void Adversaries_AreRight() => Of(string.Format(
        null, Duel, "", "nameof(Critic)", "Critic(real) - Critic(Generator(noise))",
        "[Objective(Updates = [nameof(Generator)])] public Expr Deceive([Shape(\"8\")] Expr noise) => Critic(Generator(noise));"));

    [Fact]
    public void ListedPartThatTheObjectiveDoesNotUse_IsReported()
    {
        string source = string.Format(null, Duel, "", "nameof(Critic), nameof(Generator)", "Critic(real) + 0f * Sum(noise)", "");
        Of(source, "ADJ0202 [Generator] 'Separate' does not depend on 'Generator', so training can't change it; use it in 'Separate', or take it out of Updates");
        Related(source, "Separate");
    }

    [Fact]
    public void UnlistedPartThatTheObjectiveDoesNotUse_IsReported() => Of(
        "[Model] public partial record Two([Dense(1)] Layer A, [Dense(1)] Layer B) { public Expr Forward([Shape(\"4\")] Expr x) => A(x) + B(x); "
        + "[Objective] public Expr Small([Shape(\"4\")] Expr x) => Square(A(x)); }",
        "ADJ0202 [B] 'Small' does not depend on 'B', so training can't change it; use it in 'Small', or list in Updates the parts that 'Small' trains");

    [Fact]
    public void UnknownUpdate_ListsTheParts() => Of(
        string.Format(null, Duel, "", "\"Critik\"", "Critic(real) - Critic(Generator(noise))", ""),
        "ADJ0203 [\"Critik\"] 'Separate' updates 'Critik', which is no part of the model and names no parameter; the parts are Generator, Critic");

    [Fact]
    public void UnknownParameterOfAPart_ListsThoseThatItHas() => Of(
        string.Format(null, Duel, "", "\"Critic.Dense.Kern\"", "Critic(real) - Critic(Generator(noise))", ""),
        "ADJ0203 [\"Critic.Dense.Kern\"] 'Separate' updates 'Critic.Dense.Kern', which is no part of the model and names no parameter; the parts are Generator, Critic; "
        + "'Critic' has Critic.Dense.Kernel, Critic.Dense.Bias");

    [Fact]
    public void UpdatesOfNothing_AreReported() => Of(
        string.Format(null, Duel, "", "", "Critic(real) - Critic(Generator(noise))", ""),
        "ADJ0206 [Generator] No objective trains 'Generator', so it stays as it starts; add it to the Updates of 'Separate', or write [Frozen] if that is meant",
        "ADJ0206 [Critic] No objective trains 'Critic', so it stays as it starts; add it to the Updates of 'Separate', or write [Frozen] if that is meant",
        "ADJ0201 [Separate] 'Duel' has nothing to train, so its loss can't be lowered; name parts in the Updates of 'Separate', or leave it out to train all that is not frozen");

    [Fact]
    public void FrozenUpdate_IsReportedAtTheList()
    {
        string source = string.Format(null, Duel, ", [Frozen, Dense(1)] Layer Judge", "nameof(Critic), nameof(Judge)", "Critic(real) - Judge(Generator(noise))", "");
        Of(source, "ADJ0204 [nameof(Judge)] 'Separate' updates 'Judge', which is frozen; remove [Frozen], or take it out of Updates");
        Related(source, "Frozen");
    }

    [Fact]
    public void UpdateOfAPartWithoutWeights_IsReportedAtTheList() => Of(
        string.Format(null, Duel, ", [Relu] Layer Squash", "nameof(Critic), nameof(Generator), nameof(Squash)", "Critic(real) - Critic(Squash(2f * Generator(noise)))", ""),
        "ADJ0207 [nameof(Squash)] 'Separate' updates 'Squash', which has no weights to train; take it out of Updates");

    [Fact]
    public void RepeatedUpdate_IsAWarningAtTheSecond() => Of(
        string.Format(null, Duel, "", "nameof(Critic), nameof(Generator), nameof(Critic)", "Critic(real) - Critic(Generator(noise))", ""),
        "ADJ0208 [nameof(Critic)] 'Separate' lists 'Critic' in Updates twice; once is enough");

    [Fact]
    public void DerivativeByAValueWithoutInfluence_IsReported() => Of(
        Classifier("[Dense(3)] Layer Head", "=> Head(x) + 0f * Sum(Gradient(Head(x), Relu(x)));"),
        "ADJ0210 [Gradient(Head(x), Relu(x))] 'Gradient' derives 'Head' by a value [4], from which it is not computed; derive by a value that it is computed from "
        + "(x [4] → Head [3]; x [4] → [4])");
}
