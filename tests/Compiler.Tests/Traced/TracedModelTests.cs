using static Adjoint.Ops;

namespace Adjoint.Tests.Traced;

/// <summary>What traced models do: they predict, train, are stored and refuse what does not suit them.</summary>
public sealed class TracedModelTests
{
    private static readonly Dataset Xor = Dataset.WithLabels([0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0], 2);

    [Fact]
    public void Function_LearnsExclusiveOr()
    {
        TracedModel start = Mlp();
        FitHistory history = new();
        TracedModel trained = start.Fit(Xor, Xor, new FitOptions { Epochs = 200, Optimizer = new Adam(0.05f), BatchSize = 4, Seed = 1, History = history });

        Assert.Equal(1f, trained.Evaluate(Xor).Accuracy);
        Assert.True(trained.Evaluate(Xor).Loss < 0.05f);
        Assert.Equal(200, history.Epochs.Count);
        Assert.Equal("Model [2] → [2], 42 parameters", trained.ToString());
        Assert.Equal(Mlp().Parameters.Values.ToArray(), start.Parameters.Values.ToArray());
        float[] outputs = trained.Predict([0, 1, 1, 1]);
        Assert.True(outputs[1] > outputs[0] && outputs[2] > outputs[3]);
    }

    [Fact]
    public void PartOfAWeight_IsTrainedAlone()
    {
        TracedModel start = TracedModel.Of<Records.Partial>();
        TracedModel trained = start.Fit(Xor, null, new FitOptions { Epochs = 3, Optimizer = new Adam(0.05f) { WeightDecay = 0.1f }, BatchSize = 4 });
        ReadOnlySpan<float> before = start.Parameters["Hidden.Dense.Kernel"];
        ReadOnlySpan<float> after = trained.Parameters["Hidden.Dense.Kernel"];
        for (int i = 0; i < before.Length; i++)
        {
            Assert.Equal(i % 8 is 1 or 3 or 4, before[i] != after[i]);
        }

        Assert.False(start.Parameters["Output.Dense.Kernel"].SequenceEqual(trained.Parameters["Output.Dense.Kernel"]));
    }

    [Fact]
    public void SameSeeds_GiveTheSameBits()
    {
        FitOptions options = new() { Epochs = 3, Seed = 5 };
        Assert.Equal(Mlp(3).Fit(Xor, null, options).Parameters.Values.ToArray(), Mlp().Create(3).Fit(Xor, null, options).Parameters.Values.ToArray());
        Assert.NotEqual(Mlp(3).Parameters.Values.ToArray(), Mlp(4).Parameters.Values.ToArray());
    }

    [Fact]
    public void Gradient_IsTheDifferenceOfTheLoss()
    {
        TracedModel model = Mlp(2);
        Batch batch = new([0.5f, -1, 0.25f, 2], [1, 0]);
        float[] gradient = new float[model.Description.ParameterBufferLength];
        float loss = model.Gradient(batch, default, gradient);
        Assert.Equal(model.Loss(batch), loss);
        foreach (ParameterInfo parameter in model.Description.Parameters)
        {
            for (int i = parameter.Offset; i < parameter.Offset + parameter.Length; i++)
            {
                // Central differences in single precision: 1e-2 is where rounding and curvature are both near 1e-4.
                float difference = (LossAt(model, i, 1e-2f, batch) - LossAt(model, i, -1e-2f, batch)) / 2e-2f;
                Assert.True(Math.Abs(difference - gradient[i]) < 1e-3, $"{parameter} at {i}: {difference}, {gradient[i]}");
            }
        }

        static float LossAt(TracedModel model, int index, float shift, in Batch batch)
        {
            float[] values = model.Parameters.Values.ToArray();
            values[index] += shift;
            return model.FromParameters(ParameterBuffer.FromValues(model.Description, values)).Loss(batch);
        }
    }

