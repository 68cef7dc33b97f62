using Adjoint.Compiler;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Tests;

public class RandomModelsTests
{
    [Fact]
    public void EveryDeclaration_IsValid()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            ModelSpec spec = RandomModels.Next(new Random(seed));
            Assert.True(!ModelCompiler.Check(spec).Any(static error => error.IsError), $"seed {seed}: {RandomModels.Source(spec)}{string.Join("\n", ModelCompiler.Check(spec).Select(e => e.Message))}");
        }
    }

    [Fact]
    public void SameRandomNumbers_GiveTheSameDeclaration() =>
        Assert.Equal(RandomModels.Next(new Random(5)), RandomModels.Next(new Random(5)));

    [Fact]
    public void EveryLayerAndLoss_Occurs()
    {
        ModelSpec[] specs = [.. Enumerable.Range(0, 200).Select(static seed => RandomModels.Next(new Random(seed)))];
        string[] layers = ["Dense", "Dropout", "Flatten", "LeakyRelu", "Relu", "Sigmoid", "Tanh", .. RandomSlides.Names];
        Assert.Equal(
            layers.Order(StringComparer.Ordinal),
            specs.SelectMany(static spec => spec.Parts).SelectMany(static part => part.Layers).Select(static layer => layer.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["CrossEntropy", "MeanSquaredError"], specs.Select(static spec => spec.Loss!.Text).Distinct().Order());
    }

    [Fact]
    public void Source_IsTheDeclarationAsWritten()
    {
        ModelSpec spec = new(
            "Sampling", [], "Net", "public", new TextSpec("1, 5, 5", 0), new TextSpec("CrossEntropy", 0),
            [
                new PartSpec("Features", [
                    new LayerSpec("Conv2D", [new("Filters", new IntegerSpec(3), 0), new("Padding", new EnumSpec("Valid"), 0), new("Bias", new BooleanSpec(false), 0)], 0),
                    new LayerSpec("LeakyRelu", [new("Slope", new RealSpec(0.25), 0)], 0)], 0),
                new PartSpec("Output", [new LayerSpec("Flatten", [], 0), new LayerSpec("Dense", [new("Units", new IntegerSpec(2), 0)], 0)], 0),
            ])
        {
            Origin = 0,
            AttributeOrigin = 0,
            FileName = "Net.cs",
        };
        Assert.Equal(
            """
            using Adjoint;
            using static Adjoint.Loss;

            namespace Sampling;

            [Model(Input = "1, 5, 5", Loss = CrossEntropy)]
            public partial record Net(
                [Conv2D(3, Padding = Padding.Valid, Bias = false), LeakyRelu(0.25f)] Layer Features,
                [Flatten, Dense(2)] Layer Output);

            """,
            RandomModels.Source(spec),
            ignoreLineEndingDifferences: true);
    }
}
