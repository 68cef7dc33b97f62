using Adjoint.Compiler.Syntax;

namespace Adjoint.Generators.Tests.Reading;

/// <summary>Weights, states, used models, objectives and modules.</summary>
public sealed class ModelTests
{
    private const string Simple = "public Expr Forward([Shape(\"4\")] Expr x) => x;";

    [Theory]
    [InlineData("[Weight(\"in, out\")] Expr W", "Weight", "Weight(shape: \"in, out\")")]
    [InlineData("[Weight(\"4\", Init = Init.Constant, Scale = 0.5f)] Expr W", "Weight", "Weight(shape: \"4\", Init: 'Constant, Scale: 0.5f)")]
    [InlineData("[Weight(\"4\", Init = Init.Sparse, Density = 0.25f)] Expr W", "Weight", "Weight(shape: \"4\", Init: 'Sparse, Density: 0.25f)")]
    [InlineData("[Weight(\"4\", Init = Init.Given, From = nameof(Initial))] Expr W", "Weight", "Weight(shape: \"4\", Init: 'Given, From: \"Initial\")")]
    [InlineData("[property: State(\"4\", Initial = 1)] Expr S", "State", "State(shape: \"4\", Initial: 1f)")]
    [InlineData("Inner I", "Model", "Use(Model: \"Inner\")")]
    [InlineData("[Use<Inner>(\"H = 2\", Repeat = 3)] Inner I", "Model", "Use(Model: \"Inner\", sizes: \"H = 2\", Repeat: 3)")]
    [InlineData("[Dense(4), Use<Inner>(Repeat = 4), Relu] Layer L", "Layers", "Dense(units: 4) Use(Model: \"Inner\", sizes: \"\", Repeat: 4) Relu()")]
    [InlineData("[Use<Company.Outer.Deep>] Layer L", "Layers", "Use(Model: \"Company.Outer.Deep\", sizes: \"\")")]
    public void Parts(string part, string kind, string layers)
    {
        PartSpec read = Readings.Read(Model(part, Simple + " static float[] Initial(ReadOnlySpan<int> shape) => [];")).Parts.Single();
        Assert.Equal(kind, read.Kind.ToString());
        Assert.False(read.IsFrozen);
        Assert.Equal(layers, string.Join(" ", read.Layers.Select(static layer =>
            $"{layer.Name}({string.Join(", ", layer.Arguments.Select(static argument => $"{argument.Name}: {CodeText.Of(argument.Value)}"))})")));
    }

    [Theory]
    [InlineData("[Frozen, Dense(3)] Layer L")]
    [InlineData("[Weight(\"4\")] [property: Frozen] Expr W")]
    [InlineData("[Frozen] Inner I")]
    public void FrozenParts(string part) => Assert.True(Readings.Read(Model(part, Simple)).Parts.Single().IsFrozen);

    [Fact]
    public void UsedModels_AreReadOnceEach_InnermostFirst()
    {
        ModelSpec spec = Readings.Read(Model("[Use<Middle>, Use<Inner>] Layer A, Inner B", Simple)
            + " [Model] public partial record Middle(Inner I) { public Expr Forward([Shape(\"4\")] Expr x) => I.Forward(x, x); }");
        Assert.Equal(["Inner", "Middle"], spec.Used.Select(static used => used.FullName));
        Assert.Equal(["Forward"], spec.Methods.Select(static method => method.Name));
        Assert.Equal(["Middle.Forward(Adjoint.Expr)", "Inner.Forward(Adjoint.Expr, Adjoint.Expr)"], spec.Used[1].Methods.Select(static method => method.Key));
        Assert.Empty(spec.Used[1].Used);
    }

    [Fact]
    public void Objectives_HaveTheirUpdatesWhereTheyStand()
    {
        ModelSpec spec = Readings.Read(Model("[Dense(4)] Layer A, [Dense(4)] Layer B", Simple
            + "[Objective(Updates = [nameof(A), \"B\"])] Expr First([Shape(\"4\")] Expr x, [Shape(\"2\")] Expr y) => A(x) + y; "
            + "[Objective(Updates = new[] { nameof(B) })] static Expr Second([Shape(\"i32[T]\")] Expr x) => x; [Objective] public Expr Third([Shape(\"4\")] Expr x) => x;"));
        Assert.Equal(["First", "Second", "Third"], spec.Objectives.Select(static objective => objective.Name));
        Assert.Equal(["A", "B"], spec.Objectives[0].Updates!.Parts.Select(static part => part.Text));
        Assert.Equal(2, spec.Objectives[0].Updates!.Parts.Select(static part => part.Origin).Distinct().Count());
        Assert.Equal(["B"], spec.Objectives[1].Updates!.Parts.Select(static part => part.Text));
        Assert.Null(spec.Objectives[2].Updates);
        Assert.Equal(["4", "2"], spec.Methods.Single(static method => method.Name == "First").Parameters.Select(static parameter => parameter.Shape!.Text));
        Assert.False(spec.IsModule);
    }