    [Fact]
    public void RunningValues_ChangeInTrainingAlone()
    {
        TracedModel model = TracedModel.Of<Records.Whitened>();
        Dataset rows = Dataset.WithTargets([2, 4, 6, 4, 8, 10], [0, 1, 1, 0], 3, 2);
        Assert.Equal([0, 0, 0], model.Parameters.State[..3].ToArray());
        TracedModel trained = model.Fit(rows, null, new FitOptions { Epochs = 2, BatchSize = 2 });
        Assert.Equal([2.25f, 4.5f, 6], trained.Parameters.State[..3].ToArray());
        trained.Evaluate(rows);
        trained.Gradient(new Batch(rows.Inputs, rows.Targets, 2), default, new float[model.Description.ParameterBufferLength]);
        Assert.Equal([2.25f, 4.5f, 6], trained.Parameters.State[..3].ToArray());
    }

    [Fact]
    public void NamedSizes_AreGivenWhenTheModelIsTraced()
    {
        TracedModel model = TracedModel.Of<Records.Recurrent>(sizes: new Dictionary<string, int> { ["T"] = 4, ["H"] = 2 });
        Assert.Equal("Recurrent [4, 3] → [1], 13 parameters", model.ToString());
        Assert.Equal(2, model.Predict(new float[24]).Length);
        Refuses("The size 'H' of the model 'Recurrent' needs a value. (Parameter 'sizes')", static () => TracedModel.Of<Records.Recurrent>(sizes: new Dictionary<string, int> { ["T"] = 4 }));
        Refuses(
            "The model 'Recurrent' has the sizes 'T', 'H', but 'K' is given a value. (Parameter 'sizes')",
            static () => TracedModel.Of<Records.Recurrent>(sizes: new Dictionary<string, int> { ["T"] = 4, ["H"] = 2, ["K"] = 1 }));
        Refuses(
            "The size 'H' of the model 'Recurrent' is at least 1, but is given 0. (Parameter 'sizes')",
            static () => TracedModel.Of<Records.Recurrent>(sizes: new Dictionary<string, int> { ["T"] = 4, ["H"] = 0 }));
    }

