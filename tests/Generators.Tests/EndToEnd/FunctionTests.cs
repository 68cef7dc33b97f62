namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>Loops, derivatives and derivatives of the user's own, as functions within a model.</summary>
public sealed class FunctionTests
{
    [Fact]
    public void LoopsWithTwoStates_AreTrained()
    {
        float[] numbers = new UserProgram("""
            /// <summary>A memory with two states (Hochreiter and Schmidhuber 1997), then an equilibrium (Bai et al. 2019).</summary>
            [Model(Input = "T, 2", Loss = MeanSquaredError)]
            public partial record Memory(
                [Weight("2, 12")] Expr In, [Weight("3, 12", Init = Init.Orthogonal)] Expr Again, [Weight("12")] Expr Bias,
                [Weight("3, 3", Init = Init.Normal, Scale = 0.1f)] Expr Settle, [Dense(1)] Layer Head)
            {
                public Expr Forward(Expr x)
                {
                    var (h, _) = Fold(
                        (state, item) =>
                        {
                            var gates = Dense(item, In, Bias) + Dense(state.First, Again);
                            var cell = Sigmoid(Slice(gates, 0, 0, 3)) * state.Second + Sigmoid(Slice(gates, 0, 3, 3)) * Tanh(Slice(gates, 0, 6, 3));
                            return (Sigmoid(Slice(gates, 0, 9, 3)) * Tanh(cell), cell);
                        },
                        (Zeros("3"), Zeros("3")),
                        x);
                    return Head(FixedPoint(z => Tanh(Dense(z, Settle) + h), 0f));
                }
            }

            public static class Use
            {
                public static float[] Run()
                {
                    float[] x = Enumerable.Range(0, 300).Select(i => MathF.Sin(i * i)).ToArray();
                    float[] y = Enumerable.Range(0, 30).Select(i => x[10 * i] * 0.5f + x[10 * i + 9]).ToArray();
                    Dataset data = Dataset.WithTargets(x, y, 10, 1);
                    Memory net = Memory.Create(seed: 1);
                    Memory trained = net.Fit(data, null, new FitOptions { Epochs = 60, BatchSize = 10, Optimizer = new Adam(2e-2f) });
                    return [net.Evaluate(data).Loss, trained.Evaluate(data).Loss, trained.Predict(x[..6])[0]];
                }
            }
            """).Numbers();
        Assert.True(numbers[1] < 0.4f * numbers[0], string.Join(" ", numbers));
        Assert.True(float.IsFinite(numbers[2]));
    }

    [Fact]
    public void GradientInForward_IsTheForceOfAnEnergy()
    {
        float[] numbers = new UserProgram("""
            /// <summary>A force field that keeps its energy (Chmiela et al. 2017).</summary>
            [Model(Input = "2", Loss = MeanSquaredError)]
            public partial record Field([Dense(6), Tanh, Dense(1, Bias = false)] Layer Energy)
            {
                public Expr Forward(Expr place) => -Gradient(Energy(place), place);
            }

            public static class Use
            {
                public static float[] Run()
                {
                    Field field = Field.Create(seed: 2);
                    float[] kernel = field.Parameters["Energy.Dense.Kernel"].ToArray();
                    float[] bias = field.Parameters["Energy.Dense.Bias"].ToArray();
                    string second = Field.Description.Parameters.Last(p => p.Shape.Length == 2).Name;
                    float[] output = field.Parameters[second].ToArray();
                    float Energy(float x, float y) => Enumerable.Range(0, 6).Sum(i => output[i] * MathF.Tanh(kernel[i] * x + kernel[6 + i] * y + bias[i]));
                    float[] force = field.Predict([0.3f, -0.4f]);
                    const float Step = 1e-2f;
                    float[] x = Enumerable.Range(0, 60).Select(i => MathF.Sin(i)).ToArray();
                    Dataset data = Dataset.WithTargets(x, x.Select(v => -v).ToArray(), 2, 2);
                    Field trained = field.Fit(data, null, new FitOptions { Epochs = 60, BatchSize = 10, Optimizer = new Adam(2e-2f) });
                    return
                    [
                        force[0] + (Energy(0.3f + Step, -0.4f) - Energy(0.3f - Step, -0.4f)) / (2 * Step),
                        force[1] + (Energy(0.3f, -0.4f + Step) - Energy(0.3f, -0.4f - Step)) / (2 * Step),
                        MathF.Abs(force[0]) + MathF.Abs(force[1]), field.Evaluate(data).Loss, trained.Evaluate(data).Loss,
                    ];
                }
            }
            """).Numbers();
        Assert.Equal(0, numbers[0], 1e-3f);
        Assert.Equal(0, numbers[1], 1e-3f);
        Assert.True(numbers[2] > 0.05f && numbers[4] < 0.3f * numbers[3], string.Join(" ", numbers));
    }

    [Fact]
    public void OwnDerivative_IsTheSameByAttributeAndByFunction()
    {
        float[] numbers = new UserProgram("""
            /// <summary>A step with a smooth derivative, by attribute.</summary>
            [Model(Input = "3", Loss = MeanSquaredError)]
            public partial record ByAttribute([Dense(5)] Layer Hidden, [Dense(1)] Layer Head)
            {
                public Expr Forward(Expr x) => Head(Fire(Hidden(x)));

                [Gradient(nameof(Smooth))]
                private static Expr Fire(Expr x) => x > 0f;

                private static Expr Smooth(Expr x, Expr cotangent) => cotangent / Square(1f + Abs(x));
            }

            /// <summary>The same by a function.</summary>
            [Model(Input = "3", Loss = MeanSquaredError)]
            public partial record ByFunction([Dense(5)] Layer Hidden, [Dense(1)] Layer Head)
            {
                public Expr Forward(Expr x) => Head(WithGradient(v => v > 0f, (v, cotangent) => cotangent / Square(1f + Abs(v)), Hidden(x)));
            }

            /// <summary>Another derivative.</summary>
            [Model(Input = "3", Loss = MeanSquaredError)]
            public partial record Straight([Dense(5)] Layer Hidden, [Dense(1)] Layer Head)
            {
                public Expr Forward(Expr x) => Head(WithGradient(v => v > 0f, (v, cotangent) => cotangent, Hidden(x)));
            }

            public static class Use
            {
                private static float[] After<T>(T model) where T : class, IModel<T>
                {
                    Trainer<T> trainer = new(model, new Sgd(0.1f));
                    trainer.Step(new Batch([0.5f, -1f, 0.25f, 1f, 0.5f, -0.5f], [1f, -2f], 2));
                    return trainer.Parameters["Hidden.Dense.Kernel"].ToArray();
                }

                public static float[] Run()
                {
                    float[] a = After(ByAttribute.Create(seed: 6));
                    float[] b = After(ByFunction.Create(seed: 6));
                    float[] c = After(Straight.Create(seed: 6));
                    return [a.SequenceEqual(b) ? 1 : 0, a.SequenceEqual(c) ? 1 : 0, a.SequenceEqual(ByAttribute.Create(seed: 6).Parameters["Hidden.Dense.Kernel"].ToArray()) ? 1 : 0];
                }
            }
            """).Numbers();
        Assert.Equal([1, 0, 0], numbers);
    }
}
