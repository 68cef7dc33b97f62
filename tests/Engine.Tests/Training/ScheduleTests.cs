namespace Adjoint.Tests;

public sealed class ScheduleTests
{
    [Fact]
    public void Constant_IsOne() => Assert.Equal(1, new Schedule.Constant().Factor(17, 100));

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
    public void Cosine_WarmsUpEvenly()
    {
        Schedule.Cosine schedule = new(warmup: 0.25f);

        Assert.Equal([0.25f, 0.5f, 0.75f, 1f], Enumerable.Range(0, 4).Select(step => schedule.Factor(step, 12)));
        Assert.Equal(0.5, schedule.Factor(3 + 4, 11), 6);
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
        foreach (Schedule schedule in (Schedule[])[new Schedule.Constant(), new Schedule.Cosine(0.9f), new Schedule.Cosine(0.5f, 1), new Schedule.Step(0.01f), new Schedule.Step(1)])
        {
            for (int step = 0; step < steps; step++)
            {
                Assert.InRange(schedule.Factor(step, steps), 0, 1);
            }
        }
    }

    [Fact]
    public void Settings_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Schedule.Cosine(warmup: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Schedule.Cosine(floor: 1.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Schedule.Step(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Schedule.Step(0.5f, float.NaN));
    }
}
