using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;
using Adjoint.Tests.Layers;
using Adjoint.Tests.Operations;

namespace Adjoint.Tests.Fixtures;

/// <summary>Convolutions, pools and resampling, against PyTorch; and their derivatives against differences, in the same cases.</summary>
public sealed class SlidingFixtureTests
{
    private static readonly Dictionary<string, FixtureCase> Cases = FixtureFile.Read("sliding").ToDictionary(static fixture => fixture.Name);

    public static TheoryData<string> Calls => [.. Cases.Values.Select(static fixture => fixture.Call).Distinct()];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Value_IsThatOfPyTorch(string call) => Assert.All(Of(call), static fixture => Assert.Null(Difference(fixture)));

    [Theory]
    [MemberData(nameof(Calls))]
    public void FirstDerivative_AgreesWithDifferences(string call) => Assert.All(Functions(call), static fixture => Assert.Null(Derivative(fixture, isSecond: false)));

    [Theory]
    [MemberData(nameof(Calls))]
    public void SecondDerivative_AgreesWithDifferences(string call) => Assert.All(Functions(call), static fixture => Assert.Null(Derivative(fixture, isSecond: true)));

    [Fact]
    public void OtherValue_IsNoticed()
    {
        FixtureCase fixture = Functions("Conv2D")[0];
        double[] values = [.. fixture.Output.Values];
        values[^1] += 1e-7;
        Assert.NotNull(Difference(fixture with { Output = fixture.Output with { Values = values } }));
    }

    [Fact]
    public void ForgottenDerivative_IsNoticed() =>
        Assert.NotNull(Derivative(Functions("AvgPool")[0], isSecond: false, static (builder, y) => builder.Add(y, builder.Add(new StopGradient(), y))));

    [Fact]
    public void EveryFunctionHere_HasEightCases_AndIsALayerToo()
    {
        foreach (FunctionDefinition function in ConvolutionFunctions.All.Concat(SlidingFunctions.All))
        {
            Assert.True(Functions(function.Name).Length >= 8, $"'{function.Name}' has {Functions(function.Name).Length} cases");
            Assert.True(Of(function.Name).Any(static fixture => fixture.Parameters is not null), $"the layer '{function.Name}' has no case");
        }
    }

    private static FixtureCase[] Of(string call) => [.. Cases.Values.Where(fixture => fixture.Call == call)];

    private static FixtureCase[] Functions(string call) => [.. Of(call).Where(static fixture => fixture.Parameters is null)];

    private static string? Difference(FixtureCase fixture)
    {
        ModelBuilder model = new(isTraining: false);
        Dictionary<string, double[]> values = [];
        return FixtureFile.Difference(fixture, fixture.Parameters is null ? Function(fixture, model, values) : Layer(fixture, model, values), values, model.Builder);
    }

    private static string? Derivative(FixtureCase fixture, bool isSecond, Func<GraphBuilder, Node, Node>? after = null)
    {
        ModelBuilder model = new(isTraining: false);
        Node y = Function(fixture, model, []);
        y = after is null ? y : after(model.Builder, y);

        // A square, so that the second derivative of what is linear is not zero.
        Node weights = model.Leaf(new ParameterLeaf("weights", y.Type, new ZeroInitial()));
        Node scalar = model.Builder.Sum(
            model.Builder.Multiply(model.Builder.Multiply(y, y), weights), Enumerable.Range(0, y.Shape.Rank).ToEquatableArray());
        Differences differences = new(model.Builder, fixture.Inputs[0].Shape[0], seed: 17, Distinct);
        return (isSecond ? differences.Second(scalar) : differences.First(scalar)) is { } difference ? $"{fixture}: {difference}" : null;
    }

    // No two elements are near each other, so that no maximum moves between differences.
    private static double[] Distinct(Random random, int count)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => (i - (count / 2)) * (1.5 / Math.Max(count, 2)))];
        random.Shuffle(values);
        return values;
    }

    private static Node Function(FixtureCase fixture, ModelBuilder model, Dictionary<string, double[]> values)
    {
        Node[] inputs = [.. fixture.Inputs.Select((input, i) => input.In(model, $"x{i}", values))];
        return (Node)FunctionCatalog.Find(fixture.Call)!.Build(new FunctionCall(model, new ModelScope(string.Empty), fixture.Call, [.. inputs, .. fixture.Arguments]))!;
    }

    private static Node Layer(FixtureCase fixture, ModelBuilder model, Dictionary<string, double[]> values)
    {
        LayerDefinition definition = LayerCatalog.Find(fixture.Call)!;
        Assert.Equal(definition.Arguments.Count, fixture.Arguments.Length);
        LayerSpec layer = Declarations.Layer(fixture.Call, [.. definition.Arguments.Zip(fixture.Arguments, static (argument, value) =>
            (argument.Name, argument is ChoiceArgument ? Enum.Parse<Padding>((string)value!) : value!))]);
        Node x = fixture.Inputs[0].In(model, "x", values);
        Node y = LayerChain.Apply(model, new ModelScope(string.Empty), Declarations.Part("Only", layer), x, static (_, value) => value);
        foreach (ParameterLeaf leaf in model.Parameters.Select(static parameter => (ParameterLeaf)parameter.Operation).Where(static leaf => leaf.FullName != "x"))
        {
            FixtureValue given = fixture.Parameters![leaf.FullName.Split('.')[^1]];
            Assert.Equal(given.Shape, leaf.Type.Shape.Evaluate(new Dictionary<string, long>()));
            values.Add(leaf.FullName, given.Values);
        }

        return y;
    }
}
