using System.Collections.Immutable;
using Adjoint;

namespace Models.Tests.Derived;

/// <summary>Each objective's program computes just the gradients that it is for, the same as the whole program, in less memory and with less work.</summary>
public sealed class UpdatedTests
{
    private const int Steps = 7;

    [Fact]
    public void EveryObjective_GivesItsPartOfTheWholeGradient()
    {
        float[] whole = Gradient<Tuned.WholeObjective>(out ObjectiveDescription all);
        Assert.Equal(Tuned.Describe([Steps]).ParameterBufferLength, whole.Length);
        Check<Tuned.HeadOnlyObjective>(static name => name.StartsWith("Head.", StringComparison.Ordinal), 0.45);
        Check<Tuned.BiasOnlyObjective>(static name => name.EndsWith("Bias", StringComparison.Ordinal), 0.9);
        Check<Tuned.NormsOnlyObjective>(static name => name.Contains("Norm", StringComparison.Ordinal), 0.9);
        Check<Tuned.LastBlockObjective>(static name => name.StartsWith("Head.", StringComparison.Ordinal) || name.StartsWith("Blocks.2.", StringComparison.Ordinal), 0.65);

        void Check<TObjective>(Func<string, bool> isTrained, double mostFlops)
            where TObjective : struct, IObjective<Tuned>
        {
            float[] some = Gradient<TObjective>(out ObjectiveDescription description);
            ImmutableArray<ParameterInfo> parameters = Tuned.Describe([Steps]).Parameters;
            Assert.Equal(parameters.Select(static parameter => parameter.Name).Where(isTrained).Order(), description.Updates.Order());
            foreach (GradientInfo gradient in description.Gradients)
            {
                ParameterInfo parameter = parameters.Single(parameter => parameter.Name == gradient.Parameter);
                AssertNear(whole.AsSpan(parameter.Offset, parameter.Length), some.AsSpan(gradient.Offset, parameter.Length), parameter.Name);
            }

            Assert.True(description.GradientLength < all.Gradients.Length + whole.Length);
            Assert.Equal(description.Gradients.Sum(gradient => (parameters.Single(parameter => parameter.Name == gradient.Parameter).Length + 15) / 16 * 16), description.GradientLength);
            Assert.InRange((double)description.FlopsPerSample / all.FlopsPerSample, 0.2, mostFlops);
            Assert.True(description.TrainingMemory.FloatsFor(1) < all.TrainingMemory.FloatsFor(1), $"{description.Name}: {description.TrainingMemory} and {all.TrainingMemory}");
        }
    }

    [Fact]
    public void AStep_MovesWhatTheObjectiveTrainsAlone()
    {
        Tuned model = Tuned.Create(seed: 2);
        Trainer<Tuned> trainer = new(model, new Adam(0.01f));
        (float[] x, float[] target) = Data();
        Tuned.HeadOnlyObjective.Step(trainer, x, target, Steps);
        Tuned.BiasOnlyObjective.Step(trainer, x, target, Steps);
        Assert.All(trainer.Parameters.Description.Parameters, parameter => Assert.Equal(
            parameter.Name.StartsWith("Head.", StringComparison.Ordinal) || parameter.Name.EndsWith("Bias", StringComparison.Ordinal),
            !model.Parameters[parameter.Name].SequenceEqual(trainer.Parameters[parameter.Name])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void ASparseStep_IsTheWholeStepWhereItTrains(int count)
    {
        ModelDescription whole = WholeNet.Description;
        ModelDescription sparse = SparseNet.Description;
        ParameterBuffer start = ParameterBuffer.Initialize(whole, seed: 5);
        WholeNet a = WholeNet.FromParameters(start);
        SparseNet b = SparseNet.FromParameters(ParameterBuffer.FromValues(sparse, start.Values));
        Random random = new(9);
        float[] x = [.. Enumerable.Range(0, count * 24).Select(_ => random.NextSingle() - 0.5f)];
        Batch batch = new() { Count = count, Inputs = x, Labels = Enumerable.Range(0, count).ToArray() };
        Trainer<WholeNet> all = new(a, new Sgd(0.5f) { Momentum = 0.9f });
        Trainer<SparseNet> some = new(b, new Sgd(0.5f) { Momentum = 0.9f });
        all.Step(in batch);
        some.Step(in batch);
        AssertMoved("Hidden.Dense.Kernel", static (_, _) => false);
        AssertMoved("Hidden.Dense.Bias", static (_, _) => false);
        AssertMoved("Middle.Dense.Kernel", static (row, _) => row < 8);
        AssertMoved("Middle.Dense.Bias", static (_, _) => true);
        AssertMoved("Output.Dense.Kernel", static (_, column) => column is 0 or 1 or 4);
        AssertMoved("Output.Dense.Bias", static (_, _) => true);
        Assert.Equal((8 * 32) + 32 + (32 * 3) + 16, sparse.GradientLength);
        Assert.True(sparse.TrainingMemory.FloatsFor(1) < whole.TrainingMemory.FloatsFor(1));
        Assert.True(sparse.FlopsPerSample < whole.FlopsPerSample);

        void AssertMoved(string name, Func<int, int, bool> isTrained)
        {
            ReadOnlySpan<float> before = start[name];
            ReadOnlySpan<float> moved = some.Parameters[name];
            ReadOnlySpan<float> expected = all.Parameters[name];
            int columns = name.EndsWith("Bias", StringComparison.Ordinal) ? before.Length : name.StartsWith("Output", StringComparison.Ordinal) ? 5 : 32;
            for (int i = 0; i < before.Length; i++)
            {
                Assert.Equal(isTrained(i / columns, i % columns) ? expected[i] : before[i], moved[i], 1e-6f);
            }
        }
    }

    [Fact]
    public void AnOptimizerOfWholeTensors_RefusesAPartOfOne()
    {
        SparseNet model = SparseNet.Create(seed: 1);
        Trainer<SparseNet> trainer = new(model, new Muon(0.01f));
        ArgumentException refused = Assert.Throws<ArgumentException>(() => trainer.Step(new Batch { Count = 1, Inputs = new float[24], Labels = [0] }));
        Assert.Contains("'Middle.Dense.Kernel'", refused.Message, StringComparison.Ordinal);
    }

    private static float[] Gradient<TObjective>(out ObjectiveDescription description)
        where TObjective : struct, IObjective<Tuned>
    {
        description = TObjective.Describe([Steps]);
        ParameterBuffer parameters = ParameterBuffer.Initialize(Tuned.Describe([Steps]), seed: 3);
        (float[] x, float[] target) = Data();
        float[] gradient = new float[description.GradientLength > 0 ? description.GradientLength : parameters.Values.Length];
        Workspace workspace = new(description.TrainingMemory.FloatsFor(1), new Threads(1));
        TObjective.Gradient(parameters.Values, [], new Batch { Count = 1, Inputs = [.. x, .. target], Sizes = [Steps] }, default, gradient, workspace);
        return gradient;
    }

    private static (float[] X, float[] Target) Data()
    {
        Random random = new(4);
        return ([.. Enumerable.Range(0, Steps * 16).Select(_ => random.NextSingle() - 0.5f)], [.. Enumerable.Range(0, 5).Select(_ => random.NextSingle())]);
    }

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, string name)
    {
        float scale = 1e-3f;
        foreach (float value in expected)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - found[i]) <= 2e-6f * scale, $"{name}[{i}]: {expected[i]} and {found[i]}");
        }
    }
}
