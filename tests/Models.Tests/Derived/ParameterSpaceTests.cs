using Adjoint;

namespace Models.Tests.Derived;

/// <summary>Models as points, copies that follow, and trainings that go back.</summary>
public sealed class ParameterSpaceTests
{
    private static readonly float[] _x = [.. Enumerable.Range(0, 80).Select(static i => MathF.Sin(i * i))];
    private static readonly float[] _y = [.. Enumerable.Range(0, 30).Select(static i => MathF.Cos(i))];

    [Fact]
    public void Interpolation_IsExactAtItsEnds_AndLinearBetween()
    {
        (Prunable a, Prunable b) = (Prunable.Create(1), Pruning.Magnitude(Prunable.Create(2), 0.5));
        Assert.Equal(a.Parameters.Values.ToArray(), ParameterSpace.Interpolate(a, b, 0).Parameters.Values.ToArray());
        Assert.Equal(b.Parameters.Values.ToArray(), ParameterSpace.Interpolate(a, b, 1).Parameters.Values.ToArray());
        Prunable between = ParameterSpace.Interpolate(a, b, 0.25f);
        for (int i = 0; i < between.Parameters.Values.Length; i++)
        {
            Assert.Equal((0.75f * a.Parameters.Values[i]) + (0.25f * b.Parameters.Values[i]), between.Parameters.Values[i], 1e-6f);
        }

        Assert.All(between.Parameters.State.ToArray(), static mask => Assert.Equal(1, mask));
        Assert.Equal(b.Parameters.State.ToArray(), ParameterSpace.Interpolate(a, b, 1).Parameters.State.ToArray());
        Assert.Equal(b.Parameters.State.ToArray(), ParameterSpace.Interpolate(b, b, 0.3f).Parameters.State.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => ParameterSpace.Interpolate(a, b, float.NaN));
    }

    [Fact]
    public void DistanceAndCosine_AreThoseOfTheVectors()
    {
        (Prunable a, Prunable b) = (Prunable.Create(1), Prunable.Create(2));
        double[] p = [.. a.Parameters.Values.ToArray().Select(static value => (double)value)];
        double[] q = [.. b.Parameters.Values.ToArray().Select(static value => (double)value)];
        Assert.Equal(Math.Sqrt(p.Zip(q, static (u, v) => (u - v) * (u - v)).Sum()), ParameterSpace.Distance(a, b), 1e-4);
        Assert.Equal(p.Zip(q, static (u, v) => u * v).Sum() / Math.Sqrt(p.Sum(static u => u * u) * q.Sum(static v => v * v)), ParameterSpace.Cosine(a, b), 1e-6);
        Assert.Equal(0, ParameterSpace.Distance(a, a));
        Assert.Equal(1, ParameterSpace.Cosine(a, a), 1e-6f);
        Assert.Equal(0.5f * ParameterSpace.Distance(a, b), ParameterSpace.Distance(a, ParameterSpace.Interpolate(a, b, 0.5f)), 1e-4f);
    }

    [Fact]
    public void MomentumCopy_FollowsSlowly_AndAllocatesNothing()
    {
        Prunable start = Prunable.Create(1);
        MomentumCopy<Prunable> teacher = new(start, decay: 0.75f);
        Trainer<Prunable> student = new(start, new Sgd(0.5f));
        float[] expected = start.Parameters.Values.ToArray();
        for (int step = 0; step < 4; step++)
        {
            student.Step(new Batch(_x, _y, 10));
            teacher.Update(student.Parameters);
            expected = [.. expected.Zip(student.Parameters.Values.ToArray(), static (t, s) => (0.75f * t) + (0.25f * s))];
        }

        Assert.True(teacher.Model.Parameters.Values.ToArray().Zip(expected).All(static pair => Math.Abs(pair.First - pair.Second) < 1e-6f));
        Assert.True(ParameterSpace.Distance(teacher.Model, start) > 1e-3f);
        Assert.True(ParameterSpace.Distance(teacher.Model, student.Model()) > 1e-3f);
        Prunable kept = teacher.Snapshot();
        long before = GC.GetAllocatedBytesForCurrentThread();
        teacher.Update(student.Parameters);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(ParameterSpace.Distance(kept, teacher.Model) > 0);
        Assert.Throws<ArgumentException>(() => teacher.Update(Unprunable.Create(1).Parameters));
    }

