namespace Adjoint.Tests;

public sealed class FitTests
{
    private static FitOptions Quick => new() { Epochs = 20, BatchSize = 16, Optimizer = new Adam(0.02f), Seed = 3 };

    /// <summary>Calls back on the thread that reports, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Told(Action<EpochReport> action) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => action(value);
    }

    [Fact]
    public void Classifier_Learns()
    {
        (Dataset train, Dataset validation) = Samples.GreatestOfThree(500).SplitEvery(5);
        SoftmaxClassifier trained = Training.Fit(SoftmaxClassifier.Create(1), train, validation, Quick with { Epochs = 40 });

        Evaluation evaluation = Training.Evaluate(trained, validation);
        Assert.True(evaluation.Accuracy > 0.93f, $"accuracy {evaluation.Accuracy}");
    }

    [Fact]
    public void Regression_FindsThePlane()
    {
        LinearRegression trained = Training.Fit(
            LinearRegression.Create(1), Samples.Line(200), options: Quick with { Epochs = 200, Schedule = new Schedule.Cosine(0.05f) });

        Assert.Equal(3, trained.Parameters["Line.Weight"][0], 3);
        Assert.Equal(-2, trained.Parameters["Line.Weight"][1], 3);
        Assert.Equal(1, trained.Parameters["Line.Bias"][0], 3);
    }

    [Fact]
    public void Input_IsNotChanged()
    {
        LinearRegression model = LinearRegression.Create(1);
        float[] before = model.Parameters.Values.ToArray();
        LinearRegression trained = Training.Fit(model, Samples.Line(10), options: Quick);

        Assert.Equal(before, model.Parameters.Values.ToArray());
        Assert.Equal(0, model.Parameters.State[0]);
        Assert.NotEqual(before, trained.Parameters.Values.ToArray());
    }

    [Fact]
    public void SameSeed_GivesTheSameBits_ForAnyThreads()
    {
        Dataset data = Samples.GreatestOfThree(101);
        float[] Fit(int seed, int threads) => Training.Fit(
            SoftmaxClassifier.Create(1), data, options: Quick with { Seed = seed, Threads = new Threads(threads) }).Parameters.Values.ToArray();

        float[] expected = Fit(3, 1);
        Assert.Equal(expected, Fit(3, 1));
        Assert.Equal(expected, Fit(3, 2));
        Assert.Equal(expected, Fit(3, 3));
        Assert.NotEqual(expected, Fit(4, 1));
    }

    [Fact]
    public void EveryRow_IsSeenOnceInEachEpoch_WithTheRestAsALastStep()
    {
        // 10 rows in batches of 4: 4, 4, 2.
        List<StepReport> steps = [];
        LinearRegression trained = Training.Fit(
            LinearRegression.Create(1), Samples.Line(10), options: Quick with { Epochs = 2, BatchSize = 4, OnStep = steps.Add });

        Assert.Equal([4, 4, 2, 4, 4, 2], steps.Select(static step => step.Samples));
        Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)], steps.Select(static step => (step.Epoch, step.Step)));
        Assert.All(steps, static step => Assert.Equal((2, 3), (step.Epochs, step.Steps)));
        Assert.Equal(6, trained.Parameters.State[0]);

        // Random numbers of training begin at step 1; step 0 is initialisation's.
        Assert.Equal(6, trained.Parameters.State[1]);
    }

    [Fact]
    public void OneStepOfGradientDescent_IsTheFormula()
    {
        Dataset data = Samples.Line(8);
        LinearRegression model = LinearRegression.Create(1);
        float[] gradient = new float[3];
        LinearRegression.Gradient(
            model.Parameters.Values, new float[2], new Batch(data.Inputs, data.Targets, 8), default, gradient, new Workspace(0));
        LinearRegression trained = Training.Fit(
            model, data, options: new FitOptions { Epochs = 1, BatchSize = 100, Optimizer = new Sgd(0.1f) });

        // The batch is the whole set in another order, which changes the sums' rounding only.
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(model.Parameters.Values[i] - (0.1f * gradient[i]), trained.Parameters.Values[i], 5);
        }
    }

    [Fact]
    public void TrainingStep_AllocatesNothing()
    {
        Dataset data = Samples.GreatestOfThree(64);
        TrainingSteps<SoftmaxClassifier> steps = new(SoftmaxClassifier.Create(1), data, [], 16, Quick);
        int[] rows = [.. Enumerable.Range(0, 16)];
        Assert.Equal(0, Allocated.ByEach(() => steps.Take(rows, 0.01f)));
    }

    [Fact]
    public void MoreStepsPerEpoch_AllocateNoMore()
    {
        long Bytes(int rows)
        {
            Dataset data = Samples.GreatestOfThree(rows);
            SoftmaxClassifier model = SoftmaxClassifier.Create(1);
            int seen = 0;
            FitOptions options = Quick with { Epochs = 3, BatchSize = 16, OnStep = step => seen += step.Samples };
            return Allocated.ByEach(() => Training.Fit(model, data, options: options));
        }

        // 2 steps an epoch or 20: only the order of the rows is longer, by 4 bytes for each.
        Assert.Equal(288 * sizeof(int), Bytes(320) - Bytes(32));
    }

    [Fact]
    public void ValidationLoss_ChoosesTheEpoch()
    {
        // With a huge learning rate the loss jumps about, so the last epoch is seldom the best.
        (Dataset train, Dataset validation) = Samples.GreatestOfThree(200).SplitEvery(4);
        FitHistory history = new();
        SoftmaxClassifier trained = Training.Fit(
            SoftmaxClassifier.Create(1), train, validation, Quick with { Optimizer = new Adam(3f), History = history });

        float smallest = history.Epochs.Min(static epoch => epoch.Validation!.Loss);
        Assert.Equal(20, history.Epochs.Count);
        Assert.NotSame(history.Best, history.Epochs[^1]);
        Assert.Equal(smallest, history.Best!.Validation!.Loss);
        Assert.Equal(smallest, Training.Evaluate(trained, validation).Loss);
        Assert.Equal(FitOutcome.Completed, history.Outcome);
    }

    [Fact]
    public void EpochReports_AreTold()
    {
        List<EpochReport> told = [];
        FitHistory history = new();
        Training.Fit(
            LinearRegression.Create(1),
            Samples.Line(20),
            options: Quick with { Epochs = 3, Progress = new Told(told.Add), History = history, Schedule = new Schedule.Step(1 / 3f, 0.5f) });

        Assert.Equal(told, history.Epochs);
        Assert.Equal([1, 2, 3], told.Select(static report => report.Epoch));
        Assert.Equal([0.02f, 0.01f, 0.005f], told.Select(static report => report.LearningRate));
        Assert.All(told, static report => Assert.Null(report.Validation));
        Assert.All(told, static report => Assert.True(report.IsBest));
        Assert.True(told[2].TrainLoss < told[0].TrainLoss);
    }

    [Fact]
    public void CancelledWithoutValidation_StopsBeforeTheNextStep_AndGivesTheLastCompletedEpoch()
    {
        using CancellationTokenSource source = new();
        FitHistory history = new();
        int steps = 0;
        LinearRegression trained = Training.Fit(
            LinearRegression.Create(1),
            Samples.Line(64),
            options: Quick with
            {
                CancellationToken = source.Token,
                History = history,
                OnStep = _ =>
                {
                    if (++steps == 7)
                    {
                        source.Cancel();
                    }
                },
            });

        Assert.Equal(7, steps);
        Assert.Equal(FitOutcome.Cancelled, history.Outcome);
        Assert.Same(Assert.Single(history.Epochs), history.Best);

        // An epoch has 4 steps; the three of the next are dropped.
        Assert.Equal(4, trained.Parameters.State[0]);
        LinearRegression shorter = Training.Fit(LinearRegression.Create(1), Samples.Line(64), options: Quick with { Epochs = 1 });
        Assert.Equal(shorter.Parameters.Values.ToArray(), trained.Parameters.Values.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CancelledInTheFirstEpoch_GivesTheStepsSoFar(bool validated)
    {
        using CancellationTokenSource source = new();
        FitHistory history = new();
        Dataset data = Samples.Line(64);
        LinearRegression trained = Training.Fit(
            LinearRegression.Create(1),
            data,
            validated ? data : null,
            Quick with { CancellationToken = source.Token, History = history, OnStep = step => { if (step.Step == 3) { source.Cancel(); } } });

        Assert.Equal(3, trained.Parameters.State[0]);
        Assert.Null(history.Best);
        Assert.Equal(FitOutcome.Cancelled, history.Outcome);
    }

    [Fact]
    public void CancelledWithValidation_GivesTheBestEpoch()
    {
        using CancellationTokenSource source = new();
        Dataset data = Samples.Line(64);
        FitHistory history = new();
        LinearRegression trained = Training.Fit(
            LinearRegression.Create(1),
            data,
            data,
            Quick with { CancellationToken = source.Token, History = history, OnStep = step => { if (step is { Epoch: 3, Step: 2 }) { source.Cancel(); } } });

        Assert.Equal(2, history.Epochs.Count);
        Assert.Equal(history.Best!.Validation!.Loss, Training.Evaluate(trained, data).Loss);
    }

    [Fact]
    public void CancelledBeforeTheFirstStep_GivesTheModelAsItWas()
    {
        FitHistory history = new();
        LinearRegression model = LinearRegression.Create(1);
        LinearRegression trained = Training.Fit(
            model, Samples.Line(8), Samples.Line(8), Quick with { CancellationToken = new CancellationToken(true), History = history });

        Assert.NotSame(model, trained);
        Assert.Equal(model.Parameters.Values.ToArray(), trained.Parameters.Values.ToArray());
        Assert.Equal(FitOutcome.Cancelled, history.Outcome);
        Assert.Null(history.Best);
    }

    [Fact]
    public void Divergence_IsThrownWithTheLastGoodParameters()
    {
        // Gradient descent on a parabola diverges geometrically when the learning rate is too great.
        FitHistory history = new();
        FitOptions options = Quick with { Epochs = 100, Optimizer = new Sgd(10f), History = history };
        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(
            () => Training.Fit(LinearRegression.Create(1), Samples.Line(32), options: options));

        Assert.Equal(history.Epochs.Count + 1, exception.Epoch);
        Assert.InRange(exception.Step, 1, 2);
        Assert.Equal(10f, exception.LearningRate);
        Assert.StartsWith($"The training diverged: the loss is not finite in epoch {exception.Epoch}, step {exception.Step}, with learning rate 10.", exception.Message);
        Assert.All(exception.Best.Values.ToArray(), static value => Assert.True(float.IsFinite(value)));
        Assert.Equal(FitOutcome.Diverged, history.Outcome);

        // The parameters are those of the last completed epoch: training only so long gives the same.
        LinearRegression shorter = Training.Fit(
            LinearRegression.Create(1), Samples.Line(32), options: options with { Epochs = history.Epochs.Count, History = null });
        Assert.Equal(shorter.Parameters.Values.ToArray(), exception.Best.Values.ToArray());
    }

    /// <summary>Next to nothing for some steps, then the whole learning rate.</summary>
    private sealed record Jump(int Steps) : Schedule
    {
        public override float Factor(long step, long totalSteps) => step < Steps ? 1e-38f : 1;
    }

    [Fact]
    public void CancelledAfterADivergingStep_GivesTheLastCompletedEpoch()
    {
        using CancellationTokenSource source = new();
        FitHistory history = new();
        LinearRegression trained = Training.Fit(
            LinearRegression.Create(1),
            Samples.Line(64),
            options: Quick with
            {
                Optimizer = new Sgd(float.MaxValue),
                Schedule = new Jump(4),
                CancellationToken = source.Token,
                History = history,
                OnStep = step => { if (step.Epoch == 2) { source.Cancel(); } },
            });

        Assert.All(trained.Parameters.Values.ToArray(), static value => Assert.True(float.IsFinite(value)));
        Assert.Equal(4, trained.Parameters.State[0]);
        Assert.Equal(FitOutcome.Cancelled, history.Outcome);
        Assert.Equal(1, history.Best!.Epoch);
    }

    [Fact]
    public void CancelledAfterADivergingStep_IsThrown_NotReturned()
    {
        // The first loss is finite, and the step it leads to is not.
        using CancellationTokenSource source = new();
        FitHistory history = new();
        LinearRegression model = LinearRegression.Create(1);
        FitOptions options = Quick with
        {
            Optimizer = new Sgd(float.MaxValue),
            CancellationToken = source.Token,
            History = history,
            OnStep = _ => source.Cancel(),
        };
        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(
            () => Training.Fit(model, Samples.Line(64), options: options));

        Assert.Equal((1, 1), (exception.Epoch, exception.Step));
        Assert.True(float.IsFinite(exception.Loss));
        Assert.Contains("a parameter is not finite", exception.Message, StringComparison.Ordinal);
        Assert.Equal(model.Parameters.Values.ToArray(), exception.Best.Values.ToArray());
        Assert.Equal(FitOutcome.Diverged, history.Outcome);
    }

    [Fact]
    public void CallbackThatThrows_EndsTheTrainingAsFailed()
    {
        FitHistory history = new();
        Assert.Throws<InvalidOperationException>(() => Training.Fit(
            LinearRegression.Create(1), Samples.Line(8), options: Quick with { History = history, OnStep = static _ => throw new InvalidOperationException() }));
        Assert.Equal(FitOutcome.Failed, history.Outcome);
    }

    [Fact]
    public void History_BeginsAnewWithEachTraining()
    {
        FitHistory history = new();
        Training.Fit(LinearRegression.Create(1), Samples.Line(8), options: Quick with { Epochs = 5, History = history });
        Training.Fit(LinearRegression.Create(1), Samples.Line(8), options: Quick with { Epochs = 2, History = history });

        Assert.Equal(2, history.Epochs.Count);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FitOptions { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FitOptions { BatchSize = -1 });
        Assert.Throws<ArgumentNullException>(() => new FitOptions { Optimizer = null! });
        Assert.Throws<ArgumentNullException>(() => new FitOptions { Schedule = null! });
    }

    [Fact]
    public void Defaults_AreTheDocumentedOnes()
    {
        FitOptions options = new();
        Assert.Equal((10, 32, 0), (options.Epochs, options.BatchSize, options.Seed));
        Assert.Equal(new Adam(1e-3f), options.Optimizer);
        Assert.Equal(new Schedule.Constant(), options.Schedule);
    }
}
