using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Trace;
using Adjoint.Tests.Functions;

namespace Adjoint.Tests.Fixtures;

/// <summary>Losses, against PyTorch.</summary>
public sealed class LossFixtureTests
{
    private static readonly Dictionary<string, FixtureCase> Cases = FixtureFile.Read("losses").ToDictionary(static fixture => fixture.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_IsThatOfPyTorch(string name) => Assert.Null(Difference(Cases[name]));

    [Fact]
    public void OtherValue_IsNoticed()
    {
        FixtureCase fixture = Cases["Ctc 3x6x4"];
        double[] values = [.. fixture.Output.Values];
        values[^1] += 1e-7;
        Assert.NotNull(Difference(fixture with { Output = fixture.Output with { Values = values } }));
    }

    [Fact]
    public void EveryLoss_HasAFixture() => Assert.Empty(LossFunctions.All.Select(static loss => loss.Name).Except(Cases.Values.Select(static fixture => fixture.Call)));

    [Fact]
    public void EveryLoss_HasSamples() => Assert.Empty(LossFunctions.All.Select(static loss => loss.Name).Except(LossSamples.All.Select(static sample => sample.Function)));

    private static string? Difference(FixtureCase fixture)
    {
        ModelBuilder model = new(isTraining: false);
        Dictionary<string, double[]> values = [];
        Node[] inputs = [.. fixture.Inputs.Select((input, i) => input.In(model, $"x{i}", values))];
        FunctionCall call = new(model, new ModelScope(string.Empty), fixture.Call, [.. inputs, .. fixture.Arguments]);
        return FixtureFile.Difference(fixture, (Node)FunctionCatalog.Find(fixture.Call)!.Build(call)!, values, model.Builder);
    }
}
