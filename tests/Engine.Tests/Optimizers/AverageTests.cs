namespace Adjoint.Tests.Optimizers;

public sealed class AverageTests
{
    private static readonly Dataset Data = Samples.Line(16);
    private static readonly FitOptions Options = new() { Epochs = 4, BatchSize = 4, Optimizer = new Sgd(0.3f), Seed = 2 };

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    [InlineData(0.99f)]
    public void Mean_IsTheExponentialMeanFreedOfItsBias(float decay)
    {
        Trainer<LinearRegression> trainer = new(LinearRegression.Create(1), Options.Optimizer) { Average = new ExponentialAverage(decay) };
        double[] mean = new double[3];
        double[] biased = new double[3];
        for (int t = 1; t <= 20; t++)
        {
            trainer.Step(new Batch(Data.Inputs[(t % 8)..(t % 8 + 2)], Data.Targets[..1], 1));
            for (int i = 0; i < 3; i++)
            {
                biased[i] = (decay * biased[i]) + ((1 - (double)decay) * trainer.Parameters.Values[i]);
                mean[i] = biased[i] / (1 - Math.Pow(decay, t));
                Assert.Equal(mean[i], trainer.AverageModel().Parameters.Values[i], 2e-6);
            }
        }

        // Without the correction, or without a mean, it would be something else; running values are averaged too.
        Assert.True(decay == 0 || Math.Abs(mean[0] - trainer.Parameters.Values[0]) > 1e-3);
        Assert.True(decay < 0.9f || Math.Abs(mean[0] - biased[0]) > 1e-3);
        Assert.True(decay == 0 ? trainer.AverageModel().Parameters.State[0] == 20 : trainer.AverageModel().Parameters.State[0] < 20);
    }

    [Fact]
    public void Fit_EvaluatesAndReturnsTheMean()
    {
        FitHistory history = new();
        FitOptions options = Options with { Average = new ExponentialAverage(0.9f), History = history };
        LinearRegression mean = Training.Fit(LinearRegression.Create(1), Data, Data, options);
        LinearRegression last = Training.Fit(LinearRegression.Create(1), Data, Data, options with { Average = null, History = null });

        Assert.NotEqual(last.Parameters.Values.ToArray(), mean.Parameters.Values.ToArray());
        Assert.Equal(history.Best!.Validation!.Loss, Training.Evaluate(mean, Data).Loss);

        // The steps themselves are not changed by the mean: 16 of them, as by hand.
        Trainer<LinearRegression> trainer = new(LinearRegression.Create(1), Options.Optimizer, Options.Seed) { Average = new ExponentialAverage(0.9f) };
        int[] order = new int[16];
        for (uint epoch = 1; epoch <= 4; epoch++)
        {
            Shuffle.Fill(order, 2, epoch);
            for (int start = 0; start < 16; start += 4)
            {
                float[] inputs = [.. order[start..(start + 4)].SelectMany(static row => Data.Inputs.Slice(2 * row, 2).ToArray())];
                float[] targets = [.. order[start..(start + 4)].Select(static row => Data.Targets[row])];
                trainer.Step(new Batch(inputs, targets, 4));
            }
        }

        Assert.Equal(trainer.AverageModel().Parameters.Values.ToArray(), Training.Fit(LinearRegression.Create(1), Data, null, options).Parameters.Values.ToArray());
        Assert.Equal(trainer.Model().Parameters.Values.ToArray(), Training.Fit(LinearRegression.Create(1), Data, null, options with { Average = null }).Parameters.Values.ToArray());
    }

    [Fact]
    public void CancelledTraining_GivesTheMeanSoFar()
    {
        using CancellationTokenSource source = new();
        FitOptions options = Options with { Average = new ExponentialAverage(0.9f), OnStep = _ => source.Cancel(), CancellationToken = source.Token };
        LinearRegression model = LinearRegression.Create(1);
        LinearRegression trained = Training.Fit(model, Data, null, options);
        LinearRegression step = Training.Fit(model, Data, null, options with { Average = null, OnStep = null, CancellationToken = default, Epochs = 1 });

        Assert.NotEqual(model.Parameters.Values.ToArray(), trained.Parameters.Values.ToArray());
        Assert.NotEqual(step.Parameters.Values.ToArray(), trained.Parameters.Values.ToArray());
    }

    [Fact]
    public void AverageModel_WithoutAMean_SaysWhatIsMissing()
    {
        Trainer<LinearRegression> trainer = new(LinearRegression.Create(1));
        Assert.Throws<InvalidOperationException>(() => trainer.AverageModel());
        trainer.Average = new ExponentialAverage();
        Assert.Equal(trainer.Parameters.Values.ToArray(), trainer.AverageModel().Parameters.Values.ToArray());
    }
}
