using Adjoint.CodeFixes;

namespace Adjoint.Generators.Tests.CodeFixes;

/// <summary>Fixes of what is computed: layers too many, parts that nothing trains, sizes and shapes that are missing.</summary>
public sealed class TrainingFixTests
{
    private const string Usings = "using static Adjoint.Ops; ";
    private const string Model = "[Model(Input = \"4\", Loss = Loss.CrossEntropy)] public partial record Net";

    [Theory]
    [InlineData("([Dense(3), Softmax] Layer Head);", "([Dense(3)] Layer Head);")]
    [InlineData("([Dense(3)] [Softmax] Layer Head);", "([Dense(3)] Layer Head);")]
    [InlineData("([Dense(3), /* three */ Softmax /* one */] Layer Head);", "([Dense(3) /* three */  /* one */] Layer Head);")]
    public Task SoftmaxBeforeCrossEntropy_IsRemoved(string before, string after) =>
        FixedSource.AssertAsync(new RemoveLayer(), "ADJ0303", Model + before, Model + after);

    [Fact]
    public Task OnlyLayerOfAPart_IsLeft() =>
        FixedSource.AssertNoneAsync(new RemoveLayer(), "ADJ0303", Model + "([Dense(3)] Layer Head, [Softmax] Layer Last);");

    [Fact]
    public Task AllLayersTooMany_AreRemovedAtOnce() => FixedSource.AssertAllAsync(
        new RemoveLayer(),
        "ADJ0306",
        $"{Model}([Dense(5), Relu, Relu, Dense(3)] Layer Head);\n{Model}2([Dense(5), Tanh, Tanh, Dense(3)] Layer Head);",
        $"{Model}([Dense(5), Relu, Dense(3)] Layer Head);\n{Model}2([Dense(5), Tanh, Dense(3)] Layer Head);");

    [Theory]
    [InlineData("ADJ0304", "SigmoidCrossEntropy(Sigmoid(Head(x)), y)", "SigmoidCrossEntropy(Head(x), y)")]
    [InlineData("ADJ0304", "SigmoidCrossEntropy(Adjoint.Ops.Sigmoid(Head(x) + 1f), y)", "SigmoidCrossEntropy(Head(x) + 1f, y)")]
    public Task FunctionBeforeItsLoss_IsRemoved(string id, string before, string after) =>
        FixedSource.AssertAsync(new RemoveLayer(), id, Regression(before), Regression(after));

    [Fact]
    public Task LogarithmOfSoftmax_IsOneFunction() => FixedSource.AssertAsync(
        new UseLogSoftmax(), "ADJ0314", Regression("-(y * Log(Softmax(Head(x), -1)))"), Regression("-(y * LogSoftmax(Head(x), -1))"));

    [Fact]
    public Task LogarithmOfSigmoid_IsLeft() => FixedSource.AssertNoneAsync(new UseLogSoftmax(), "ADJ0314", Regression("-(y * Log(Sigmoid(Head(x))))"));

    [Fact]
    public Task LinearAfterLinear_GetsAnActivation() => FixedSource.AssertAsync(
        new InsertLayerBefore(), "ADJ0311", Model + "([Dense(64)] Layer A, [Dense(3)] Layer B);", Model + "([Dense(64)] Layer A, [Relu, Dense(3)] Layer B);");

    [Fact]
    public Task UnusedPart_IsRemoved() => FixedSource.AssertAsync(
        new RemovePart(),
        "ADJ0209",
        Model + "([Dense(3)] Layer Head, [Dense(2)] Layer Extra) { public Expr Forward(Expr x) => Head(x); }",
        Model + "([Dense(3)] Layer Head) { public Expr Forward(Expr x) => Head(x); }");

    [Fact]
    public Task UnusedStep_IsRemoved() => FixedSource.AssertAsync(
        new RemovePart(),
        "ADJ0301",
        Model + "([Relu] Layer Extra, [Dense(3)] Layer Head) { public Expr Forward(Expr x) => Head(x); }",
        Model + "([Dense(3)] Layer Head) { public Expr Forward(Expr x) => Head(x); }");

