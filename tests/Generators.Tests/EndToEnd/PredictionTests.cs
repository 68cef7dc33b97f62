namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>What a trained model tells: outputs, values with names, gradients by inputs.</summary>
public sealed class PredictionTests
{
    private const string Differences = """

            public static class Differences
            {
                /// <summary>The largest distance of a gradient from differences of the loss.</summary>
                public static float From(float[] gradient, float[] at, Func<float[], float> loss) => Enumerable.Range(0, at.Length).Max(i =>
                {
                    const float Step = 1e-2f;
                    float[] up = [.. at];
                    float[] down = [.. at];
                    up[i] += Step;
                    down[i] -= Step;
                    return MathF.Abs(gradient[i] - (loss(up) - loss(down)) / (2 * Step));
                });
            }
        """;

    [Fact]
    public void InputGradient_IsThatOfTheLoss()
    {
        float[] numbers = new UserProgram(Differences + """

            /// <summary>A model with a loss of its attribute.</summary>
            [Model(Input = "4", Loss = CrossEntropy)]
            public partial record Plain([Dense(5), Tanh, Dense(3)] Layer Net);

            /// <summary>A model with two inputs, one of them whole numbers.</summary>
            [Model]
            public partial record Mixed([Embedding(5, 3)] Layer Words, [Dense(3), Tanh] Layer Lift, [Dense(1)] Layer Head)
            {
                public Expr Forward([Shape("2")] Expr x, [Shape("i32[T]")] Expr words) => Head(10f * Lift(x) * Mean(Words(words), axis: 0));

                [Objective]
                public Expr Match([Shape("2")] Expr x, [Shape("i32[T]")] Expr words, [Shape("1")] Expr y) => SquaredError(Forward(x, words), y);
            }

            public static class Use
            {
                public static float[] Run()
                {
                    float[] x = [0.3f, -0.2f, 0.9f, 0.1f, -0.4f, 0.6f, 0.2f, -0.8f];
                    int[] labels = [2, 0];
                    Plain plain = Plain.Create(seed: 3);
                    float[] gradient = plain.InputGradient(x, labels);
                    int[] words = [1, 4, 2, 0, 3, 3];
                    float[] y = [7f, -3f];
                    Mixed mixed = Mixed.Create(seed: 4);
                    Mixed.MatchObjective.InputGradients both = Mixed.MatchObjective.InputGradient(mixed, x[..4], words, y, t: 3);
                    return
                    [
                        Differences.From(gradient, x, at => plain.Evaluate(Dataset.WithLabels(at, labels, 4)).Loss),
                        Differences.From(both.X, x[..4], at => Mixed.MatchObjective.Loss(mixed, at, words, y, t: 3)),
                        Differences.From(both.Y, y, at => Mixed.MatchObjective.Loss(mixed, x[..4], words, at, t: 3)),
                        gradient.Max(MathF.Abs), both.X.Max(MathF.Abs), both.Y.Max(MathF.Abs),
                        Differences.From(both.Y, x[..2], at => Mixed.MatchObjective.Loss(mixed, x[..4], words, at, t: 3)),
                    ];
                }
            }
            """).Numbers();
        Assert.All(numbers[..3], static distance => Assert.Equal(0, distance, 1e-3f));
        Assert.All(numbers[3..], static size => Assert.True(size > 1e-2f));
    }

    [Fact]
    public void NamedValuesAndSeveralOutputs_AreFoundByName()
    {
        float[] numbers = new UserProgram("""
            /// <summary>Two outputs, and a value to look at.</summary>
            [Model]
            public partial record Gaussian([Dense(3), Tanh] Layer Hidden, [Dense(2)] Layer Centre, [Dense(2)] Layer Spread)
            {
                public (Expr Mean, Expr Deviation) Forward([Shape("4")] Expr x)
                {
                    var h = Hidden(x).Tap("hidden");
                    return (Centre(h), Softplus(Spread(h)));
                }

                [Objective]
                public Expr Likelihood([Shape("4")] Expr x, [Shape("2")] Expr y)
                {
                    var (mean, deviation) = Forward(x);
                    return Mean(Log(deviation) + 0.5f * Square((y - mean) / deviation));
                }
            }

            public static class Use
            {
                public static float[] Run()
                {
                    float[] x = Enumerable.Range(0, 32).Select(i => MathF.Sin(i)).ToArray();
                    float[] y = Enumerable.Range(0, 16).Select(i => MathF.Cos(3 * i)).ToArray();
                    Gaussian net = Gaussian.Create(seed: 1);
                    Gaussian.Outputs outputs = net.Predict(x);
                    Gaussian.Inspection inspection = net.Inspect(x);
                    var trainer = net.Train(new Adam(1e-2f));
                    float first = Gaussian.LikelihoodObjective.Step(trainer, x, y);
                    for (int i = 0; i < 60; i++)
                    {
                        Gaussian.LikelihoodObjective.Step(trainer, x, y);
                    }

                    float[] kernel = net.Parameters["Hidden.Dense.Kernel"].ToArray();
                    float hidden = MathF.Tanh(Enumerable.Range(0, 4).Sum(i => kernel[3 * i + 1] * x[4 + i]));
                    return
                    [
                        outputs.Mean.Length, outputs.Deviation.Length, outputs.Deviation.Min() > 0 ? 1 : 0,
                        inspection.Mean.AsSpan().SequenceEqual(outputs.Mean) ? 1 : 0, inspection.Deviation.AsSpan().SequenceEqual(outputs.Deviation) ? 1 : 0,
                        inspection.Hidden[4] - hidden, first - Gaussian.LikelihoodObjective.Loss(trainer.Model(), x, y),
                    ];
                }
            }
            """).Numbers();
        Assert.Equal([16, 16, 1, 1, 1], numbers[..5]);
        Assert.Equal(0, numbers[5], 1e-5f);
        Assert.True(numbers[6] > 0.1f, $"{numbers[6]}");
    }

