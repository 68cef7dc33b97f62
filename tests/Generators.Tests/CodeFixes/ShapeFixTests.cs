using Adjoint.CodeFixes;

namespace Adjoint.Generators.Tests.CodeFixes;

/// <summary>Fixes that put a <c>Flatten</c> where axes are too many.</summary>
public sealed class ShapeFixTests
{
    private const string Model = "[Model(Input = \"1, 8, 8\", Loss = CrossEntropy)] public partial record Net";

    [Theory]
    [InlineData("([Dense(3)] Layer Output);", "([Flatten, Dense(3)] Layer Output);")]
    [InlineData("([MaxPool(2)] Layer A, [property: Dense(3)] Layer B);", "([MaxPool(2)] Layer A, [property: Flatten, Dense(3)] Layer B);")]
    [InlineData("([MaxPool(2)] [Dense(3)] [Relu] Layer Output);", "([MaxPool(2)] [Flatten, Dense(3)] [Relu] Layer Output);")]
    [InlineData(
        "(\n    [\n        MaxPool(2), // half\n        /* all */ Dense(3)\n    ]\n    Layer Output);",
        "(\n    [\n        MaxPool(2), // half\n        /* all */ Flatten, Dense(3)\n    ]\n    Layer Output);")]
    public Task DenseOnAnImage_GetsAFlattenBeforeIt(string before, string after) =>
        FixedSource.AssertAsync(new InsertLayerBefore(), "ADJ0101", Model + before, Model + after);

    [Fact]
    public Task FlattenThatIsHidden_IsQualified() => FixedSource.AssertAsync(
        new InsertLayerBefore(),
        "ADJ0101",
        $"namespace Mine; class FlattenAttribute : Attribute; partial class Outer {{ {Model}([Dense(3)] Layer Output); }}",
        $"namespace Mine; class FlattenAttribute : Attribute; partial class Outer {{ {Model}([Adjoint.Flatten, Dense(3)] Layer Output); }}");

    [Fact]
    public Task AllDenseLayersOnImages_AreFixedAtOnce() => FixedSource.AssertAllAsync(
        new InsertLayerBefore(),
        "ADJ0101",
        $"{Model}([Dense(3)] Layer Output);\n{Model}2([Relu, Dense(3)] Layer Output);",
        $"{Model}([Flatten, Dense(3)] Layer Output);\n{Model}2([Relu, Flatten, Dense(3)] Layer Output);");

    [Fact]
    public Task ConvolutionOfAVector_IsLeft() =>
        FixedSource.AssertNoneAsync(new InsertLayerBefore(), "ADJ0101", $"{Model}([Flatten, Conv2D(3)] Layer Output);");

    [Theory]
    [InlineData("([Conv2D(3)] Layer Output);", "([Conv2D(3), Flatten] Layer Output);")]
    [InlineData("([Conv2D(3)] Layer A, [MaxPool(8)] [Relu] /* last */ Layer B);", "([Conv2D(3)] Layer A, [MaxPool(8)] [Relu, Flatten] /* last */ Layer B);")]
    [InlineData("([property: Conv2D(3)] [property: Obsolete] Layer Output);", "([property: Conv2D(3), Flatten] [property: Obsolete] Layer Output);")]
    [InlineData("(\n    [\n        Conv2D(3), // three\n        Relu // positive\n    ] Layer Output);", "(\n    [\n        Conv2D(3), // three\n        Relu, Flatten // positive\n    ] Layer Output);")]
    [InlineData("; partial record Net([Conv2D(3)] Layer Output);", "; partial record Net([Conv2D(3), Flatten] Layer Output);")]
    public Task ImageUnderCrossEntropy_IsFlattened(string before, string after) =>
        FixedSource.AssertAsync(new FlattenOutput(), "ADJ0103", Model + before, Model + after);

    [Fact]
    public Task PartsInAnotherFile_AreFlattenedThere() => FixedSource.AssertAsync(
        new FlattenOutput(),
        "ADJ0103",
        [("Model.cs", Model + ";"), ("Parts.cs", "partial record Net([Conv2D(3)] Layer Output);")],
        [("Model.cs", Model + ";"), ("Parts.cs", "partial record Net([Conv2D(3), Flatten] Layer Output);")]);

    [Fact]
    public Task AllImagesUnderCrossEntropy_AreFlattenedAtOnce() => FixedSource.AssertAllAsync(
        new FlattenOutput(),
        "ADJ0103",
        $"{Model}([Conv2D(3)] Layer Output);\n{Model}2([Conv2D(3), Relu] Layer Output);",
        $"{Model}([Conv2D(3), Flatten] Layer Output);\n{Model}2([Conv2D(3), Relu, Flatten] Layer Output);");
}
