using Adjoint.Tests.Functions;

namespace Adjoint.Tests.Fixtures;

/// <summary>Activations, arrangements, reductions and channel attention, against PyTorch.</summary>
public sealed class FunctionFixtureTests
{
    private static readonly Dictionary<string, FixtureCase> Cases = FixtureFile.Read("functions").ToDictionary(static fixture => fixture.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_IsThatOfPyTorch(string name) => Assert.Null(FixtureGraph.Difference(Cases[name]));

    [Fact]
    public void OtherValue_IsNoticed() => Assert.NotNull(FixtureGraph.Difference(FixtureGraph.Moved(Cases["Mish 2x3"])));

    [Fact]
    public void EveryFunctionOfTheseTables_HasAFixture() => Assert.Equal(
        ["FloorStraightThrough", "Ones", "RoundStraightThrough"],
        ActivationSamples.All.Concat(ArrangementSamples.All).Select(static sample => sample.Function)
            .Except(Cases.Values.Select(static fixture => fixture.Call)).Order(StringComparer.Ordinal));
}
