using static Adjoint.Generators.Tests.Checks.Reports;

namespace Adjoint.Generators.Tests.Checks;

/// <summary><c>[LowRank]</c> on a part that has nothing to change is reported at the attribute.</summary>
public sealed class LowRankTests
{
    private const string Head = ", [Relu, Dense(3)] Layer Head";

    private const string Block = "[Model] public partial record Block([Dense(8)] Layer Only) { public Expr Forward([Shape(\"8\")] Expr x) => Only(x); }";

    [Theory]
    [InlineData("[LowRank(3), Dense(8)] Layer Body")]
    [InlineData("[LowRank(7), Dense(8), Relu, Dense(9)] Layer Body")]
    [InlineData("[Dense(8), Relu] Layer Before, [LowRank(3), Use<Block>(Repeat = 2)] Layer Body")]
    [InlineData("[Dense(8), Relu] Layer Before, [LowRank(3)] Block Body")]
    public void PartWithALargerMatrix_IsRight(string parts) => Of(Chain(parts + Head) + Block);

    [Theory]
    [InlineData("Dense(8)", 4, "'Body.Dense.Kernel' [4, 8]; choose a rank below 4, or remove it")]
    [InlineData("Dense(6), Relu, Dense(5)", 16, "'Body.Dense2.Kernel' [6, 5]; choose a rank below 5, or remove it")]
    [InlineData("Dense(1)", 2, "'Body.Dense.Kernel' [4, 1]; remove it")]
    public void RankOfAllMatrices_IsTooLarge(string layers, int rank, string largest) => Of(
        Chain($"[LowRank({rank}), {layers}] Layer Body{Head}"),
        $"ADJ0213 [LowRank({rank})] 'LowRank' of 'Body' finds no matrix larger than its rank {rank} on both sides: the largest is {largest}");

    [Theory]
    [InlineData("Dropout(0.5f)")]
    [InlineData("LayerNorm")]
    public void PartWithoutMatrices_IsReported(string layers) => Of(
        Chain($"[LowRank(2), {layers}] Layer Body{Head}"),
        "ADJ0213 [LowRank(2)] 'LowRank' of 'Body' finds no matrix that rows are multiplied by, as Dense, attention and recurrent layers have; remove it, or write [Frozen] if nothing is to be trained");

    [Fact]
    public void ScaleOfZero_IsReported() => Of(
        Chain("[LowRank(2, Scale = 0), Dense(8)] Layer Body" + Head),
        "ADJ0213 [LowRank(2, Scale = 0)] 'LowRank' of 'Body' adds nothing, since its scale is 0; write another scale, or [Frozen] if nothing is to be trained");

    [Fact]
    public void FrozenPart_IsReportedWithBoth()
    {
        string source = Chain("[LowRank(2), Frozen, Dense(8)] Layer Body" + Head);
        Of(source, "ADJ0213 [LowRank(2)] 'LowRank' of 'Body' keeps its weights as they are and trains changes of them, which [Frozen] would keep too; remove one of the two");
        Related(source, "Frozen");
    }

    [Fact]
    public void RankBelowOne_IsReportedAtTheArgument() => Of(
        Chain("[LowRank(0), Dense(8)] Layer Body" + Head), "ADJ0012 [0] Rank of 'LowRank' is 0; it must be at least 1");

    [Fact]
    public void Updates_OfTheObjectiveTrainTheFactors() => Of("""
        [Model] public partial record Net([LowRank(2), Dense(8)] Layer Body, [Relu, Dense(3)] Layer Head)
        {
            public Expr Forward([Shape("4")] Expr x) => Head(Body(x));
            [Objective(Updates = [nameof(Body)])] public Expr Adapt([Shape("4")] Expr x, [Shape("3")] Expr y) => SquaredError(Forward(x), y);
            [Objective(Updates = [nameof(Head)])] public Expr Tune([Shape("4")] Expr x, [Shape("3")] Expr y) => SquaredError(Forward(x), y);
        }
        """);
}
