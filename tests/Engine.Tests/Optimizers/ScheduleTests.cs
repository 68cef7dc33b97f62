namespace Adjoint.Tests.Optimizers;

public sealed class ScheduleTests
{
    private static readonly Dictionary<string, (Schedule Schedule, double[] Factors)> WrittenOut = new()
    {
        ["Constant"] = (new Schedule.Constant(), [1, 1, 1, 1]),
        ["Step"] = (new Schedule.Step(every: 0.25f, gamma: 0.5f), [1, 1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125]),
        ["Multi-step"] = (new Schedule.MultiStep([0.3f, 0.8f], gamma: 0.1f), [1, 1, 1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01]),
        ["Exponential"] = (new Schedule.Exponential(1f / 16), [1, 0.5, 0.25, 0.125]),
        ["Cosine"] = (new Schedule.Cosine(), [1, 0.75, 0.25]),
        ["Cosine with floor"] = (new Schedule.Cosine(floor: 0.2f), [1, 0.8, 0.4]),
        ["Cosine with warm-up"] = (new Schedule.Cosine(warmup: 0.25f), [1.0 / 3, 2.0 / 3, 1, 0.75 + 0.183012701892, 0.75, 0.5, 0.25, 0.25 - 0.183012701892]),
        ["Linear"] = (new Schedule.Linear(), [1, 0.75, 0.5, 0.25]),
        ["Linear, rising"] = (new Schedule.Linear(0.5f, 2.5f), [0.5, 1, 1.5, 2]),
        ["Polynomial"] = (new Schedule.Polynomial(power: 2, end: 0.2f), [1, 0.65, 0.4, 0.25]),
        ["Restarts"] = (new Schedule.Restarts(2), [1, 0.75, 0.25, 1, 0.75, 0.25]),
        ["Restarts, growing"] = (new Schedule.Restarts(2, growth: 2), [1, 0.75, 0.25, 1, 0.75 + 0.183012701892, 0.75, 0.5, 0.25, 0.25 - 0.183012701892]),
        ["Restarts with floor"] = (new Schedule.Restarts(2, floor: 0.2f), [1, 0.6, 1, 0.6]),
        ["One cycle"] = (new Schedule.OneCycle(warmup: 0.5f, start: 0.2f, end: 0), [0.2, 0.4, 0.8, 1, 0.75, 0.25]),
        ["Warm-up"] = (new Schedule.WarmUp(3), [0.25, 0.5, 0.75, 1, 1]),
        ["Limited"] = (new Schedule.Linear().For(2), [1, 0.5, 0, 0, 0]),
        ["Sequence"] = (new Schedule.WarmUp(1).Then(new Schedule.Linear()), [0.5, 1, 0.75, 0.5, 0.25]),
        ["Sequence of three"] = (
            new Schedule.WarmUp(1).Then(new Schedule.Constant().For(2)).Then(new Schedule.Linear(1, 0.5f)), [0.5, 1, 1, 1, 0.75]),
        ["Product"] = (new Schedule.WarmUp(3).Times(new Schedule.Linear()), [0.25, 0.4, 0.45, 0.4, 0.2]),
    };

    public static TheoryData<string> Names => [.. WrittenOut.Keys];

    private static double LargestError(Schedule schedule, double[] factors) =>
        factors.Select((factor, step) => Math.Abs(factor - schedule.Factor(step, factors.Length))).Max();