    [Fact]
    public Task PartWithoutGradient_IsFrozen() => FixedSource.AssertAsync(
        new FreezePart(),
        "ADJ0205",
        Usings + Model + "([Dense(4)] Layer Body, [Dense(3)] Layer Head) { public Expr Forward(Expr x) => Head(Round(Body(x))); }",
        Usings + Model + "([Frozen] [Dense(4)] Layer Body, [Dense(3)] Layer Head) { public Expr Forward(Expr x) => Head(Round(Body(x))); }");

    [Fact]
    public Task PartThatNoObjectiveTrains_IsFrozen() => FixedSource.AssertAsync(
        new FreezePart(), "ADJ0206", Objective("nameof(A)", "Square(B(A(x)))"), Objective("nameof(A)", "Square(B(A(x)))").Replace("[Tanh, Dense(1)]", "[Frozen] [Tanh, Dense(1)]"));

    [Theory]
    [InlineData("nameof(A), nameof(B), nameof(A)", "nameof(A), nameof(B)", "ADJ0208")]
    [InlineData("\"C\", nameof(A), nameof(B)", "nameof(A), nameof(B)", "ADJ0203")]
    public Task UpdateTooMuch_IsTakenOut(string before, string after, string id) =>
        FixedSource.AssertAsync(new RemoveUpdate(), id, Objective(before, "Square(B(A(x)))"), Objective(after, "Square(B(A(x)))"));

    [Fact]
    public Task OnlyUpdate_IsLeft() => FixedSource.AssertNoneAsync(new RemoveUpdate(), "ADJ0203", Objective("\"C\"", "Square(B(A(x)))"));

    [Theory]
    [InlineData("[Use<Block>]", "[Use<Block>(\"H = 1\")]")]
    [InlineData("[Use<Block>(Repeat = 2)]", "[Use<Block>(\"H = 1\", Repeat = 2)]")]
    [InlineData("[Use<Block>(\"D = 4\")]", "[Use<Block>(\"D = 4, H = 1\")]")]
    public Task NamedSize_GetsAValue(string before, string after)
    {
        const string Block = "[Model] public partial record Block([Dense(\"H\"), Relu, Dense(\"D\")] Layer Body) { public Expr Forward([Shape(\"D\")] Expr x) => x + Body(x); }\n";
        return FixedSource.AssertAsync(
            new GiveSize(), "ADJ0105", $"{Block}{Model}({before} Layer First, [Dense(3)] Layer Head);", $"{Block}{Model}({after} Layer First, [Dense(3)] Layer Head);");
    }

    [Fact]
    public Task Input_GetsAShape() => FixedSource.AssertAsync(
        new AddShape(),
        "ADJ0026",
        "[Model] public partial record Net([Dense(3)] Layer Head) { public Expr Forward([Shape(\"1\")] Expr x, Expr y) => Head(x) + Head(y); [Objective] public Expr Learn([Shape(\"1\")] Expr x) => Head(x); }",
        "[Model] public partial record Net([Dense(3)] Layer Head) { public Expr Forward([Shape(\"1\")] Expr x, [Shape(\"1\")] Expr y) => Head(x) + Head(y); [Objective] public Expr Learn([Shape(\"1\")] Expr x) => Head(x); }");

    private static string Regression(string loss) =>
        Usings + "[Model] public partial record Net([Dense(1)] Layer Head) { public Expr Forward([Shape(\"4\")] Expr x) => Head(x); "
        + $"[Objective] public Expr Learn([Shape(\"4\")] Expr x, [Shape(\"1\")] Expr y) => {loss}; }}";

    private static string Objective(string updates, string loss) =>
        Usings + "[Model] public partial record Net([Dense(4)] Layer A, [Tanh, Dense(1)] Layer B) { public Expr Forward([Shape(\"4\")] Expr x) => B(A(x)); "
        + $"[Objective(Updates = [{updates}])] public Expr Learn([Shape(\"4\")] Expr x) => {loss}; }}";
}