    [Fact]
    public void ModelWithForwardAlone_IsAModule()
    {
        Assert.True(Readings.Read(Model("[Relu] Layer A", Simple)).IsModule);
        Assert.Empty(Readings.Reported(Model("[Relu] Layer A", Simple)));
    }

    [Fact]
    public void Batch_IsRead()
    {
        Assert.False(Readings.Read($"[Model(Batch = false)] public partial record Net([Relu] Layer A) {{ {Simple} }}").HasBatch);
        Assert.True(Readings.Read(Model("[Relu] Layer A", Simple)).HasBatch);
    }

    [Theory]
    [InlineData("private static Expr Forward([Shape(\"4\")] Expr x) => x;")]
    [InlineData("internal (Expr A, Expr B) Forward([Shape(\"4\")] Expr x) => (x, x);")]
    [InlineData("public Expr Forward([Shape(\"4\")] Expr x, [Shape(\"2\")] Expr y) => x;")]
    [InlineData("public Expr Forward([Shape(\"4\")] Expr x, int k, Expr? bias = null) => x;")]
    [InlineData("public partial Expr Forward([Shape(\"4\")] Expr x); public partial Expr Forward(Expr x) => x;")]
    public void FormsOfForward(string forward) => Assert.Empty(Readings.Reported(Model("[Relu] Layer A", forward)));

    [Theory]
    [InlineData("[Model(Input = \"4\", Loss = CrossEntropy)]", "Expr Forward(Expr x) => A(x);")]
    [InlineData("[Model(Loss = CrossEntropy)]", "Expr Forward([Shape(\"4\")] Expr x) => A(x);")]
    public void InputOfOneParameter_ComesFromEither(string attribute, string forward) =>
        Assert.NotNull(Readings.Read($"{attribute} public partial record Net([Dense(4)] Layer A) {{ {forward} }}").Forward);

    [Theory]
    [InlineData("public Expr Forward() => null!;", "ADJ0025 [Forward] 'Forward' of 'Net' takes nothing; declare it once, as in 'Expr Forward([Shape(\"64\")] Expr x)'")]
    [InlineData("public void Forward([Shape(\"4\")] Expr x) { }", "ADJ0025 [Forward] 'Forward' of 'Net' returns 'void'; declare it once, as in 'Expr Forward([Shape(\"64\")] Expr x)'")]
    [InlineData("public Expr Forward<T>([Shape(\"4\")] Expr x) => x;", "ADJ0025 [Forward] 'Forward' of 'Net' has type parameters; declare it once, as in 'Expr Forward([Shape(\"64\")] Expr x)'")]
    [InlineData("Expr Forward([Shape(\"4\")] Expr x) => x; Expr Forward([Shape(\"4\")] Expr x, int k) => x;",
        "ADJ0025 [Forward] 'Forward' of 'Net' is declared more than once; declare it once, as in 'Expr Forward([Shape(\"64\")] Expr x)'")]
    [InlineData("Expr Forward(Expr x) => x;", "ADJ0026 [x] The input 'x' of 'Forward' has no shape; write '[Shape(\"…\")] Expr x' with the shape of one sample, as in [Shape(\"T, 64\")]")]
    [InlineData("Expr Forward([Shape(\"4\")] Expr x) => x; [Objective] Expr Make(int x) => null!;",
        "ADJ0026 [x] The input 'x' of 'Make' has no shape; write '[Shape(\"…\")] Expr x' with the shape of one sample, as in [Shape(\"T, 64\")]")]
    [InlineData("Expr Forward([Shape(\"4\")] Expr x) => x; [Objective] (Expr, Expr) Make([Shape(\"4\")] Expr x) => (x, x);",
        "ADJ0025 [Make] 'Make' of 'Net' returns '(Expr, Expr)'; declare it once, as in 'Expr Make([Shape(\"64\")] Expr x)'")]
    public void WrongForms_AreReported(string members, string expected) => Assert.Equal([expected], Readings.Reported(Model("[Relu] Layer A", members)));

    [Theory]
    [InlineData("Expr W", "ADJ0028 [W] Part 'W' is an 'Expr', so it carries either [Weight] or [State], once, as in '[Weight(\"64, 10\")] Expr W'")]
    [InlineData("[Weight(\"4\"), State(\"4\")] Expr W", "ADJ0028 [W] Part 'W' is an 'Expr', so it carries either [Weight] or [State], once, as in '[Weight(\"64, 10\")] Expr W'")]
    [InlineData("[Dense(4)] Expr W", "ADJ0007 [Expr] Part 'W' has the type 'Expr'; a part that carries layers has the type 'Layer'")]
    [InlineData("[Weight(\"4\")] Layer W", "ADJ0029 [Layer] Part 'W' carries [Weight] but has the type 'Layer'; write '[Weight(\"…\")] Expr W'")]
    [InlineData("[State(\"4\")] int W", "ADJ0029 [int] Part 'W' carries [State] but has the type 'int'; write '[State(\"…\")] Expr W'")]
    [InlineData("[Use<Inner>] Other W", "ADJ0030 [Other] Part 'W' has the type 'Other' but uses 'Inner'; write '[Use<Inner>] Layer W', or 'Inner W' to call it with several inputs")]
    [InlineData("[Dense(4)] Other W", "ADJ0007 [Other] Part 'W' has the type 'Other'; a part that carries layers has the type 'Layer'")]
    [InlineData("[Use<string>] Layer W", "ADJ0031 [Use<string>] 'String' is used as a model but does not have [Model]; declare it as a 'partial record' with [Model]")]
    [InlineData("[Use<Plain>] Layer W", "ADJ0031 [Use<Plain>] 'Plain' is used as a model but does not have [Model]; declare it as a 'partial record' with [Model]")]
    public void WrongParts_AreReported(string part, string expected) => Assert.Equal([expected], Readings.Reported(Model(part, Simple)));

