namespace Adjoint.Tests.Optimizers;

/// <summary>Accumulated batches, second gradients and clipping where they meet a training.</summary>
public sealed class GradientsInTrainingTests
{
    private static readonly Dataset Data = Samples.Line(7);

    private static float[] Fit(FitOptions options) => Training.Fit(LinearRegression.Create(1), Data, options: options).Parameters.Values.ToArray();

    private static void AssertClose(float[] expected, float[] found)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i], 1e-6f);
        }
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 4)]
    [InlineData(3, 100)]
    public void AccumulatedBatches_AreOneLargeBatch(int batchSize, int accumulate)
    {
        // Seven rows in batches of 2: the last has one row and counts half as much as another.
        FitOptions large = new() { Epochs = 5, BatchSize = 7, Optimizer = new Adam(0.1f) };
        float[] accumulated = Fit(large with { BatchSize = batchSize, Accumulate = accumulate });

        AssertClose(Fit(large), accumulated);
        Assert.True(Math.Abs(Fit(large with { BatchSize = batchSize })[0] - accumulated[0]) > 1e-3);
    }

    [Fact]
    public void Step_IsReportedOnceForItsBatches()
    {
        List<StepReport> steps = [];
        FitOptions options = new() { Epochs = 1, BatchSize = 2, Accumulate = 2, OnStep = steps.Add };
        LinearRegression trained = Training.Fit(LinearRegression.Create(1), Data, options: options);

        Assert.Equal([4, 3], steps.Select(static step => step.Samples));
        Assert.All(steps, static step => Assert.Equal(2, step.Steps));

        // Four batches: each has random numbers of its own.
        Assert.Equal(4, trained.Parameters.State[0]);
        Assert.Equal(4, trained.Parameters.State[1]);
        float whole = Training.Evaluate(LinearRegression.Create(1), Data).Loss;
        FitOptions one = options with { Accumulate = 4, OnStep = step => Assert.Equal(whole, step.Loss, 1e-6f) };
        Training.Fit(LinearRegression.Create(1), Data, options: one);
    }

    [Fact]
    public void TrainersAccumulation_IsFits()
    {
        Trainer<LinearRegression> trainer = new(LinearRegression.Create(1), new Sgd(0.1f)) { Accumulate = 2 };
        float[] start = trainer.Parameters.Values.ToArray();
        trainer.Step(new Batch(Data.Inputs[..8], Data.Targets[..4], 4));
        Assert.Equal(start, trainer.Parameters.Values.ToArray());
        trainer.Step(new Batch(Data.Inputs[8..], Data.Targets[4..], 3));

        AssertClose(Fit(new() { Epochs = 1, BatchSize = 7, Optimizer = new Sgd(0.1f) }), trainer.Parameters.Values.ToArray());
        Assert.Equal(2, trainer.Steps);
    }

    [Fact]
    public void FailedBatch_LeavesWhatIsHeld()
    {
        Trainer<LinearRegression> trainer = new(LinearRegression.Create(1), new Sgd(0.1f)) { Accumulate = 2 };
        trainer.Step(new Batch(Data.Inputs[..8], Data.Targets[..4], 4));
        Assert.Throws<TrainingDivergedException>(() => trainer.Step(new Batch([float.NaN, 0], [0], 1)));
        trainer.Step(new Batch(Data.Inputs[8..], Data.Targets[4..], 3));

        AssertClose(Fit(new() { Epochs = 1, BatchSize = 7, Optimizer = new Sgd(0.1f) }), trainer.Parameters.Values.ToArray());
    }

    /// <summary>The gradient of the line's loss in double.</summary>
    private static double[] Gradient(double[] p)
    {
        double[] gradient = new double[3];
        for (int n = 0; n < 7; n++)
        {
            double error = (p[0] * Data.Inputs[2 * n]) + (p[1] * Data.Inputs[(2 * n) + 1]) + p[2] - Data.Targets[n];
            gradient[0] += 2 * error * Data.Inputs[2 * n] / 7;
            gradient[1] += 2 * error * Data.Inputs[(2 * n) + 1] / 7;
            gradient[2] += 2 * error / 7;
        }

        return gradient;
    }

    [Fact]
    public void Sam_StepsByTheGradientAtTheWorstPointNearby()
    {
        LinearRegression model = LinearRegression.Create(1);
        double[] p = [.. model.Parameters.Values.ToArray().Select(static value => (double)value)];
        double[] first = Gradient(p);
        double norm = Math.Sqrt(first.Sum(static value => value * value));
        double[] second = Gradient([.. p.Select((value, i) => value + (0.5 * first[i] / norm))]);
        Trainer<LinearRegression> trainer = new(model, new Sam(new Sgd(0.1f), radius: 0.5f));
        trainer.Step(new Batch(Data.Inputs, Data.Targets, 7));

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(p[i] - (0.1 * second[i]), trainer.Parameters.Values[i], 1e-6);
            Assert.True(Math.Abs(p[i] - (0.1 * first[i]) - trainer.Parameters.Values[i]) > 1e-3);
        }

        // Both gradients have the random numbers of one step, and the state advances once.
        Assert.Equal(1, trainer.Parameters.State[0]);
        Assert.Equal(1, trainer.Parameters.State[1]);
    }

    [Fact]
    public void Sam_WithoutAGradient_IsItsInnerOptimizer()
    {
        // Zero parameters fit zero targets.
        LinearRegression model = LinearRegression.FromParameters(ParameterBuffer.FromValues(LinearRegression.Description, [0, 0, 0]));
        Trainer<LinearRegression> trainer = new(model, new Sam(new Sgd(0.1f)));
        Assert.Equal(0, trainer.Step(new Batch(Data.Inputs, new float[7], 7)));
        Assert.Equal([0, 0, 0], trainer.Parameters.Values.ToArray());
    }

    [Fact]
    public void Sam_PerturbsNothingThatIsFrozen()
    {
        Sam optimizer = new(new Sgd(0.1f) { Groups = [ParameterGroup.Matching("*.Bias", isFrozen: true)] }, radius: 0.5f);
        LinearRegression model = LinearRegression.Create(1);
        double[] p = [.. model.Parameters.Values.ToArray().Select(static value => (double)value)];
        double[] first = Gradient(p);
        double norm = Math.Sqrt((first[0] * first[0]) + (first[1] * first[1]));
        double[] second = Gradient([p[0] + (0.5 * first[0] / norm), p[1] + (0.5 * first[1] / norm), p[2]]);
        Trainer<LinearRegression> trainer = new(model, optimizer);
        trainer.Step(new Batch(Data.Inputs, Data.Targets, 7));

        Assert.Equal(p[0] - (0.1 * second[0]), trainer.Parameters.Values[0], 1e-6);
        Assert.Equal(p[2], trainer.Parameters.Values[2]);
    }

    [Fact]
    public void ClipNorm_LimitsTheStepOfATraining()
    {
        LinearRegression model = LinearRegression.Create(1);
        FitOptions options = new() { Epochs = 1, BatchSize = 7, Optimizer = new Sgd(0.1f), ClipNorm = 0.01f };
        float[] trained = Fit(options);
        Assert.Equal(0.001, Way(trained), 1e-6);
        Assert.True(Way(Fit(options with { ClipNorm = null })) > 0.01);
        Assert.True(Way(Fit(options with { ClipNorm = null, ClipValue = 0.01f })) < 0.0018);
        Assert.NotEqual(trained, Fit(options with { Noise = new GradientNoise() }));
        Assert.Equal(Fit(options with { Noise = new GradientNoise() }), Fit(options with { Noise = new GradientNoise() }));

        double Way(float[] to) => Math.Sqrt(to.Select((value, i) => Math.Pow(value - model.Parameters.Values[i], 2)).Sum());
    }

    [Fact]
    public void TrainersSettings_AreThoseOfFit()
    {
        Trainer<LinearRegression> trainer = new(LinearRegression.Create(1), new Sgd(0.1f), seed: 3)
        {
            ClipNorm = 0.3f,
            ClipValue = 0.2f,
            Noise = new GradientNoise(),
            LearningRateFactor = 0.5f,
        };
        float[] rows = [.. Data.Inputs[..2]];
        FitOptions options = new()
        {
            Epochs = 4,
            Optimizer = new Sgd(0.1f),
            Seed = 3,
            ClipNorm = 0.3f,
            ClipValue = 0.2f,
            Noise = new GradientNoise(),
            Schedule = new Schedule.Linear(0.5f, 0.5f),
        };
        for (int i = 0; i < 4; i++)
        {
            trainer.Step(new Batch(rows, Data.Targets[..1], 1));
        }

        LinearRegression fitted = Training.Fit(
            LinearRegression.Create(1), Dataset.WithTargets(rows, Data.Targets[..1].ToArray(), 2, 1), options: options);
        Assert.Equal(fitted.Parameters.Values.ToArray(), trainer.Parameters.Values.ToArray());
    }

    [Fact]
    public void StepWithEverything_AllocatesNothing_AndHasTheSameBitsForAnyThreads()
    {
        float[] expected = Trained(1);
        Assert.Equal(expected, Trained(2));
        Trainer<SoftmaxClassifier> trainer = Make(2);
        float[] inputs = Samples.GreatestOfThree(8).Inputs.ToArray();
        int[] labels = Samples.GreatestOfThree(8).Labels.ToArray();
        Assert.Equal(0, Allocated.ByEach(() => trainer.Step(new Batch(inputs, labels))));

        static Trainer<SoftmaxClassifier> Make(int threads) => new(SoftmaxClassifier.Create(1), new Sam(new Muon(0.01f)), threads: new Threads(threads))
        {
            Accumulate = 2,
            ClipNorm = 0.1f,
            ClipValue = 0.1f,
            Noise = new GradientNoise(),
            Average = new ExponentialAverage(),
        };

        static float[] Trained(int threads)
        {
            Trainer<SoftmaxClassifier> trainer = Make(threads);
            Dataset data = Samples.GreatestOfThree(8);
            for (int i = 0; i < 6; i++)
            {
                trainer.Step(new Batch(data.Inputs, data.Labels));
            }

            return trainer.AverageModel().Parameters.Values.ToArray();
        }
    }

    [Fact]
    public void TracedModel_TakesTheSameSettings()
    {
        TracedModel model = TracedModel.Of("2", Loss.MeanSquaredError, static (weights, x) => weights.Apply("Line", x, new DenseAttribute(1)), seed: 1);
        FitOptions options = new() { Epochs = 5, BatchSize = 7, Optimizer = new Adam(0.1f) };
        float[] plain = Fit(options);
        float[] accumulated = Fit(options with { BatchSize = 2, Accumulate = 4 });
        AssertClose(plain, accumulated);
        foreach (FitOptions other in (FitOptions[])[
            options with { BatchSize = 2 },
            options with { Optimizer = new Sam(new Adam(0.1f), 0.5f) },
            options with { ClipNorm = 1e-8f },
            options with { Average = new ExponentialAverage(0.9f) }])
        {
            Assert.NotEqual(plain, Fit(other));
        }

        float[] Fit(FitOptions with) => model.Fit(Data, null, with).Parameters.Values.ToArray();
    }
}