    [Theory]
    [MemberData(nameof(Names))]
    public void Factors_AreThoseWrittenOut(string name)
    {
        (Schedule schedule, double[] factors) = WrittenOut[name];
        Assert.True(LargestError(schedule, factors) < 1e-6, $"{name}: {string.Join(", ", factors.Select((_, step) => schedule.Factor(step, factors.Length)))}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FactorsOfAnotherSchedule_AreNotThoseWrittenOut(string name)
    {
        Schedule other = name.StartsWith("Cosine", StringComparison.Ordinal) ? new Schedule.Linear() : new Schedule.Cosine();
        Assert.True(LargestError(other, WrittenOut[name].Factors) > 0.04);
    }

    [Fact]
    public void Cosine_FallsFromOneToItsFloor()
    {
        Schedule.Cosine schedule = new(floor: 0.1f);

        Assert.Equal(1, schedule.Factor(0, 100));
        Assert.Equal(0.55, schedule.Factor(50, 100), 6);
        Assert.InRange(schedule.Factor(99, 100), 0.1f, 0.101f);
        for (int step = 1; step < 100; step++)
        {
            Assert.True(schedule.Factor(step, 100) < schedule.Factor(step - 1, 100));
        }
    }

    [Fact]
    public void Step_MultipliesAtEachDistance()
    {
        Schedule.Step schedule = new(every: 0.1f, gamma: 0.5f);

        Assert.Equal(1, schedule.Factor(99, 1000));
        Assert.Equal(0.5f, schedule.Factor(100, 1000));
        Assert.Equal(0.5f, schedule.Factor(199, 1000));
        Assert.Equal(0.25f, schedule.Factor(200, 1000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void ShortTrainings_GetFiniteFactors(int steps)
    {
        Schedule[] schedules =
        [
            .. WrittenOut.Values.Select(static pair => pair.Schedule).Where(static schedule => schedule is not Schedule.Linear),
            new Schedule.Cosine(0.9f), new Schedule.Cosine(0.5f, 1), new Schedule.Step(0.01f), new Schedule.Step(1), new Schedule.Restarts(9, 3),
            new Schedule.OneCycle(0.99f), new Schedule.WarmUp(100).Then(new Schedule.OneCycle()), new Schedule.Plateau(),
        ];
        foreach (Schedule schedule in schedules)
        {
            for (int step = 0; step < steps; step++)
            {
                Assert.InRange(schedule.Factor(step, steps), 0, 1);
            }
        }
    }

    [Fact]
    public void Restarts_BeginAnewAtEveryShare()
    {
        for (int cycles = 1; cycles <= 12; cycles++)
        {
            Schedule.Restarts schedule = new(cycles);
            for (int step = 0; step < 20 * cycles; step += 20)
            {
                Assert.Equal(1, schedule.Factor(step, 20 * cycles));
                Assert.True(schedule.Factor(step + 19, 20 * cycles) < 0.01f);
            }
        }
    }

    [Fact]
    public void Plateau_LowersTheRate_AfterEpochsThatAreNoBetter()
    {
        Schedule.Plateau schedule = new(gamma: 0.5f, patience: 1) { Threshold = 0.1f, Cooldown = 1, Floor = 0.2f };

        // 0.95 and 0.91 are not better than 1 by a tenth; the epoch after a change doesn't count; the floor holds.
        float[] losses = [1, 0.95f, 0.91f, 1, 1, 1, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f];
        float[] factors = [1, 1, 1, 0.5f, 0.5f, 0.5f, 0.25f, 0.25f, 0.25f, 0.2f, 0.2f, 0.2f, 0.2f, 0.2f];
        Assert.Equal(factors, Enumerable.Range(0, losses.Length + 1).Select(epochs => schedule.Factor(0, 1, losses.AsSpan(0, epochs))));
        Assert.Equal(1, schedule.Factor(0, 1));
        Assert.Equal(0.5f, new Schedule.WarmUp(1).Times(schedule).Factor(0, 1, [1]));
        Assert.Equal(0.25f, new Schedule.WarmUp(1).Then(schedule).Factor(1, 2, losses.AsSpan(0, 6)));
        Assert.Equal(1, new Schedule.Plateau(patience: 0).Factor(0, 1, [-1, -2, -3]));
        Assert.Equal(0.1f, new Schedule.Plateau(patience: 0).Factor(0, 1, [-1, -0.9f]));
    }

    [Fact]
    public void Plateau_ReactsInATraining()
    {
        // No epoch after the first halves the loss, so after the second the rate falls.
        List<float> rates = [];
        FitOptions options = new()
        {
            Epochs = 4,
            BatchSize = 8,
            Optimizer = new Sgd(1e-4f),
            Schedule = new Schedule.Plateau(patience: 0) { Threshold = 0.5f },
            OnStep = step => rates.Add(step.LearningRate),
        };
        Training.Fit(LinearRegression.Create(1), Samples.Line(8), options: options);
        Assert.Equal([1, 1, 0.1f, 0.01f], rates.Select(static rate => MathF.Round(rate * 1e4f, 4)));
    }

    [Fact]
    public void ScheduleOfTheWholeTraining_IsFollowedByNone()
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => new Schedule.Cosine().Then(new Schedule.Constant()));
        Assert.Contains("For(steps)", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new Schedule.WarmUp(1).Then(new Schedule.Linear()).Then(new Schedule.Constant()));
        Assert.Throws<ArgumentNullException>(() => new Schedule.WarmUp(1).Then(null!));
        Assert.Throws<ArgumentNullException>(() => new Schedule.WarmUp(1).Times(null!));
    }

    [Fact]
    public void Schedules_AreComparedByTheirSettings()
    {
        Assert.Equal(new Schedule.MultiStep([0.5f]), new Schedule.MultiStep([0.5f]));
        Assert.NotEqual(new Schedule.MultiStep([0.5f]), new Schedule.MultiStep([0.6f]));
        Assert.Equal(new Schedule.WarmUp(3).Then(new Schedule.Cosine()), new Schedule.WarmUp(3).Then(new Schedule.Cosine()));
        Assert.NotEqual(new Schedule.WarmUp(3).Times(new Schedule.Cosine()), new Schedule.WarmUp(4).Times(new Schedule.Cosine()));
    }
}
