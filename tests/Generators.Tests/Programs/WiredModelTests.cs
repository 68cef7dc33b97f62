using System.Reflection;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>The typed members of models with several inputs, outputs and objectives, and with named sizes.</summary>
public sealed class WiredModelTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using Adjoint;

        public partial record Pair(Layer Generator, Layer Critic);

        public partial record Tagger(Expr Inner, Expr Outer, Expr Steps)
        {
            internal static float[] Start(ReadOnlySpan<int> shape)
            {
                float[] values = new float[shape[0] * shape[1]];
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = i;
                }

                return values;
            }
        }

        public static class Use
        {
            private static readonly float[] Real = [1, 2, 3, 4, 5, 6];
            private static readonly float[] Noise = [0.1f, -0.2f, 0.3f, 0.4f];

            public static float[] PairOutputs()
            {
                Pair.Outputs outputs = Pair.Create(1).Predict(Real, Noise);
                return [.. outputs.Fake, .. outputs.Score];
            }

            public static bool[] TrainedParts()
            {
                Pair model = Pair.Create(1);
                Trainer<Pair> trainer = model.Train(new Sgd(0.1f) { Momentum = 0.5f });
                Pair.SeparateObjective.Step(trainer, Real, Noise);
                Pair first = trainer.Model();
                Pair.DeceiveObjective.Step(trainer, Noise);
                Pair second = trainer.Model();
                return
                [
                    Same(model, first, "Generator"), Same(model, first, "Critic"), Same(first, second, "Generator"), Same(first, second, "Critic"),
                ];
            }

            public static float[] Losses()
            {
                Pair model = Pair.Create(1);
                Trainer<Pair> trainer = model.Train(new Sgd(0.05f));
                List<float> losses = [Pair.SeparateObjective.Loss(model, Real, Noise)];
                for (int i = 0; i < 20; i++)
                {
                    Pair.SeparateObjective.Step(trainer, Real, Noise);
                }

                losses.Add(Pair.SeparateObjective.Loss(trainer.Model(), Real, Noise));
                return [.. losses];
            }

            public static long Allocated()
            {
                Trainer<Pair> trainer = Pair.Create(1).Train();
                long least = long.MaxValue;
                for (int i = 0; i < 50; i++)
                {
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    Pair.SeparateObjective.Step(trainer, Real, Noise);
                    Pair.DeceiveObjective.Step(trainer, Noise);
                    least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
                }

                return least;
            }

            public static float[] GradientByDifferences()
            {
                Pair model = Pair.Create(3);
                Pair.SeparateObjective.InputGradients gradients = Pair.SeparateObjective.InputGradient(model, Real, Noise);
                List<float> errors = [];
                for (int i = 0; i < Real.Length; i++)
                {
                    float[] up = [.. Real];
                    float[] down = [.. Real];
                    up[i] += 0.01f;
                    down[i] -= 0.01f;
                    float slope = (Pair.SeparateObjective.Loss(model, up, Noise) - Pair.SeparateObjective.Loss(model, down, Noise)) / 0.02f;
                    errors.Add(slope - gradients.Real[i]);
                }

                return [.. errors];
            }

            public static string Uneven() => Message(() => Pair.Create(1).Predict(Real, new float[6]));

            public static string Forwarded() => Pair.Create(1).Generator(Expr.Input("2")).Shape;

            public static float[] Tags()
            {
                Tagger model = Tagger.Create(1, h: 5);
                float[] x = [.. Enumerable.Range(0, 24).Select(i => i * 0.1f)];
                return [.. model.Predict(x), .. model.Predict(x, t: 3)];
            }

            public static float[] Hidden()
            {
                Tagger model = Tagger.Create(1, h: 5);
                return model.Inspect(new float[8], 2).Hidden;
            }

            public static string Facts()
            {
                Tagger model = Tagger.Create(2, h: 5);
                string path = System.IO.Path.GetTempFileName();
                model.Save(path);
                Tagger loaded = Tagger.Load(path);
                System.IO.File.Delete(path);
                return $"{model.Parameters.Description}; {string.Join(",", model.Parameters["Outer"][..4].ToArray())}; "
                    + $"{string.Join(",", model.Parameters["Steps"].ToArray())}; {loaded.Parameters.Values.SequenceEqual(model.Parameters.Values)}; {loaded.Parameters.Description}";
            }

            public static float[] Fitted()
            {
                float[] x = [.. Enumerable.Range(0, 240).Select(i => MathF.Sin(i))];
                int[] labels = [.. Enumerable.Range(0, 60).Select(i => x[4 * i] > 0 ? 2 : 0)];
                Dataset data = Dataset.WithLabels(x, labels, inputLength: 12, labelLength: 3);
                Tagger model = Tagger.Create(1, h: 8);
                Tagger trained = model.Fit(data, null, new FitOptions { Epochs = 30, Optimizer = new Adam(0.05f), BatchSize = 5 });
                return [trained.Evaluate(data).Accuracy!.Value, trained.Parameters["Steps"][0]];
            }

            public static string Sizeless() => Message(() => Tagger.Create(1, h: 0));

            public static string Unfit() => Message(() => Tagger.Create(1, h: 2).Predict(new float[7]));

            private static bool Same(Pair a, Pair b, string part) =>
                a.Parameters[part + ".Dense.Kernel"].SequenceEqual(b.Parameters[part + ".Dense.Kernel"]);

            private static string Message(Action action)
            {
                try
                {
                    action();
                    return "";
                }
                catch (ArgumentException exception)
                {
                    return exception.Message;
                }
            }
        }
        """;

    private static readonly Lazy<Type> Compiled = new(static () => WiredModels.Compile(Source, WiredModels.Pair, WiredModels.Tagger).GetType("Use")!);

    [Fact]
    public void SeveralOutputs_ComeAsARecordOfTheirNames() => Assert.Equal(6 + 2, Call<float[]>("PairOutputs").Length);

    [Fact]
    public void Objective_MovesOnlyWhatItTrains() => Assert.Equal([true, false, false, true], Call<bool[]>("TrainedParts"));

    [Fact]
    public void Steps_MakeTheObjectiveSmaller()
    {
        float[] losses = Call<float[]>("Losses");
        Assert.True(losses[1] < losses[0], $"from {losses[0]} to {losses[1]}");
    }

    [Fact]
    public void TypedSteps_AllocateNothing() => Assert.Equal(0, Call<long>("Allocated"));

    [Fact]
    public void InputGradient_IsThatOfDifferences() => Assert.All(Call<float[]>("GradientByDifferences"), static error => Assert.InRange(error, -1e-3f, 1e-3f));

    [Fact]
    public void InputsOfUnequalCounts_AreRefused() => Assert.StartsWith(
        "Expected 2 samples of 'noise', as there are of 'real', found 3 (6 values of shape [2]).", Call<string>("Uneven"), StringComparison.Ordinal);

    [Fact]
    public void Parts_OfACreatedModel_AreFunctions() => Assert.Equal("[3]", Call<string>("Forwarded"));

    [Fact]
    public void SizeOfTheInput_IsReadOffOneSample_OrGivenForSeveral()
    {
        // One sample of six positions, or two of three: no position depends on another, so the outputs are the same.
        float[] outputs = Call<float[]>("Tags");
        Assert.Equal(36, outputs.Length);
        Assert.Equal(outputs[..18], outputs[18..]);
    }

    [Fact]
    public void NamedValue_IsInspected() => Assert.Equal(10, Call<float[]>("Hidden").Length);

    [Fact]
    public void CreationSizes_ShapeTheParameters_AndAreSaved() => Assert.Equal(
        "Tagger [T, 4] → [T, 3], 35 parameters; 0,1,2,3; 0.5,0.5; True; Tagger [T, 4] → [T, 3], 35 parameters", Call<string>("Facts"));

    [Fact]
    public void LabelsOfPositions_AreLearned_AndStateAdvancesByTheStep()
    {
        float[] fitted = Call<float[]>("Fitted");
        Assert.True(fitted[0] > 0.9f, $"accuracy {fitted[0]}");
        Assert.Equal(0.5f + (30 * 4), fitted[1]);
    }

    [Fact]
    public void SizeBelowOne_IsRefused() => Assert.Contains("h", Call<string>("Sizeless"), StringComparison.Ordinal);

    [Fact]
    public void LengthThatNoSizeFits_IsRefused() => Assert.StartsWith("The model 'Tagger' takes [T, 4], but the sample", Call<string>("Unfit"), StringComparison.Ordinal);

    private static T Call<T>(string method)
    {
        try
        {
            return (T)Compiled.Value.GetMethod(method)!.Invoke(null, null)!;
        }
        catch (TargetInvocationException exception)
        {
            throw exception.InnerException!;
        }
    }
}
