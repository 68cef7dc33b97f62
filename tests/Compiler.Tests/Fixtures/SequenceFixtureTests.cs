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
    public void Value_IsThatOfPyTorch(string name) => Assert.Null(FixtureGraph.Difference(Cases[name]));

    [Theory]
    [InlineData("Lstm 2x5x3")]
    [InlineData("SelfAttention layer 2x3x6")]
    [InlineData("GroupNorm 2x6x5 in 3")]
    public void OtherValue_IsNoticed(string name) => Assert.NotNull(FixtureGraph.Difference(FixtureGraph.Moved(Cases[name])));

    // A step of attention is compared with whole sequences elsewhere.
    [Fact]
    public void EveryFunctionOfThisTable_HasAFixture() => Assert.Equal(
        ["SelfAttentionStep"],
        SequenceSamples.All.Select(static sample => sample.Function).Distinct().Except(Cases.Values.Select(static fixture => fixture.Call)).Order(StringComparer.Ordinal));

    [Fact]
    public void EveryLayerOfThisTable_HasAFixture() => Assert.Empty(SequenceLayerSamples.All.Select(static sample => sample.Layer).Distinct()
        .Except(Cases.Values.Where(static fixture => fixture.Parameters is not null).Select(static fixture => fixture.Call)));
}
