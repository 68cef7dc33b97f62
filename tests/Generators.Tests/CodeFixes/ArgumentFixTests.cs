using Adjoint.CodeFixes;

namespace Adjoint.Generators.Tests.CodeFixes;

/// <summary>Fixes of arguments, of <c>[Model]</c> and of layers.</summary>
public sealed class ArgumentFixTests
{
    private const string Record = " public partial record Mlp([Dense(3)] Layer Output);";

    [Theory]
    [InlineData("[Model]", "[Model(Input = \"1\")]")]
    [InlineData("[Model()]", "[Model(Input = \"1\")]")]
    [InlineData("[Model(Loss = CrossEntropy)]", "[Model(Input = \"1\", Loss = CrossEntropy)]")]
    [InlineData("[Model( // labels\n    Loss = CrossEntropy)]", "[Model( // labels\n    Input = \"1\", Loss = CrossEntropy)]")]
    [InlineData("[Model(Input = null, Loss = CrossEntropy)]", "[Model(Input = \"1\", Loss = CrossEntropy)]")]
    [InlineData("[Serializable, Model(Loss = CrossEntropy)]", "[Serializable, Model(Input = \"1\", Loss = CrossEntropy)]")]
    public Task Input_IsAdded(string before, string after) => FixedSource.AssertAsync(new AddInput(), "ADJ0009", before + Record, after + Record);

    [Theory]
    [InlineData("[Model]", "[Model(Loss = CrossEntropy)]")]
    [InlineData("[Model(Input = \"4\")]", "[Model(Input = \"4\", Loss = CrossEntropy)]")]
    [InlineData("[Model(Input = \"4\" /* features */)]", "[Model(Input = \"4\", Loss = CrossEntropy /* features */)]")]
    [InlineData("[Model(Loss = Loss.None, Input = \"4\")]", "[Model(Loss = CrossEntropy, Input = \"4\")]")]
    public Task Loss_IsAdded(string before, string after) => FixedSource.AssertAsync(new AddLoss(), "ADJ0011", before + Record, after + Record);

    [Theory]
    [InlineData("class CrossEntropy;", "Loss.CrossEntropy")]
    [InlineData("class CrossEntropy; class Loss;", "Adjoint.Loss.CrossEntropy")]
    [InlineData("class CrossEntropy; class Loss; class Adjoint;", "global::Adjoint.Loss.CrossEntropy")]
    public Task LossThatIsHidden_IsQualified(string others, string loss) => FixedSource.AssertAsync(
        new AddLoss(),
        "ADJ0011",
        $"namespace Mine; {others} [Model(Input = \"4\")]{Record}",
        $"namespace Mine; {others} [Model(Input = \"4\", Loss = {loss})]{Record}");

    [Fact]
    public Task AllLosses_AreAddedAtOnce() => FixedSource.AssertAllAsync(
        new AddLoss(),
        "ADJ0011",
        "[Model(Input = \"4\")] partial record A([Dense(3)] Layer Output); [Model] partial record B([Dense(3)] Layer Output);",
        "[Model(Input = \"4\", Loss = CrossEntropy)] partial record A([Dense(3)] Layer Output); [Model(Loss = CrossEntropy)] partial record B([Dense(3)] Layer Output);");

    [Theory]
    [InlineData("Dense(-3)", "Dense(1)")]
    [InlineData("Dense(units: /* many */ 20_000_000)", "Dense(units: /* many */ 16777216)")]
    [InlineData("Dense(Sizes.Hidden, Bias = false)", "Dense(1, Bias = false)")]
    [InlineData("Conv2D(4, Kernel = 4 - 5), Flatten", "Conv2D(4, Kernel = 1), Flatten")]
    [InlineData("Conv2D(4,\n    Kernel = 9999, // large\n    Bias = false), Flatten", "Conv2D(4,\n    Kernel = 1024, // large\n    Bias = false), Flatten")]
    [InlineData("MaxPool(2, Stride = -2), Flatten", "MaxPool(2, Stride = 0), Flatten")]
    [InlineData("Dropout(-0.1f)", "Dropout(0f)")]
    [InlineData("LeakyRelu(slope: -0.5f)", "LeakyRelu(slope: 0f)")]
    public Task ArgumentOutOfRange_BecomesTheNearestAllowed(string before, string after) =>
        FixedSource.AssertAsync(new CorrectArgument(), "ADJ0012", Net(before), Net(after));

    [Theory]
    [InlineData("Dropout(1)")]
    [InlineData("Dropout(float.NaN)")]
    [InlineData("LeakyRelu(1 / 0f)")]
    public Task ArgumentWithoutNearestValue_IsLeft(string layer) => FixedSource.AssertNoneAsync(new CorrectArgument(), "ADJ0012", Net(layer));

    [Fact]
    public Task AllArguments_AreCorrectedAtOnce() => FixedSource.AssertAllAsync(
        new CorrectArgument(), "ADJ0012", Net("Conv2D(0, Kernel = -1), Flatten, Dense(0)"), Net("Conv2D(1, Kernel = 1), Flatten, Dense(1)"));

    [Theory]
    [InlineData("MaxPool(9)", "MaxPool(5)")]
    [InlineData("MaxPool(size: 9, Stride = 1)", "MaxPool(size: 5, Stride = 1)")]
    [InlineData("MaxPoolAttribute(9) /* whole */", "MaxPoolAttribute(5) /* whole */")]
    [InlineData("Conv2D(3, Kernel = 7, Padding = Padding.Valid)", "Conv2D(3, Kernel = 5, Padding = Padding.Valid)")]
    [InlineData("MaxPool(3), Conv2D(3, Padding = Padding.Valid)", "MaxPool(3), Conv2D(3, Padding = Padding.Valid, Kernel = 1)")]
    public Task WindowTooLarge_BecomesTheLargestThatFits(string before, string after) =>
        FixedSource.AssertAsync(new CorrectArgument(), "ADJ0102", Net(before + ", Flatten"), Net(after + ", Flatten"));

    private static string Net(string layers) => $$"""
        static class Sizes { public const int Hidden = -2; }

        [Model(Input = "1, 5, 6", Loss = CrossEntropy)]
        public partial record Net([{{layers}}] Layer Features, [Flatten, Dense(3)] Layer Output);
        """;
}
