namespace Adjoint.Tests;

public class CostFormulaTests
{
    [Fact]
    public void Value_IsThePolynomials()
    {
        CostFormula formula = new(64, 1000, 2);
        Assert.Equal([64, 1066, 3 * 3 * 2 + 3064], new[] { 0, 1, 3 }.Select(formula.For));
        Assert.Equal(0, default(CostFormula).For(5));
    }

    [Fact]
    public void Sum_HasTheFactorsOfBoth()
    {
        Assert.Equal(new CostFormula(4, 2, 3), new CostFormula(1, 2) + new CostFormula(3, 0, 3));
        Assert.NotEqual(new CostFormula(4, 2), new CostFormula(1, 2) + new CostFormula(3, 1));
    }

    [Fact]
    public void ZerosAtTheEnd_AreBesideThePoint()
    {
        Assert.Equal(new CostFormula(1), new CostFormula(1, 0, 0));
        Assert.Equal(default, new CostFormula(0, 0));
        Assert.Equal(new CostFormula(1).GetHashCode(), new CostFormula(1, 0).GetHashCode());
    }

    [Fact]
    public void NegativeBatch_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(static () => new CostFormula(1).For(-1));

    [Fact]
    public void TooLargeNumbers_AreRefusedRatherThanWrapped()
    {
        Assert.Throws<OverflowException>(static () => new CostFormula(0, long.MaxValue).For(2));
        Assert.Throws<OverflowException>(static () => new CostFormula(long.MaxValue) + new CostFormula(1));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("64", 64)]
    [InlineData("1,000 n", 0, 1000)]
    [InlineData("2 n² + 1,000 n + 64", 64, 1000, 2)]
    [InlineData("2 n² + 64", 64, 0, 2)]
    public void Text_HasTheHighestPowerFirst(string expected, params int[] factors) => Assert.Equal(expected, new CostFormula([.. factors.Select(static factor => (long)factor)]).ToString());

    [Fact]
    public void CostsOfAPart_HoldThoseWithinIt()
    {
        ProgramCost cost = new("Loss", default, [Part("Blocks.0.Mlp", 1), Part("Blocks.1.Mlp", 2), Part("Blocks2", 4)]);
        Assert.Equal(3, cost.Part("Blocks").Parameters);
        Assert.Equal(2, cost.Part("Blocks.1").Parameters);
        Assert.Equal(7, cost.Total.Parameters);
        Assert.Contains("Blocks.0.Mlp, Blocks.1.Mlp, Blocks2", Assert.Throws<ArgumentException>(() => cost.Part("Block")).Message, StringComparison.Ordinal);
        Assert.Contains("it has Loss", Assert.Throws<ArgumentException>(() => new ModelCost("Net", cost, [cost]).Objective("Other")).Message, StringComparison.Ordinal);

        static PartCost Part(string name, long parameters) => new(name, parameters, 0, default, default, default, default);
    }
}
