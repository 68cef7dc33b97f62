namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>Sizes with names: given at creation, or read off the samples.</summary>
public sealed class NamedSizeTests
{
    [Fact]
    public void SizeGivenAtCreation_IsThatOfTheParameters_AndOfTheFile()
    {
        float[] numbers = new UserProgram("""
            /// <summary>A hidden layer of any width.</summary>
            [Model(Input = "3", Loss = MeanSquaredError)]
            public partial record Wide([Dense("H"), Tanh] Layer Hidden, [Dense(2)] Layer Output);

            public static class Use
            {
                public static float[] Run()
                {
                    Dataset data = Dataset.WithTargets(Enumerable.Range(0, 60).Select(i => MathF.Sin(i)).ToArray(), Enumerable.Range(0, 40).Select(i => MathF.Cos(i)).ToArray(), 3, 2);
                    Wide net = Wide.Create(seed: 2, h: 7);
                    Wide trained = net.Fit(data, data, new FitOptions { Epochs = 20, Optimizer = new Adam(1e-2f) });
                    string path = System.IO.Path.GetTempFileName();
                    try
                    {
                        trained.Save(path);
                        Wide loaded = Wide.Load(path);
                        Wide copy = Wide.FromParameters(trained.Parameters);
                        return
                        [
                            net.Parameters["Hidden.Dense.Kernel"].Length,
                            net.Evaluate(data).Loss - trained.Evaluate(data).Loss,
                            loaded.Parameters.Values.SequenceEqual(trained.Parameters.Values) ? 1 : 0,
                            loaded.Predict(data.Inputs).SequenceEqual(trained.Predict(data.Inputs)) ? 1 : 0,
                            copy.Evaluate(data).Loss == trained.Evaluate(data).Loss ? 1 : 0,
                            Wide.Create(seed: 2, h: 4).Parameters["Hidden.Dense.Kernel"].Length,
                        ];
                    }
                    finally
                    {
                        System.IO.File.Delete(path);
                    }
                }

                public static float[] Empty() => [Wide.Create(0, h: 0).Parameters.Values.Length];
            }
            """).Numbers();
        Assert.Equal(21, numbers[0]);
        Assert.True(numbers[1] > 0.01f, $"{numbers[1]}");
        Assert.Equal([1, 1, 1, 12], numbers[2..]);
    }

    [Fact]
    public void FiltersOfConvolutions_AreGivenAtCreation()
    {
        float[] numbers = new UserProgram("""
            [Model(Input = "2, 6, 6", Loss = MeanSquaredError)]
            public partial record Images(
                [Conv2D("2*F", Bias = false), BatchNorm, Relu, MaxPool(2), Conv2D("4*F", Groups = 2), Relu] Layer Down,
                [ConvTranspose2D("F", Kernel = 2, Stride = 2), Relu, Conv2D(1, Kernel = 1)]                  Layer Up);

            [Model(Input = "3, 9", Loss = MeanSquaredError)]
            public partial record Sequences([Conv1D("F"), Relu, ConvTranspose1D("F + 1")] Layer Filter, [Flatten, Dense(1)] Layer Output);

            [Model(Input = "1, 3, 4, 3", Loss = MeanSquaredError)]
            public partial record Volumes([Conv3D("F"), Tanh, Flatten, Dense(1)] Layer All);

            public static class Use
            {
                private static float[] Waves(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i))];

                private static float Learned<T>(T model, int inputs, int outputs)
                    where T : class, IModel<T>
                {
                    Dataset data = Dataset.WithTargets(Waves(8 * inputs), Waves(8 * outputs), inputs, outputs);
                    T trained = Training.Fit(model, data, null, new FitOptions { Epochs = 10, Optimizer = new Adam(1e-2f) });
                    return Training.Evaluate(model, data).Loss - Training.Evaluate(trained, data).Loss;
                }

                public static float[] Run() =>
                [
                    Images.Create(1, f: 4).Parameters["Down.Conv2D.Kernel"].Length, Images.Create(1, f: 4).Parameters["Down.Conv2D2.Kernel"].Length,
                    Images.Create(1, f: 6).Parameters["Up.ConvTranspose2D.Kernel"].Length, Sequences.Create(1, f: 5).Parameters["Filter.ConvTranspose1D.Kernel"].Length,
                    Volumes.Create(1, f: 3).Parameters["All.Conv3D.Kernel"].Length,
                    Learned(Images.Create(1, f: 4), 72, 36), Learned(Sequences.Create(1, f: 5), 27, 1), Learned(Volumes.Create(1, f: 3), 36, 1),
                ];
            }
            """).Numbers();
        Assert.Equal([8 * 2 * 9, 16 * 4 * 9, 24 * 6 * 4, 5 * 6 * 3, 3 * 27], numbers[..5]);
        Assert.All(numbers[5..], static gained => Assert.True(gained > 0.01f, $"{gained}"));
    }