    [Fact]
    public void File_KeepsTheParameters()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            TracedModel model = Mlp(8);
            model.Save(path);
            Assert.Equal(model.Predict([1, 2]), Mlp(1).Load(path).Predict([1, 2]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Dropout_IsDrawnInTrainingAlone()
    {
        TracedModel model = TracedModel.Of("4", Loss.MeanSquaredError, static (weights, x) => weights.Apply("Fit", Dropout(x, 0.5f), new DenseAttribute(1)));
        float[] gradient = new float[model.Description.ParameterBufferLength];
        Batch batch = new([1, 2, 3, 4], [1], 1);
        Assert.NotEqual(model.Gradient(batch, new RandomKey(1, 1), gradient), model.Gradient(batch, new RandomKey(1, 2), gradient));
        Assert.Equal(model.Loss(batch), model.Loss(batch));
    }

    [Fact]
    public void WeightOfALoop_IsMadeInItsStep()
    {
        TracedModel model = TracedModel.Of("3, 2", Loss.MeanSquaredError, static (weights, words) =>
            Fold((state, word) => Tanh(Dense(word, weights.Weight("In", "2, 4")) + state), 0f, words));
        Assert.Equal("Model [3, 2] → [4], 8 parameters", model.ToString());
    }

    [Fact]
    public void Misuse_IsToldInFull() => Assert.Multiple(
        static () => Refuses("'NoModel' is no model; give it the attribute [Model].", static () => TracedModel.Of<Records.NoModel>()),
        static () => Refuses("The model 'NoLoss' needs a loss: [Model(Loss = …)].", static () => TracedModel.Of<Records.NoLoss>()),
        static () => Refuses("'NoPart.Number' is a 'Int32', but a part is a Layer with layers, an Expr with [Weight] or [State], or a model.", static () => TracedModel.Of<Records.NoPart>()),
        static () => Refuses("Part 'Only' carries no layer attribute; add one, as in '[Dense(64), Relu] Layer Only', or remove the part", static () => TracedModel.Of<Records.Empty>()),
        static () => Refuses("The model 'Endless' is used within itself.", static () => TracedModel.Of<Records.Endless>()),
        static () => Refuses("'WrongForward.Forward' gives an expression or a tuple of them, but is declared to give 'String'.", static () => TracedModel.Of<Records.WrongForward>()),
        static () => Refuses(
            "Units of 'Dense' is 0; it must be at least 1\nRate of 'Dropout' is 2; it must be at least 0 and below 1".ReplaceLineEndings(),
            static () => TracedModel.Of<Records.BadArgument>()),
        static () => Refuses("'+' takes values whose axes agree or have size 1, but is given [3] and [5], where 3 is not 5; give 'Bias' the shape \"3\" (x [4] → First [3])", static () => TracedModel.Of<Records.Misfit>()),
        static () => Refuses("The model 'Model' needs a loss, such as Loss.CrossEntropy. (Parameter 'loss')", static () => TracedModel.Of("2", Loss.None, static (_, x) => x)),
        static () => Refuses("'2,' is not a shape: a size is missing between commas; write positive sizes separated by commas, as in \"1, 28, 28\"", static () => Traced("2,", static (_, x) => x)),
        static () => Refuses("The weight 'K' is made twice. Keep its expression to use it again, or make the other under another name or in a scope. (Parameter 'name')", static () =>
            Traced("2", static (weights, x) => x + weights.Zeros("K", "2") + weights.Zeros("K", "2"))),
        static () => Refuses("A weight's name is an identifier, but is 'a b'. (Parameter 'name')", static () => Traced("2", static (weights, x) => x + weights.Zeros("a b", "2"))),
        static () => Refuses("The weight 'K' is to start with given values, which only a record's method can give. (Parameter 'init')", static () =>
            Traced("2", static (weights, x) => x + weights.Weight("K", "2", Init.Given))),
        static () => Refuses("'U' takes one layer or more, and no used models; call a function for those, with a scope of the weights. (Parameter 'layers')", static () =>
            Traced("2", static (weights, x) => weights.Apply("U", x, new UseAttribute<Records.Block>()))),
        static () => Refuses("The model 'Model' takes 2 inputs ([2]) for each sample; 3 values are not a multiple of that. (Parameter 'inputs')", static () => Mlp().Predict(new float[3])),
        static () => Refuses("The gradient of 'Model' has 64 values; found room for 3. (Parameter 'gradient')", static () => (object)Mlp().Gradient(new Batch([1, 2], [0]), default, new float[3])),
        static () => Refuses("The model 'Model' learns class labels (cross-entropy), but the rows of 'train' have targets. (Parameter 'train')", static () =>
            Mlp().Fit(Dataset.WithTargets([1, 2], [1], 2, 1))));

    [Fact]
    public void ParameterWithoutGradient_IsNamed()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(static () => TracedModel.Of<Records.Unused>());
        Assert.Contains("Second.Dense", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsOutsideOfTheirFunction_AreRefused()
    {
        Weights? kept = null;
        Traced("2", (weights, x) => (kept = weights).Apply("Fit", x, new DenseAttribute(1)));
        Assert.Equal(
            "Weights are made only while the function runs that they were given to.",
            Assert.Throws<InvalidOperationException>(() => kept!.Zeros("Late", "2")).Message);
    }

    [Fact]
    public void ExceptionOfTheFunction_ComesThroughAsItIs() =>
        Assert.Throws<NotSupportedException>(static () => Traced("2", static (_, _) => throw new NotSupportedException()));

    private static TracedModel Traced(string input, Func<Weights, Expr, Expr> forward) => TracedModel.Of(input, Loss.MeanSquaredError, forward);

    private static TracedModel Mlp(int seed = 0) => TracedModel.Of("2", Loss.CrossEntropy, static (weights, x) =>
    {
        Expr hidden = Tanh(Dense(x, weights.Weight("Kernel", "2, 8"), weights.Zeros("Bias", "8")));
        return weights.Apply("Logits", hidden, new DenseAttribute(2));
    }, seed);

    private static void Refuses(string message, Func<object> action)
    {
        string actual = Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.True(message == actual, $"Expected: {message}\nActual:   {actual}");
    }
}
