using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;
using Adjoint.Tests.Functions;
using Adjoint.Tests.Layers;

namespace Adjoint.Tests.Fixtures;

/// <summary>Activations, arrangements, reductions and channel attention, against PyTorch.</summary>
public sealed class FunctionFixtureTests
{
    private static readonly Dictionary<string, FixtureCase> Cases = FixtureFile.Read("functions").ToDictionary(static fixture => fixture.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_IsThatOfPyTorch(string name) => Assert.Null(Difference(Cases[name]));

    [Fact]
    public void OtherValue_IsNoticed()
    {
        FixtureCase fixture = Cases["Mish 2x3"];
        double[] values = [.. fixture.Output.Values];
        values[^1] += 1e-8;
        Assert.NotNull(Difference(fixture with { Output = fixture.Output with { Values = values } }));
    }

    [Fact]
    public void EveryFunctionOfTheseTables_HasAFixture() => Assert.Equal(
        ["FloorStraightThrough", "Ones", "RoundStraightThrough"],
        ActivationSamples.All.Concat(ArrangementSamples.All).Select(static sample => sample.Function)
            .Except(Cases.Values.Select(static fixture => fixture.Call)).Order(StringComparer.Ordinal));

    private static string? Difference(FixtureCase fixture)
    {
        ModelBuilder model = new(isTraining: false);
        Dictionary<string, double[]> values = [];
        Node[] inputs = [.. fixture.Inputs.Select((input, i) => input.In(model, $"x{i}", values))];
        return FixtureFile.Difference(fixture, fixture.Parameters is { } parameters ? Layer(parameters) : Function(), values, model.Builder);

        Node Function()
        {
            FunctionCall call = new(model, new ModelScope(string.Empty), fixture.Call, fixture.IsList ? [inputs.ToArray<object?>(), .. fixture.Arguments] : [.. inputs, .. fixture.Arguments]);
            object? result = FunctionCatalog.Find(fixture.Call)!.Build(call);
            return (Node)(result is object?[] several ? several[fixture.Result] : result)!;
        }

        Node Layer(IReadOnlyDictionary<string, FixtureValue> given)
        {
            LayerDefinition definition = LayerCatalog.Find(fixture.Call)!;
            LayerSpec layer = Declarations.Layer(fixture.Call, [.. definition.Arguments.Zip(fixture.Arguments, static (argument, value) => (argument.Name, value!))]);
            Node y = LayerChain.Apply(model, new ModelScope(string.Empty), Declarations.Part("Only", layer), inputs[0], static (_, value) => value);
            foreach (ParameterLeaf leaf in model.Parameters.Select(static parameter => (ParameterLeaf)parameter.Operation))
            {
                values.Add(leaf.FullName, given[leaf.FullName.Split('.')[^1]].Values);
            }

            return y;
        }
    }
}