    [Fact]
    public void NamesThatGeneratedCodeHasItself_AreNamesOfSizesToo()
    {
        float[] numbers = new UserProgram("""
            [Model]
            public partial record Words(
                [Weight("3, in")] Expr Kernel,
                [Weight("in, out", Init = Init.He)] Expr Batch,
                [Dense("state"), Tanh, Dense("key"), Tanh, Dense("sizes"), Tanh, Dense("seed"), Tanh, Dense("n_"), Tanh, Dense("workspace + 1"), Tanh, Dense("2*t")] Layer Rest,
                [Dense(2)] Layer Last)
            {
                public Expr Forward([Shape("batch, 3")] Expr x) => Last(Mean(Rest(Tanh(Dense(Tanh(Dense(x, Kernel)), Batch))), axis: 0));

                [Objective]
                public Expr Match([Shape("batch, 3")] Expr x, [Shape("2")] Expr y) => SquaredError(Forward(x), y);
            }

            public static class Use
            {
                public static float[] Run()
                {
                    Words net = Words.Create(3, @in: 4, @out: 5, state: 6, key: 7, sizes: 8, seed2: 9, n_: 3, workspace: 2, t: 3);
                    float[] x = Enumerable.Range(0, 4 * 3).Select(i => MathF.Sin(i)).ToArray();
                    return
                    [
                        net.Parameters["Kernel"].Length, net.Parameters["Batch"].Length, net.Parameters["Rest.Dense.Kernel"].Length, net.Predict(x, batch: 4).Length,
                    ];
                }
            }
            """).Numbers();
        Assert.Equal([12, 20, 30, 2], numbers);
    }

    [Fact]
    public void SequencesOfIntegers_AreLearned_AtAnyLength()
    {
        float[] numbers = new UserProgram(Declaration("TransformerDecoder") + """

            public static class Use
            {
                // The next of three characters that repeat.
                private static Dataset Texts(int length) => Dataset.IntegersWithLabels(
                    Enumerable.Range(0, 24 * length).Select(i => ((i / length) + (i % length)) % 3).ToArray(),
                    Enumerable.Range(0, 24 * length).Select(i => ((i / length) + (i % length) + 1) % 3).ToArray(),
                    length,
                    length);

                public static float[] Run()
                {
                    var net = Architectures.TransformerDecoder.Create(seed: 4);
                    var trained = net.Fit(Texts(6), Texts(6), new FitOptions { Epochs = 12, BatchSize = 6, Optimizer = new Adam(1e-2f) });
                    string path = System.IO.Path.GetTempFileName();
                    try
                    {
                        trained.Save(path);
                        float[] one = trained.Predict([0, 1, 2, 0]);
                        float[] two = Architectures.TransformerDecoder.Load(path).Predict([0, 1, 2, 0, 1, 2, 0, 1], t: 4);
                        Evaluation shorter = trained.Evaluate(Texts(5));
                        return [net.Evaluate(Texts(6)).Loss, trained.Evaluate(Texts(6)).Loss, shorter.Loss, shorter.Accuracy!.Value, one.Length, two.Length, one.Zip(two, static (a, b) => Math.Abs(a - b)).Max()];
                    }
                    finally
                    {
                        System.IO.File.Delete(path);
                    }
                }
            }
            """).Numbers();
        Assert.True(numbers[0] > 1.5f && numbers[1] < 0.2f && numbers[2] < 0.3f && numbers[3] > 0.95f, string.Join(" ", numbers));
        Assert.Equal([44, 88], numbers[4..6]);

        // What is read from the file says the same; sums of fewer rows are added in another order, so the last bits may differ.
        Assert.InRange(numbers[6], 0, 1e-4f);
    }

