using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Trace;
using Adjoint.Tests.Operations;

namespace Adjoint.Tests.Layers;

/// <summary>Every layer's derivative by its input and its weights, as in training, against central differences.</summary>
public sealed class LayerDerivativeTests
{
    public static TheoryData<string> LayerNames => [.. LayerSamples.All.Select(static sample => sample.Layer).Distinct()];

    [Fact]
    public void EveryLayer_HasSamples() =>
        Assert.Empty(LayerCatalog.All.Select(static layer => layer.Name).Except(LayerSamples.All.Select(static sample => sample.Layer)));

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Derivative_AgreesWithDifferences(string layer)
    {
        (LayerSample Sample, int Batch)[] cases =
            [.. from sample in LayerSamples.All where sample.Layer == layer from batch in new[] { 1, 2, 3 } select (sample, batch)];
        Assert.Null(ShapeCoverage.Lacks(cases.Select(static item => (Shapes(item.Sample), item.Batch))));
        foreach ((LayerSample sample, int batch) in cases)
        {
            string? difference = Difference(sample, batch);
            Assert.True(difference is null, difference);
        }
    }

    private static IEnumerable<Shape> Shapes(LayerSample sample) => [new Shape(ShapeParser.Parse(sample.Input).Shape.Prepend(Size.Batch).ToEquatableArray())];

    private static string? Difference(LayerSample sample, int batch)
    {
        ModelBuilder model = new(isTraining: true);
        GraphBuilder builder = model.Builder;
        Shape shape = Shapes(sample).Single();

        // Whole numbers are the places of the greatest of three.
        bool isWhole = ShapeParser.Parse(sample.Input).ElementName == "i32";
        TensorType drawn = TensorType.Float(isWhole ? new Shape(shape.Append(3).ToEquatableArray()) : shape);
        Node leaf = model.Leaf(new ParameterLeaf("x", drawn, new ZeroInitial()));
        Node y = sample.Build(model, isWhole ? builder.ArgMax(leaf, shape.Rank) : leaf);
        Node weights = model.Leaf(new ParameterLeaf("w", y.Type, new ZeroInitial()));
        Node scalar = builder.Sum(builder.Multiply(y, weights), [.. Enumerable.Range(0, y.Shape.Rank)]);
        return new Differences(builder, batch, seed: 3 + batch).First(scalar) is { } difference ? $"{sample}, batch {batch}: {difference}" : null;
    }
}
