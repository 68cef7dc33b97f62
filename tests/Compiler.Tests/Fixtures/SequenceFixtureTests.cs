using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;
using Adjoint.Tests.Functions;
using Adjoint.Tests.Layers;

namespace Adjoint.Tests.Fixtures;

/// <summary>Normalisations, recurrent networks, attention, positions and masks, against PyTorch.</summary>
public sealed class SequenceFixtureTests
{
    private static readonly Dictionary<string, FixtureCase> Cases = FixtureFile.Read("sequences").ToDictionary(static fixture => fixture.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_IsThatOfPyTorch(string name) => Assert.Null(Difference(Cases[name]));

    [Theory]
    [InlineData("Lstm 2x5x3")]
    [InlineData("SelfAttention layer 2x3x6")]
    [InlineData("GroupNorm 2x6x5 in 3")]
    public void OtherValue_IsNoticed(string name)
    {
        FixtureCase fixture = Cases[name];
        double[] values = [.. fixture.Output.Values];
        values[^1] += 1e-8;
        Assert.NotNull(Difference(fixture with { Output = fixture.Output with { Values = values } }));
    }

    // A step of attention is compared with whole sequences elsewhere.
    [Fact]
    public void EveryFunctionOfThisTable_HasAFixture() => Assert.Equal(
        ["SelfAttentionStep"],
        SequenceSamples.All.Select(static sample => sample.Function).Distinct().Except(Cases.Values.Select(static fixture => fixture.Call)).Order(StringComparer.Ordinal));

    [Fact]
    public void EveryLayerOfThisTable_HasAFixture() => Assert.Empty(SequenceLayerSamples.All.Select(static sample => sample.Layer).Distinct()
        .Except(Cases.Values.Where(static fixture => fixture.Parameters is not null).Select(static fixture => fixture.Call)));

    private static string? Difference(FixtureCase fixture)
    {
        ModelBuilder model = new(isTraining: false);
        Dictionary<string, double[]> values = [];
        Node[] inputs = [.. fixture.Inputs.Select((input, i) => input.In(model, $"x{i}", values))];
        return FixtureFile.Difference(fixture, fixture.Parameters is { } parameters ? Layer(parameters) : Function(), values, model.Builder);

        Node Function()
        {
            FunctionCall call = new(model, new ModelScope(string.Empty), fixture.Call, [.. inputs, .. fixture.Arguments]);
            object? result = FunctionCatalog.Find(fixture.Call)!.Build(call);
            return (Node)(result is object?[] several ? several[fixture.Result] : result)!;
        }

        Node Layer(IReadOnlyDictionary<string, FixtureValue> given)
        {
            LayerDefinition definition = LayerCatalog.Find(fixture.Call)!;
            LayerSpec layer = Declarations.Layer(fixture.Call, [.. definition.Arguments.Zip(fixture.Arguments, static (argument, value) =>
                (argument.Name, argument is ChoiceArgument ? Enum.Parse<Activation>((string)value!) : value!))]);
            Node y = LayerChain.Apply(model, new ModelScope(string.Empty), Declarations.Part("Only", layer), inputs[0], static (_, value) => value);
            Assert.Equal(given.Keys.Order(), model.Parameters.Select(static parameter => ((ParameterLeaf)parameter.Operation).FullName.Split('.')[^1]).Order());
            foreach (ParameterLeaf leaf in model.Parameters.Select(static parameter => (ParameterLeaf)parameter.Operation))
            {
                values.Add(leaf.FullName, given[leaf.FullName.Split('.')[^1]].Values);
            }

            return y;
        }
    }
}
