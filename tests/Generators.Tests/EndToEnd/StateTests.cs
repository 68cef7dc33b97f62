namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>Running values change in training and are used in prediction.</summary>
public sealed class StateTests
{
    [Fact]
    public void BatchNorm_RunningValuesAreTrainedUsedAndSaved()
    {
        float[] numbers = new UserProgram("""
            /// <summary>Normalises along the batch.</summary>
            [Model(Input = "3", Loss = MeanSquaredError)]
            public partial record Normed([BatchNorm, Dense(2)] Layer Head);

            public static class Use
            {
                public static float[] Run()
                {
                    // Inputs with the mean 4 and the deviation 2.
                    float[] inputs = Enumerable.Range(0, 120).Select(i => 4 + (i / 3 % 2 == 0 ? 2f : -2f)).ToArray();
                    Dataset data = Dataset.WithTargets(inputs, Enumerable.Range(0, 80).Select(i => i / 2 % 2 == 0 ? 1f : -1f).ToArray(), 3, 2);
                    Normed net = Normed.Create(seed: 1);
                    Normed trained = net.Fit(data, null, new FitOptions { Epochs = 60, BatchSize = 10, Optimizer = new Adam(2e-2f) });
                    string path = System.IO.Path.GetTempFileName();
                    try
                    {
                        trained.Save(path);
                        Normed loaded = Normed.Load(path);
                        float[] one = trained.Predict(data.Input(0));
                        return
                        [
                            net.Parameters.State.ToArray().Average(),
                            trained.Parameters.State.ToArray()[..3].Average(),
                            one[0],
                            one.AsSpan().SequenceEqual(trained.Predict(data.Inputs).AsSpan(0, 2)) ? 1 : 0,
                            loaded.Parameters.State.SequenceEqual(trained.Parameters.State) ? 1 : 0,
                            loaded.Predict(data.Input(0)).SequenceEqual(one) ? 1 : 0,
                        ];
                    }
                    finally
                    {
                        System.IO.File.Delete(path);
                    }
                }
            }
            """).Numbers();
        Assert.True(numbers[1] > 3f, $"running mean {numbers[1]}");
        Assert.Equal(1, numbers[2], 0.2f);
        Assert.Equal([1, 1, 1], numbers[3..]);
    }

    [Fact]
    public void OwnState_BecomesWhatTheModelSays()
    {
        float[] numbers = new UserProgram("""
            /// <summary>Subtracts the running mean.</summary>
            [Model(Input = "2", Loss = MeanSquaredError)]
            public partial record Centred([State("2", Initial = 1f)] Expr Mean, [Dense(1)] Layer Head)
            {
                public Expr Forward(Expr x)
                {
                    Mean.Becomes(0.75f * Mean + 0.25f * Ops.Mean(x, Axis.Batch));
                    return Head(x - Mean);
                }
            }

            public static class Use
            {
                public static float[] Run()
                {
                    Centred net = Centred.Create();
                    Trainer<Centred> trainer = new(net, new Sgd(0.1f));
                    float[] before = net.Parameters["Mean"].ToArray();
                    trainer.Step(new Batch([3f, 5f, 5f, 9f], [0f, 0f], 2));
                    float[] once = trainer.Parameters["Mean"].ToArray();
                    trainer.Step(new Batch([3f, 5f, 5f, 9f], [0f, 0f], 2));
                    Centred model = trainer.Model();
                    float[] kernel = model.Parameters["Head.Dense.Kernel"].ToArray();
                    float bias = model.Parameters["Head.Dense.Bias"][0];
                    float[] mean = model.Parameters["Mean"].ToArray();
                    return [.. before, .. once, .. mean, model.Predict([1f, 2f])[0] - (kernel[0] * (1 - mean[0]) + kernel[1] * (2 - mean[1]) + bias)];
                }
            }
            """).Numbers();
        Assert.Equal([1, 1, 1.75f, 2.5f, 2.3125f, 3.625f], numbers[..6]);
        Assert.Equal(0, numbers[6], 1e-5f);
    }
}