    [Fact]
    public void MomentumPart_FollowsWithinAModel_AndIsNotTrained()
    {
        Trainer<Bootstrap> trainer = Bootstrap.Create(3).Train(new Adam(1e-2f), seed: 1);
        MomentumPart target = MomentumPart.Follow(trainer, nameof(Bootstrap.Online), nameof(Bootstrap.Target), decay: 0.9f);
        float[] first = trainer.Parameters["Online.Dense.Kernel"].ToArray();
        Assert.Equal(first, trainer.Parameters["Target.Dense.Kernel"].ToArray());
        Bootstrap.AgreeObjective.Step(trainer, _x, _x);
        Assert.Equal(first, trainer.Parameters["Target.Dense.Kernel"].ToArray());
        float[] online = trainer.Parameters["Online.Dense.Kernel"].ToArray();
        float[] means = trainer.Parameters["Target.BatchNorm.Mean"].ToArray();
        float[] others = trainer.Parameters["Online.BatchNorm.Mean"].ToArray();
        target.Update();
        Assert.All(trainer.Parameters["Target.Dense.Kernel"].ToArray().Select((value, i) => value - ((0.9f * first[i]) + (0.1f * online[i]))), static error => Assert.Equal(0, error, 1e-6f));
        Assert.All(trainer.Parameters["Target.BatchNorm.Mean"].ToArray().Select((value, i) => value - ((0.9f * means[i]) + (0.1f * others[i]))), static error => Assert.Equal(0, error, 1e-6f));
        Assert.NotEqual(first, online);
        Assert.Throws<ArgumentException>(() => MomentumPart.Follow(trainer, "Nothing", "Target"));
        ArgumentException unlike = Assert.Throws<ArgumentException>(() => MomentumPart.Follow(trainer, "Online", "Predictor"));
        Assert.StartsWith("'Predictor' of 'Bootstrap' can't follow 'Online', which has Online.Dense.Kernel [8, 6]: it has Predictor.Dense.Kernel [6, 6].", unlike.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sgd")]
    [InlineData("NAdam")]
    [InlineData("Lamb")]
    public void RewoundTraining_GivesTheSameBits(string name)
    {
        Optimizer optimizer = name switch { "Sgd" => new Sgd(0.1f) { Momentum = 0.9f }, "NAdam" => new NAdam(1e-2f), _ => new Lamb(1e-2f) };
        Trainer<Prunable> trainer = new(Prunable.Create(1), optimizer, seed: 4) { Accumulate = 2, Average = new ExponentialAverage(0.9f) };
        Run(5);
        TrainerSnapshot<Prunable> snapshot = trainer.Snapshot();
        float[] then = trainer.Parameters.Values.ToArray();
        float[] once = Run(6);
        float[] average = trainer.AverageModel().Parameters.Values.ToArray();
        for (int again = 0; again < 2; again++)
        {
            trainer.Rewind(snapshot);
            Assert.Equal(5, trainer.Steps);
            Assert.Equal(then, trainer.Parameters.Values.ToArray());
            Assert.Equal(once, Run(6));
            Assert.Equal(average, trainer.AverageModel().Parameters.Values.ToArray());
        }

        // The parameters alone are not enough: what the optimizer remembers counts.
        trainer = new(snapshot.Model(), optimizer, seed: 4) { Accumulate = 2 };
        Assert.NotEqual(once, Run(6));

        float[] Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                trainer.Step(new Batch(_x, _y, 10));
            }

            return trainer.Parameters.Values.ToArray();
        }
    }
}