    [Fact]
    public void Cycle_IsReportedOnceWhateverModelItIsFoundFrom() => Assert.Equal(
        ["ADJ0032 [Use<Alpha>] The model 'Alpha' uses itself, as Alpha → Beta → Alpha, so it would never end; remove one of these uses"],
        Readings.Reported($$"""
            [Model] public partial record Beta([Use<Alpha>] Layer A) { {{Simple}} }
            [Model] public partial record Alpha([Use<Beta>] Layer B) { {{Simple}} }
            [Model] public partial record User([Use<Beta>] Layer B) { {{Simple}} }
            """));

    [Fact]
    public void ModelThatUsesItself_IsReported() => Assert.Equal(
        ["ADJ0032 [Net] The model 'Net' uses itself, as Net → Net, so it would never end; remove one of these uses"],
        Readings.Reported($"[Model] public partial record Net(Net Self) {{ {Simple} }}"));

    [Fact]
    public void OwnDerivative_IsReadWithItsMethod()
    {
        ModelSpec spec = Readings.Read(Model("[Relu] Layer A", "public Expr Forward([Shape(\"4\")] Expr x) => Spikes.Spike(x, 1);",
            "static class Spikes { [Gradient(nameof(Surrogate))] public static Expr Spike(Expr v, float a) => v > 0; static Expr Surrogate(Expr v, float a, Expr dy) => dy * a; }"));
        MethodSpec spike = spec.Methods.Single(static method => method.Name == "Spike");
        Assert.Equal("Spikes.Surrogate(Adjoint.Expr, float, Adjoint.Expr)", spike.Gradient);
        Assert.Contains(spec.Methods, method => method.Key == spike.Gradient);
    }

    [Theory]
    [InlineData("[Gradient(\"Wrong\")] static Expr F(Expr v) => v;", "[Gradient(\"Wrong\")]", "The derivative 'Wrong' of 'F' does not exist; declare it in the same type as 'static Expr Wrong(Expr v, Expr dy)'")]
    [InlineData("[Gradient(nameof(G))] static Expr F(Expr v) => v; static Expr G(Expr v) => v;", "", "The derivative 'G' of 'F' takes other arguments; declare it in the same type as 'static Expr G(Expr v, Expr dy)'")]
    [InlineData("[Gradient(nameof(G))] static Expr F(Expr v, Expr w) => v; static Expr G(Expr v, Expr w, Expr dy) => v;", "", "The derivative 'G' of 'F' returns 'Expr'; declare it in the same type as 'static (Expr dv, Expr dw) G(Expr v, Expr w, Expr dy)'")]
    [InlineData("[Gradient(nameof(G))] Expr F(Expr v) => v; static Expr G(Expr v, Expr dy) => v;", "", "The derivative 'G' of 'F' belongs to a method that is not static or has type parameters; declare it in the same type as 'static Expr G(Expr v, Expr dy)'")]
    [InlineData("[Gradient(nameof(G))] static Expr F(Expr v) => v; Expr G(Expr v, Expr dy) => v;", "", "The derivative 'G' of 'F' is not static or has type parameters; declare it in the same type as 'static Expr G(Expr v, Expr dy)'")]
    public void WrongDerivatives_AreReported(string members, string span, string message) => Assert.Equal(
        [$"ADJ0027 {(span.Length == 0 ? "[Gradient(nameof(G))]" : span)} {message}"],
        Readings.Reported(Model("[Relu] Layer A", "public Expr Forward([Shape(\"4\")] Expr x) => F(x" + (members.Contains("Expr w", StringComparison.Ordinal) ? ", x" : "") + "); " + members)));

    private static string Model(string parts, string members, string around = "") => $$"""
        [Model] public partial record Net({{parts}}) { {{members}} }
        [Model] public partial record Inner([Relu] Layer Norm) { public Expr Forward([Shape("4")] Expr x, [Shape("4")] Expr m) => Norm(x) + m; }
        [Model] public partial record Other([Relu] Layer Norm) { {{Simple}} }
        public record Plain(int X);
        namespace Company { partial class Outer { [Model] public partial record Deep([Relu] Layer Norm) { {{Simple}} } } }
        {{around}}
        """;
}