    [Fact]
    public void NamedValuesOfParts_BeginWithThePartsName()
    {
        float[] numbers = new UserProgram("""
            /// <summary>A step with a value to look at.</summary>
            [Model]
            public partial record Step([Dense("D"), Tanh] Layer Mix)
            {
                public Expr Forward([Shape("D")] Expr x) => x + Mix(x).Tap("change");
            }

            /// <summary>Two steps, and one name for two values.</summary>
            [Model(Input = "3", Loss = MeanSquaredError)]
            public partial record Steps([Use<Step>(Repeat = 2)] Layer Blocks, [Dense(2)] Layer Head)
            {
                public Expr Forward(Expr x)
                {
                    var h = x;
                    for (int i = 0; i < 2; i++)
                    {
                        h = (h * 2f).Tap("doubled");
                    }

                    return Head(Blocks(h));
                }
            }

            public static class Use
            {
                public static float[] Run()
                {
                    Steps.Inspection seen = Steps.Create(seed: 1).Inspect([1f, 2f, 3f]);
                    return [.. seen.Doubled, .. seen.Doubled2, seen.Output.Length, seen.Blocks0Change.Length, seen.Blocks1Change.Length, seen.Blocks0Change[0] - seen.Blocks1Change[0]];
                }
            }
            """).Numbers();
        Assert.Equal([2, 4, 6, 4, 8, 12, 2, 3, 3], numbers[..9]);
        Assert.NotEqual(0, numbers[9]);
    }

    [Fact]
    public void ModelOfOneObject_IsTrainedAndPredicted()
    {
        float[] numbers = new UserProgram("""
            /// <summary>Nodes learn from their neighbours (Kipf and Welling 2017).</summary>
            [Model(Batch = false)]
            public partial record GraphNet([Weight("3, 8")] Expr First, [Weight("8, 2")] Expr Second)
            {
                public Expr Forward([Shape("N, N")] Expr adjacency, [Shape("N, 3")] Expr x) =>
                    MatMul(adjacency, Dense(Relu(MatMul(adjacency, Dense(x, First))), Second));

                [Objective]
                public Expr Classify([Shape("N, N")] Expr adjacency, [Shape("N, 3")] Expr x, [Shape("i32[N]")] Expr classes) =>
                    SoftmaxCrossEntropy(Forward(adjacency, x), classes);
            }

            public static class Use
            {
                // Two rings that do not meet.
                private static float[] Rings(int half) => Enumerable.Range(0, 4 * half * half)
                    .Select(i => (Row: i / (2 * half), Column: i % (2 * half)))
                    .Select(at => at.Row / half == at.Column / half && (at.Row - at.Column + half) % half <= 1 ? 0.5f : 0f).ToArray();

                public static float[] Run()
                {
                    float[] x = Enumerable.Range(0, 24).Select(i => MathF.Sin(i * i)).ToArray();
                    int[] classes = [0, 0, 0, 0, 1, 1, 1, 1];
                    GraphNet net = GraphNet.Create(seed: 5);
                    var trainer = net.Train(new Adam(3e-2f));
                    float first = GraphNet.ClassifyObjective.Step(trainer, Rings(4), x, classes, n: 8);
                    for (int i = 0; i < 100; i++)
                    {
                        GraphNet.ClassifyObjective.Step(trainer, Rings(4), x, classes, n: 8);
                    }

                    GraphNet trained = trainer.Model();
                    float[] logits = trained.Predict(Rings(4), x, n: 8);
                    return
                    [
                        first, GraphNet.ClassifyObjective.Loss(trained, Rings(4), x, classes, n: 8), logits.Length,
                        Enumerable.Range(0, 8).Count(i => (logits[2 * i + 1] > logits[2 * i] ? 1 : 0) == classes[i]),
                        trained.Predict(Rings(2), x[..12], n: 4).Length,
                    ];
                }
            }
            """).Numbers();
        Assert.True(numbers[1] < 0.7f * numbers[0], string.Join(" ", numbers));
        Assert.Equal(16, numbers[2]);
        Assert.True(numbers[3] >= 7, $"{numbers[3]} of 8");
        Assert.Equal(8, numbers[4]);
    }
}
