namespace Adjoint.Tests.Optimizers;

/// <summary>Settings out of range are refused where they are set, and the message says the range.</summary>
public sealed class SettingTests
{
    private static readonly Dictionary<string, Func<object>> Refused = new()
    {
        ["A learning rate of 0"] = static () => new Adam(0),
        ["A learning rate of NaN"] = static () => new AdamW(float.NaN),
        ["An infinite learning rate"] = static () => new Sgd(float.PositiveInfinity),
        ["A negative weight decay"] = static () => new Lion { WeightDecay = -1 },
        ["A weight decay of NaN"] = static () => new Sgd { WeightDecay = float.NaN },
        ["A negative penalty"] = static () => new Lamb { L2 = -0.1f },
        ["β₁ of 1"] = static () => new Adam { Beta1 = 1 },
        ["β₂ below 0"] = static () => new NAdam { Beta2 = -0.1f },
        ["ε of 0"] = static () => new AmsGrad { Epsilon = 0 },
        ["Momentum of 1"] = static () => new Sgd { Momentum = 1 },
        ["Dampening of 1"] = static () => new Sgd { Dampening = 1 },
        ["AdaGrad's ε of NaN"] = static () => new AdaGrad { Epsilon = float.NaN },
        ["RMSProp's smoothing of 1"] = static () => new RmsProp { Smoothing = 1 },
        ["RMSProp's negative momentum"] = static () => new RmsProp { Momentum = -1 },
        ["RMSProp's ε"] = static () => new RmsProp { Epsilon = -1 },
        ["NAdam's decay"] = static () => new NAdam { MomentumDecay = -1 },
        ["Lion's β₁"] = static () => new Lion { Beta1 = 1.5f },
        ["Lion's β₂"] = static () => new Lion { Beta2 = float.NaN },
        ["Muon's momentum"] = static () => new Muon { Momentum = 1 },
        ["No iteration"] = static () => new Muon { Iterations = 0 },
        ["A radius of 0"] = static () => new Sam(new Sgd(), radius: 0),
        ["A factor of 0"] = static () => ParameterGroup.Matching("*", learningRateFactor: 0),
        ["A group's decay"] = static () => ParameterGroup.Matching("*", weightDecay: -1),
        ["A group's penalty"] = static () => ParameterGroup.Where(static _ => true, l2: float.NaN),
        ["A variance of 0"] = static () => new GradientNoise(0),
        ["A noise's decay"] = static () => new GradientNoise(decay: -1),
        ["A mean that forgets nothing"] = static () => new ExponentialAverage(1),
        ["A norm of 0"] = static () => new FitOptions { ClipNorm = 0 },
        ["A limit below 0"] = static () => new FitOptions { ClipValue = -1 },
        ["No batch"] = static () => new FitOptions { Accumulate = 0 },
        ["A warm-up of everything"] = static () => new Schedule.Cosine(warmup: 1),
        ["A floor above 1"] = static () => new Schedule.Cosine(floor: 1.1f),
        ["A distance of 0"] = static () => new Schedule.Step(0),
        ["A factor of NaN"] = static () => new Schedule.Step(0.5f, float.NaN),
        ["A milestone of 0"] = static () => new Schedule.MultiStep([0]),
        ["Milestones that fall"] = static () => new Schedule.MultiStep([0.5f, 0.4f]),
        ["An end of 0"] = static () => new Schedule.Exponential(0),
        ["A negative end"] = static () => new Schedule.Linear(1, -1),
        ["A power of 0"] = static () => new Schedule.Polynomial(0),
        ["No cycle"] = static () => new Schedule.Restarts(0),
        ["Cycles that shrink"] = static () => new Schedule.Restarts(2, 0.5f),
        ["A rise that is all"] = static () => new Schedule.OneCycle(1),
        ["A warm-up of no steps"] = static () => new Schedule.WarmUp(0),
        ["No steps"] = static () => new Schedule.Constant().For(0),
        ["A plateau that changes nothing"] = static () => new Schedule.Plateau(1),
        ["A plateau that ends all"] = static () => new Schedule.Plateau(0),
        ["Negative patience"] = static () => new Schedule.Plateau(patience: -1),
        ["A cooldown below 0"] = static () => new Schedule.Plateau { Cooldown = -1 },
        ["A threshold of 1"] = static () => new Schedule.Plateau { Threshold = 1 },
    };

    public static TheoryData<string> Names => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void SettingOutOfRange_IsRefusedWithItsRange(string name)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => Refused[name]());
        Assert.Matches("must be|rise", exception.Message);
    }

    [Fact]
    public void OptimizersThatDoNotGoTogether_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new Sam(new Sam(new Sgd())));
        Assert.Throws<ArgumentNullException>(() => new Sam(null!));
        Assert.Throws<ArgumentException>(() => new Muon { Fallback = new Sam(new Sgd()) });
        Assert.Throws<ArgumentException>(() => new Muon { Fallback = new Sgd { Groups = [ParameterGroup.Matching("*")] } });
        Assert.Throws<ArgumentException>(() => ParameterGroup.Matching(string.Empty));
    }
}
