using Xunit.Abstractions;

namespace Models.Tests;

/// <summary>
/// What the declarations mean, run by the interpreter in double precision, is what PyTorch computes in double precision: layers, losses, derivatives and
/// optimizers.
/// </summary>
public sealed class InterpreterTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-9;

    public static TheoryData<string> Names => ReferenceTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Interpreter_FollowsPyTorch(string name)
    {
        Curve curve = Curve.Of(name);
        double[] losses = InterpretedTraining.Losses(ReferenceModel.Of(name).Type, curve);
        output.WriteLine($"at most {curve.Distance(losses):E1} away");
        Assert.True(curve.Distance(losses) <= Tolerance, curve.Beside(losses));
    }

    [Theory]
    [InlineData("Mlp")]
    [InlineData("Din")]
    public void SlightlyLargerSteps_AreNoticed(string name)
    {
        Curve curve = Curve.Of(name);
        Curve larger = curve with { Optimizer = curve.Optimizer with { LearningRate = curve.Optimizer.LearningRate * (1 + 1e-6) } };
        double distance = curve.Distance(InterpretedTraining.Losses(ReferenceModel.Of(name).Type, larger));
        Assert.True(double.IsFinite(distance) && distance > Tolerance, $"{distance:E1}");
    }
}