    [Fact]
    public void UsedModel_KnowsItsSizes_WhenItsCodeRuns()
    {
        float[] numbers = new UserProgram("""
            /// <summary>A mixture along both axes, whatever their sizes.</summary>
            [Model]
            public partial record Mixed([Dense("D")] Layer Across)
            {
                public Expr Forward([Shape("P, D")] Expr x) => Reshape(Across(x), "D, P");
            }

            [Model(Input = "4, 6", Loss = MeanSquaredError)]
            public partial record Net([Use<Mixed>(Repeat = 3)] Layer Blocks, [Use<Mixed>, Tanh, Dense(5), Tanh, Use<Mixed>] Layer Head)
            {
                public Expr Forward(Expr x) => Head(Blocks(x));
            }

            public static class Use
            {
                public static float[] Run()
                {
                    Net net = Net.Create(seed: 1);
                    Expr once = net.Forward(Expr.Input("4, 6"));
                    return [once.Shape == "[5, 4]" ? 1 : 0, net.Predict(new float[24]).Length];
                }
            }
            """).Numbers();
        Assert.Equal([1, 20], numbers);
    }

    [Fact]
    public void SizeOfAnObjectiveOnly_IsNoneOfThePrediction()
    {
        float[] numbers = new UserProgram("""
            /// <summary>Predicts one row, and is trained on sets of rows of any number.</summary>
            [Model]
            public partial record Sets([Dense(3), Tanh, Dense(1)] Layer Score)
            {
                public Expr Forward([Shape("4")] Expr row) => Score(row);

                [Objective]
                public Expr Agree([Shape("T, 4")] Expr rows, [Shape("T, 1")] Expr scores) => SquaredError(Score(rows), scores);
            }

            public static class Use
            {
                public static float[] Run()
                {
                    Sets net = Sets.Create(seed: 1);
                    float[] rows = Enumerable.Range(0, 40).Select(i => MathF.Sin(i)).ToArray();
                    float[] scores = Enumerable.Range(0, 10).Select(i => MathF.Cos(4 * i)).ToArray();
                    var trainer = net.Train(new Adam(1e-2f));
                    float first = Sets.AgreeObjective.Step(trainer, rows, scores, t: 5);
                    for (int i = 0; i < 200; i++)
                    {
                        Sets.AgreeObjective.Step(trainer, rows, scores, t: 5);
                        Sets.AgreeObjective.Step(trainer, rows.AsSpan(0, 8), scores.AsSpan(0, 2), t: 2);
                    }

                    float last = Sets.AgreeObjective.Loss(trainer.Model(), rows, scores, t: 5);
                    return [first, last, net.Predict(rows).Length, net.Predict(rows.AsSpan(0, 4)).Length];
                }
            }
            """).Numbers();
        Assert.True(numbers[1] < 0.5f * numbers[0], string.Join(" ", numbers));
        Assert.Equal([10, 1], numbers[2..]);
    }

    /// <summary>One of the networks of the literature, to stand in a file with other code.</summary>
    internal static string Declaration(string name)
    {
        string source = Architectures.ArchitectureSources.Read(name).Replace("using static Adjoint.Ops;", string.Empty, StringComparison.Ordinal);
        return source.Replace("namespace Architectures;", "namespace Architectures {", StringComparison.Ordinal) + "}\n";
    }
}
