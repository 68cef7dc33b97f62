namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>How weights start, and which of them are trained.</summary>
public sealed class WeightTests
{
    [Fact]
    public void Weights_StartAsTheyAreDeclared()
    {
        float[] numbers = new UserProgram("""
            /// <summary>A weight of each kind.</summary>
            [Model(Input = "6", Loss = MeanSquaredError)]
            public partial record Kinds(
                [Weight("6, 6", Init = Init.Orthogonal, Scale = 2f)]                Expr Turn,
                [Weight("6, 50", Init = Init.Sparse, Density = 0.25f, Scale = 3f)]  Expr Thin,
                [Weight("50, 3", Init = Init.Given, From = nameof(Kinds.Count))]          Expr Counted,
                [Weight("3", Init = Init.Constant, Scale = 0.5f)]                   Expr Shift,
                [Weight("3", Init = Init.Constant)]                                 Expr Gain)
            {
                public Expr Forward(Expr x) => Dense(Tanh(Dense(Tanh(Dense(x, Turn)), Thin)), Counted, Shift) * Gain;

                private static float[] Count(ReadOnlySpan<int> shape) => Enumerable.Range(0, shape[0] * shape[1]).Select(i => (float)i).ToArray();
            }

            public static class Use
            {
                public static float[] Run()
                {
                    ParameterBuffer weights = Kinds.Create(seed: 9).Parameters;
                    float[] turn = weights["Turn"].ToArray();
                    float worst = 0;
                    for (int i = 0; i < 6; i++)
                    {
                        for (int j = 0; j < 6; j++)
                        {
                            worst = MathF.Max(worst, MathF.Abs(Enumerable.Range(0, 6).Sum(k => turn[6 * i + k] * turn[6 * j + k]) - (i == j ? 4 : 0)));
                        }
                    }

                    return
                    [
                        worst, weights["Thin"].ToArray().Count(w => w != 0) / 300f, weights["Counted"][149], weights["Shift"][2], weights["Gain"][1],
                        Kinds.Create(seed: 9).Parameters.Values.SequenceEqual(weights.Values) ? 1 : 0,
                        Kinds.Create(seed: 8).Parameters.Values.SequenceEqual(weights.Values) ? 1 : 0,
                    ];
                }
            }
            """).Numbers();
        Assert.Equal(0, numbers[0], 1e-5f);
        Assert.InRange(numbers[1], 0.15f, 0.35f);
        Assert.Equal([149, 0.5f, 1, 1, 0], numbers[2..]);
    }

    [Fact]
    public void WeightUsedTwice_GetsTheSumOfItsGradients()
    {
        // A step of gradient descent at the rate 1 takes the gradient away.
        float[] numbers = new UserProgram("""
            /// <summary>Codes and decodes by one matrix.</summary>
            [Model(Input = "3", Loss = MeanSquaredError)]
            public partial record Tied([Weight("3, 2")] Expr Code)
            {
                public Expr Forward(Expr x) => Dense(Tanh(Dense(x, Code)), Transpose(Code));
            }

            /// <summary>The same by two.</summary>
            [Model(Input = "3", Loss = MeanSquaredError)]
            public partial record Untied([Weight("3, 2")] Expr Code, [Weight("3, 2", Init = Init.Zeros)] Expr Decode)
            {
                public Expr Forward(Expr x) => Dense(Tanh(Dense(x, Code)), Transpose(Decode));
            }

            public static class Use
            {
                private static float[] Gradient<T>(T model, string name) where T : class, IModel<T>
                {
                    Trainer<T> trainer = new(model, new Sgd(1f));
                    trainer.Step(new Batch([0.5f, -1f, 0.25f, 1f, 0.5f, -0.5f], [1f, 0f, 0.5f, -0.5f, 1f, 2f], 2));
                    float[] after = trainer.Parameters[name].ToArray();
                    float[] before = model.Parameters[name].ToArray();
                    return before.Zip(after, (a, b) => a - b).ToArray();
                }

                public static float[] Run()
                {
                    Tied tied = Tied.Create(seed: 2);
                    float[] code = tied.Parameters["Code"].ToArray();
                    float[] values = new float[Untied.Description.ParameterBufferLength];
                    foreach (ParameterInfo parameter in Untied.Description.Parameters)
                    {
                        code.CopyTo(values, parameter.Offset);
                    }

                    Untied untied = Untied.FromParameters(ParameterBuffer.FromValues(Untied.Description, values));
                    float[] sum = Gradient(untied, "Code").Zip(Gradient(untied, "Decode"), (a, b) => a + b).ToArray();
                    float[] one = Gradient(tied, "Code");
                    return [sum.Zip(one, (a, b) => MathF.Abs(a - b)).Max(), one.Max(MathF.Abs), Tied.Description.Parameters.Length, Gradient(untied, "Code").Zip(one, (a, b) => MathF.Abs(a - b)).Max()];
                }
            }
            """).Numbers();
        Assert.Equal(0, numbers[0], 1e-5f);
        Assert.True(numbers[1] > 0.05f && numbers[3] > 0.01f);
        Assert.Equal(1, numbers[2]);
    }

    [Fact]
    public void FrozenPart_KeepsItsBitsAndHasNoGradient()
    {
        float[] numbers = new UserProgram("""
            /// <summary>A head is trained on what a network gives that is not.</summary>
            [Model(Input = "3", Loss = MeanSquaredError)]
            public partial record Tuned([Frozen, Dense(4), Tanh] Layer Body, [Dense(2)] Layer Head, [Frozen, Weight("2", Init = Init.Constant)] Expr Gain)
            {
                public Expr Forward(Expr x) => Head(Body(x)) * Gain;
            }

            public static class Use
            {
                private static float LossAndGradient<T>(T model, Span<float> gradient) where T : class, IModel<T> => T.Gradient(
                    model.Parameters.Values, [], new Batch([1f, 2f, 3f], [0f, 5f], 1), default, gradient, new Workspace(T.Description.TrainingMemory.FloatsFor(1)));

                public static float[] Run()
                {
                    Dataset data = Dataset.WithTargets(Enumerable.Range(0, 60).Select(i => MathF.Sin(i)).ToArray(), Enumerable.Range(0, 40).Select(i => MathF.Cos(i)).ToArray(), 3, 2);
                    Tuned net = Tuned.Create(seed: 3);
                    Tuned trained = net.Fit(data, null, new FitOptions { Epochs = 5, Optimizer = new Adam { WeightDecay = 0.1f } });
                    float[] gradient = Enumerable.Repeat(float.NaN, Tuned.Description.GradientLength).ToArray();
                    LossAndGradient(net, gradient);
                    return Tuned.Description.Parameters.Select(parameter => (parameter, place: Tuned.Description.Gradients.FirstOrDefault(info => info.Parameter == parameter.Name))).SelectMany(pair => new float[]
                    {
                        pair.parameter.IsFrozen ? 1 : 0,
                        net.Parameters[pair.parameter.Name].SequenceEqual(trained.Parameters[pair.parameter.Name]) ? 1 : 0,
                        pair.place is null ? 1 : 0,
                        pair.place is null || gradient.AsSpan(pair.place.Offset, pair.parameter.Length).ToArray().Any(float.IsNaN) ? 1 : 0,
                    }).ToArray();
                }
            }
            """).Numbers();

        // Body's kernel and bias, the head's, and the gain.
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1], numbers);
    }
}
