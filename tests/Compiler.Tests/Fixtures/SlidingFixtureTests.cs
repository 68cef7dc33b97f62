using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Tests.Operations;

namespace Adjoint.Tests.Fixtures;

/// <summary>Convolutions, pools and resampling, against PyTorch; and their derivatives against differences, in the same cases.</summary>
public sealed class SlidingFixtureTests
{
    private static readonly Dictionary<string, FixtureCase> Cases = FixtureFile.Read("sliding").ToDictionary(static fixture => fixture.Name);

    public static TheoryData<string> Calls => [.. Cases.Values.Select(static fixture => fixture.Call).Distinct()];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Value_IsThatOfPyTorch(string call) => Assert.All(Of(call), static fixture => Assert.Null(FixtureGraph.Difference(fixture)));

    [Theory]
    [MemberData(nameof(Calls))]
    public void FirstDerivative_AgreesWithDifferences(string call) => Assert.All(Functions(call), static fixture => Assert.Null(Derivative(fixture, isSecond: false)));

    [Theory]
    [MemberData(nameof(Calls))]
    public void SecondDerivative_AgreesWithDifferences(string call) => Assert.All(Functions(call), static fixture => Assert.Null(Derivative(fixture, isSecond: true)));

    [Fact]
    public void OtherValue_IsNoticed() => Assert.NotNull(FixtureGraph.Difference(FixtureGraph.Moved(Functions("Conv2D")[0])));

    [Fact]
    public void ForgottenDerivative_IsNoticed() =>
        Assert.NotNull(Derivative(Functions("AvgPool")[0], isSecond: false, static (builder, y) => builder.Add(y, builder.Add(new StopGradient(), y))));

    [Fact]
    public void EveryFunctionHere_HasManyShapes_AndIsALayerToo()
    {
        foreach (FunctionDefinition function in ConvolutionFunctions.All.Concat(SlidingFunctions.All))
        {
            Assert.Null(ShapeCoverage.Lacks(Functions(function.Name).Select(static fixture => (fixture.Inputs.Select(static (input, i) => Batched(input.Shape, i == 0)), fixture.Inputs[0].Shape[0]))));
            Assert.True(Of(function.Name).Any(static fixture => fixture.Parameters is not null), $"the layer '{function.Name}' has no case");
        }
    }

    private static Shape Batched(int[] shape, bool isSample) => [.. shape.Select((size, axis) => isSample && axis == 0 ? Size.Batch : size)];

    private static FixtureCase[] Of(string call) => [.. Cases.Values.Where(fixture => fixture.Call == call)];

    private static FixtureCase[] Functions(string call) => [.. Of(call).Where(static fixture => fixture.Parameters is null)];

    private static string? Derivative(FixtureCase fixture, bool isSecond, Func<GraphBuilder, Node, Node>? after = null)
    {
        FixtureGraph graph = new(fixture);
        GraphBuilder builder = graph.Builder;
        Node y = after is null ? graph.Output : after(builder, graph.Output);

        // A square, so that the second derivative of what is linear is not zero.
        Node weights = builder.Add(new ParameterLeaf("weights", y.Type, new ZeroInitial()));
        Node scalar = builder.Sum(builder.Multiply(builder.Multiply(y, y), weights), Enumerable.Range(0, y.Shape.Rank).ToEquatableArray());
        Differences differences = new(builder, fixture.Inputs[0].Shape[0], seed: 17, Distinct);
        return (isSecond ? differences.Second(scalar) : differences.First(scalar)) is { } difference ? $"{fixture}: {difference}" : null;
    }

    // No two elements are near each other, so that no maximum moves between differences.
    private static double[] Distinct(Random random, int count)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => (i - (count / 2)) * (1.5 / Math.Max(count, 2)))];
        random.Shuffle(values);
        return values;
    }
}
