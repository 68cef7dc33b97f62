using Adjoint;
using Xunit.Abstractions;

namespace Models.Tests;

/// <summary>Compiled models of the literature learn as they do in PyTorch, from the same parameters on the same batch.</summary>
public sealed class ReferenceTests(ITestOutputHelper output)
{
    // PyTorch computes in double precision, the programs in single. Adam makes steps of gradients that are next to nothing, so that rounding shows:
    // in single precision PyTorch too is up to 2e-5 away, with the transformer of characters.
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Names => [.. ReferenceModel.All.Select(static model => model.Name)];

    public static TheoryData<string> NamesWithMomentum => [.. Curve.All.Where(static curve => curve.Optimizer.Momentum > 0).Select(static curve => curve.Name)];

    [Fact]
    public void EveryCurve_HasItsModel() =>
        Assert.Equal(Curve.All.Select(static curve => curve.Name), ReferenceModel.All.Select(static model => model.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Curve_Falls(string name)
    {
        double[] losses = Curve.Of(name).Losses;
        Assert.Equal(20, losses.Length);
        Assert.True(losses[^1] < 0.95 * losses[0], $"{losses[0]} to {losses[^1]}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Model_HasTheParametersOfPyTorch(string name)
    {
        (Curve curve, ModelDescription description) = (Curve.Of(name), ReferenceModel.Of(name).Description);
        Assert.Equal(curve.Count, description.ParameterCount);
        Assert.Equal(
            curve.Parameters.Select(static parameter => $"{parameter.Name} [{string.Join(", ", parameter.Shape)}]").Order(StringComparer.Ordinal),
            description.Parameters.Select(static parameter => parameter.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CompiledModel_FollowsPyTorch(string name)
    {
        Curve curve = Curve.Of(name);
        double[] losses = ReferenceModel.Of(name).Train(curve, curve.Optimizer.Optimizer);
        output.WriteLine($"{curve.Losses[0]:F4} to {curve.Losses[^1]:F4}, at most {curve.Distance(losses):E1} away");
        Assert.True(curve.Distance(losses) <= Tolerance, curve.Beside(losses));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnotherLearningRate_IsNoticed(string name)
    {
        Curve curve = Curve.Of(name);
        Optimizer optimizer = curve.Optimizer.Optimizer;
        double distance = curve.Distance(ReferenceModel.Of(name).Train(curve, optimizer with { LearningRate = optimizer.LearningRate * 1.01f }));
        Assert.True(double.IsFinite(distance) && distance > Tolerance, $"{distance:E1}");
    }

    [Theory]
    [MemberData(nameof(NamesWithMomentum))]
    public void AnotherMomentum_IsNoticed(string name)
    {
        Curve curve = Curve.Of(name);
        double distance = curve.Distance(ReferenceModel.Of(name).Train(curve, (Sgd)curve.Optimizer.Optimizer with { Momentum = 0.89f }));
        Assert.True(double.IsFinite(distance) && distance > Tolerance, $"{distance:E1}");
    }

    [Fact]
    public void MissingShortcut_IsNoticed()
    {
        Curve curve = Curve.Of("ResNet8");
        double distance = curve.Distance(CompiledTraining.Fit<PlainNet8>(curve, curve.Optimizer.Optimizer));
        Assert.True(double.IsFinite(distance) && distance > Tolerance, $"{distance:E1}");
    }
}
