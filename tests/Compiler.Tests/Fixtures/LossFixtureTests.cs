using Adjoint.Compiler.Functions;
using Adjoint.Tests.Functions;

namespace Adjoint.Tests.Fixtures;

/// <summary>Losses, against PyTorch.</summary>
public sealed class LossFixtureTests
{
    private static readonly Dictionary<string, FixtureCase> Cases = FixtureFile.Read("losses").ToDictionary(static fixture => fixture.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_IsThatOfPyTorch(string name) => Assert.Null(FixtureGraph.Difference(Cases[name]));

    [Fact]
    public void OtherValue_IsNoticed() => Assert.NotNull(FixtureGraph.Difference(FixtureGraph.Moved(Cases["Ctc 3x6x4"])));

    [Fact]
    public void EveryLoss_HasAFixture() => Assert.Empty(LossFunctions.All.Select(static loss => loss.Name).Except(Cases.Values.Select(static fixture => fixture.Call)));

    [Fact]
    public void EveryLoss_HasSamples() => Assert.Empty(LossFunctions.All.Select(static loss => loss.Name).Except(LossSamples.All.Select(static sample => sample.Function)));
}
