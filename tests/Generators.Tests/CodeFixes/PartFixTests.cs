using Adjoint.CodeFixes;

namespace Adjoint.Generators.Tests.CodeFixes;

/// <summary>Fixes of parts: their types, and whether they are there.</summary>
public sealed class PartFixTests
{
    private const string Model = "[Model(Input = \"4\", Loss = CrossEntropy)] public partial record Mlp";

    [Theory]
    [InlineData("int")]
    [InlineData("System.Collections.Generic.List<int>")]
    [InlineData("Func<Expr, Expr>?")]
    public Task Part_IsMadeALayer(string type) => FixedSource.AssertAsync(
        new MakeLayer(), "ADJ0007", $"{Model}([Dense(3)] /* a */ {type} /* b */ Output);", $"{Model}([Dense(3)] /* a */ Layer /* b */ Output);");

    [Fact]
    public Task LayerThatIsHidden_IsQualified() => FixedSource.AssertAsync(
        new MakeLayer(),
        "ADJ0007",
        $"namespace Mine; class Layer; {Model}([Dense(3)] int Output);",
        $"namespace Mine; class Layer; {Model}([Dense(3)] Adjoint.Layer Output);");

    [Fact]
    public Task NamespaceThatIsHidden_IsGlobal() => FixedSource.AssertAsync(
        new MakeLayer(),
        "ADJ0007",
        $"namespace Mine; class Layer; class Adjoint; {Model}([Dense(3)] int Output);",
        $"namespace Mine; class Layer; class Adjoint; {Model}([Dense(3)] global::Adjoint.Layer Output);");

    [Fact]
    public Task AllParts_AreMadeLayersAtOnce() => FixedSource.AssertAllAsync(
        new MakeLayer(), "ADJ0007", $"{Model}([Dense(9)] int A,\n    [Dense(3)] Layer B, [Relu] string C);", $"{Model}([Dense(9)] Layer A,\n    [Dense(3)] Layer B, [Relu] Layer C);");

    [Theory]
    [InlineData("[Dense(3)] int Output = 3);")]
    [InlineData("[Dense(3)] int Output) { public int Twice => Output * 2; }")]
    public Task PartThatIsUsedAsWhatItIs_IsLeft(string rest) => FixedSource.AssertNoneAsync(new MakeLayer(), "ADJ0007", $"{Model}({rest}");

    [Theory]
    [InlineData("(Layer Hidden, [Dense(3)] Layer Output);", "([Dense(3)] Layer Output);")]
    [InlineData("([Dense(3)] Layer Output, Layer Last);", "([Dense(3)] Layer Output);")]
    [InlineData("([Dense(9)] Layer A, /* b */ Layer B, [Dense(3)] Layer C);", "([Dense(9)] Layer A, /* b */ [Dense(3)] Layer C);")]
    [InlineData("(\n    // Unused.\n    Layer Hidden, // later\n    // Classes.\n    [Dense(3)] Layer Output);", "(\n    // Classes.\n    [Dense(3)] Layer Output);")]
    [InlineData("(\n    [Dense(3)] Layer Output,\n    Layer Last);", "(\n    [Dense(3)] Layer Output);")]
    [InlineData("(\n    [Dense(3)] Layer Output, // classes\n    Layer Last);", "(\n    [Dense(3)] Layer Output // classes\n    );")]
    public Task EmptyPart_IsRemoved(string before, string after) =>
        FixedSource.AssertAsync(new RemovePart(), "ADJ0008", Model + before, Model + after);

    [Fact]
    public Task OnlyPart_IsLeft() => FixedSource.AssertNoneAsync(new RemovePart(), "ADJ0008", $"{Model}(Layer Output);");

    [Fact]
    public Task EmptyPartInUse_IsLeft()
    {
        string model = $"{Model}(Layer Hidden, [Dense(3)] Layer Output)";
        return Task.WhenAll(
            FixedSource.AssertNoneAsync(new RemovePart(), "ADJ0008", model + " { public Layer Other => Hidden; }"),
            FixedSource.AssertNoneAsync(new RemovePart(), "ADJ0008", model + ";", "class User { Layer Of(Mlp net) => net.Hidden; }"));
    }
}
