using Adjoint;

namespace Models.Tests.Derived;

/// <summary>Dropped weights are the smallest, exactly as many as asked for, and stay without effect.</summary>
public sealed class PruningTests
{
    private const int Seed = 51;
    private const int Masked = (8 * 16) + (16 * 12);

    private static readonly string[] _kernels = ["Body.Dense.Kernel", "Body.Dense2.Kernel"];

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(0.501)]
    [InlineData(0.9)]
    [InlineData(1.0)]
    public void Magnitude_DropsTheSmallestOfAll_EqualOnesInOrder(double sparsity)
    {
        // Few different magnitudes, so that many are equal.
        Prunable model = WithKernels(static (random, _) => random.Next(-4, 5) * 0.25f);
        float[] before = Kernels(model.Parameters);
        int count = (int)Math.Round(sparsity * Masked, MidpointRounding.AwayFromZero);
        HashSet<int> smallest = [.. Enumerable.Range(0, Masked).OrderBy(place => Math.Abs(before[place])).ThenBy(static place => place).Take(count)];
        Prunable pruned = Pruning.Magnitude(model, sparsity);
        Assert.Equal(before.Select((weight, place) => smallest.Contains(place) ? 0 : weight), Kernels(pruned.Parameters));
        Assert.Equal(before.Select((_, place) => smallest.Contains(place) ? 0f : 1f), Masks(pruned.Parameters));
        Assert.Equal(count / (double)Masked, Pruning.Sparsity(pruned));
        Assert.Equal(0, Pruning.Sparsity(model));
        Assert.Equal(before, Kernels(model.Parameters));
    }

    [Fact]
    public void PerLayer_EachLosesTheSameShare()
    {
        // The first kernel is ten times as large: of all weights together, only those of the second are dropped.
        Prunable model = WithKernels(static (random, kernel) => (random.NextSingle() + 0.1f) * (kernel == 0 ? 10 : 0.1f));
        Assert.Equal([0, 160], Dropped(Pruning.Magnitude(model, 0.5)));
        Assert.Equal([64, 96], Dropped(Pruning.Magnitude(model, 0.5, PruningScope.PerLayer)));
        Assert.Equal([64, 96], Dropped(Pruning.Random(model, 0.5, seed: 3, PruningScope.PerLayer)));
    }

    [Fact]
    public void MoreAreDropped_OfThoseThatAreLeft_AndNoneComesBack()
    {
        Prunable model = Prunable.Create(Seed);
        Prunable half = Pruning.Magnitude(model, 0.5);
        Assert.Equal(Masks(Pruning.Magnitude(model, 0.8).Parameters), Masks(Pruning.Magnitude(half, 0.8).Parameters));
        Assert.Equal(Masks(half.Parameters), Masks(Pruning.Magnitude(half, 0.2).Parameters));
    }

    [Fact]
    public void Random_IsAnotherChoice_AndTheSameForASeed()
    {
        Prunable model = Prunable.Create(Seed);
        float[] once = Masks(Pruning.Random(model, 0.7, seed: 5).Parameters);
        Assert.Equal(once, Masks(Pruning.Random(model, 0.7, seed: 5).Parameters));
        Assert.NotEqual(once, Masks(Pruning.Random(model, 0.7, seed: 6).Parameters));
        Assert.NotEqual(once, Masks(Pruning.Magnitude(model, 0.7).Parameters));
        Assert.Equal((int)Math.Round(0.7 * Masked), once.Count(static mask => mask == 0));
    }

    [Fact]
    public void DroppedWeights_StayZeroWhileTrained_AndWithoutMasksTheyComeBack()
    {
        Prunable pruned = Pruning.Magnitude(Prunable.Create(Seed), 0.75);
        Unprunable zeros = Unprunable.FromParameters(Unprunable.Create(1).Parameters.WithValuesOf(pruned.Parameters, out _));
        float[] x = Numbers(40 * 8, 1);
        Assert.Equal(zeros.Predict(x), pruned.Predict(x));
        Dataset data = Dataset.WithTargets(x, Numbers(40 * 3, 2), 8, 3);
        FitOptions options = new() { Epochs = 10, Optimizer = new Adam(1e-2f), Seed = Seed };
        Prunable trained = pruned.Fit(data, null, options);
        Unprunable whole = zeros.Fit(data, null, options);
        float[] masks = Masks(pruned.Parameters);
        Assert.Equal(masks, Masks(trained.Parameters));
        Assert.All(Kernels(trained.Parameters).Zip(masks), static pair => Assert.Equal(pair.Second == 0, pair.First == 0));
        Assert.True(Kernels(whole.Parameters).Count(static weight => weight == 0) < 5, "zeros stayed zeros without masks");
        Assert.NotEqual(Kernels(pruned.Parameters), Kernels(trained.Parameters));
    }

    [Fact]
    public void WhateverStandsUnderAMask_HasNoEffectAndNoGradient()
    {
        Prunable pruned = Pruning.Magnitude(Prunable.Create(Seed), 0.75);
        float[] masks = Masks(pruned.Parameters);

        // As an optimizer with noise might leave it.
        float[] values = pruned.Parameters.Values.ToArray();
        ParameterInfo kernel = Prunable.Description.Parameters[0];
        for (int i = 0; i < kernel.Length; i++)
        {
            values[kernel.Offset + i] += masks[i] == 0 ? 5 : 0;
        }

        float[] state = pruned.Parameters.State.ToArray();
        float[] x = Numbers(6 * 8, 1);
        float[] y = Numbers(6 * 3, 2);
        float[] gradient = new float[values.Length];
        float[] same = new float[values.Length];
        Workspace workspace = new(Prunable.Description.TrainingMemory.FloatsFor(6), new Threads(1));
        float loss = Gradient<Prunable>(values, state, new Batch(x, y, 6), new RandomKey(1, 1), gradient, workspace);
        Assert.Equal(Gradient<Prunable>(pruned.Parameters.Values, state, new Batch(x, y, 6), new RandomKey(1, 1), same, workspace), loss);
        Assert.Equal(same, gradient);
        Assert.All(Enumerable.Range(0, kernel.Length), i => Assert.True(masks[i] != 0 || gradient[kernel.Offset + i] == 0, $"element {i}"));
        Assert.Contains(Enumerable.Range(0, kernel.Length), i => gradient[kernel.Offset + i] != 0);
    }

    [Fact]
    public void Convolutions_AreMasked_AndFilesKeepMasks()
    {
        PrunableImage pruned = Pruning.Magnitude(PrunableImage.Create(Seed), 0.6);
        string path = Path.GetTempFileName();
        try
        {
            pruned.Save(path);
            PrunableImage loaded = PrunableImage.Load(path);
            Assert.Equal(Pruning.Sparsity(pruned), Pruning.Sparsity(loaded));
            Assert.Equal(pruned.Parameters["Features.Conv2D.Kernel.Mask"].ToArray(), loaded.Parameters["Features.Conv2D.Kernel.Mask"].ToArray());
            Assert.Equal(pruned.Predict(Numbers(72, 3)), loaded.Predict(Numbers(72, 3)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Rewind_GivesEarlierValuesUnderTheMasks()
    {
        Prunable start = Prunable.Create(Seed);
        Prunable pruned = Pruning.Magnitude(start.Fit(Data(), null, new FitOptions { Epochs = 3 }), 0.5);
        Prunable ticket = Pruning.Rewind(pruned, to: start);
        float[] masks = Masks(pruned.Parameters);
        Assert.Equal(masks, Masks(ticket.Parameters));
        Assert.Equal(Kernels(start.Parameters).Zip(masks, static (weight, mask) => mask == 0 ? 0 : weight), Kernels(ticket.Parameters));
        Assert.Equal(start.Parameters["Head.Dense.Kernel"].ToArray(), ticket.Parameters["Head.Dense.Kernel"].ToArray());
        Assert.NotEqual(pruned.Parameters["Head.Dense.Kernel"].ToArray(), ticket.Parameters["Head.Dense.Kernel"].ToArray());
    }

    [Fact]
    public void GradualSchedule_IsTheCubicOfThePaper()
    {
        PruningSchedule schedule = PruningSchedule.Gradual(0.2, 0.8, begin: 100, end: 500) with { Every = 150 };
        Assert.Equal([0, 0.2, 0.725, 0.8, 0.8], new long[] { 99, 100, 300, 500, 900 }.Select(step => Math.Round(schedule.SparsityAt(step), 12)));
        Assert.Equal([100, 250, 400, 500], Enumerable.Range(1, 1000).Where(step => schedule.IsDue(step)));
        Assert.Equal(0.5, PruningSchedule.Gradual(0, 0.5, 7, 7).SparsityAt(7));
        Assert.Throws<ArgumentOutOfRangeException>(() => PruningSchedule.Gradual(0.2, 1.1, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => PruningSchedule.Gradual(0.2, 0.8, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => PruningSchedule.Gradual(0.2, 0.8, 0, 2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_FollowsTheSchedule_AndReturnsTheMasksOfItsEnd(bool averaged)
    {
        Dataset data = Data();
        FitOptions options = new()
        {
            Epochs = 8,
            BatchSize = 10,
            Pruning = PruningSchedule.Gradual(0.1, 0.75, begin: 3, end: 20) with { Every = 4 },
            Average = averaged ? new ExponentialAverage(0.9f) : null,
        };

        // The validation loss is best before weights are dropped; those models don't count.
        Prunable trained = Prunable.Create(Seed).Fit(data, data, options);
        Assert.Equal(240 / (double)Masked, Pruning.Sparsity(trained));
        Assert.All(Masks(trained.Parameters), static mask => Assert.True(mask is 0 or 1));
        Assert.Equal(0, Pruning.Sparsity(Prunable.Create(Seed).Fit(data, data, options with { Pruning = null })));
    }

    [Fact]
    public void Trainer_IsPrunedBetweenItsSteps()
    {
        Trainer<Prunable> trainer = new(Prunable.Create(Seed), new Sgd(0.1f) { Momentum = 0.9f });
        trainer.Step(new Batch(Numbers(80, 1), Numbers(30, 2), 10));
        Pruning.Magnitude(trainer, 0.9);
        float[] masks = Masks(trainer.Parameters);
        for (int i = 0; i < 5; i++)
        {
            trainer.Step(new Batch(Numbers(80, 1), Numbers(30, 2), 10));
        }

        Assert.Equal(288 / (double)Masked, Pruning.Sparsity(trainer.Model()));
        Assert.Equal(masks, Masks(trainer.Parameters));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.25f)]
    [InlineData(0.75f)]
    [InlineData(1f)]
    public void BetweenAPrunedAndAnotherModel_MasksAreWhole(float t)
    {
        Prunable pruned = Pruning.Magnitude(Prunable.Create(Seed), 0.8);
        Prunable other = Pruning.Random(Prunable.Create(Seed + 1), 0.5, seed: 2);
        Prunable between = ParameterSpace.Interpolate(pruned, other, t);
        float[] expected = [.. Kernels(pruned.Parameters).Zip(Kernels(other.Parameters), (a, b) => (a * (1 - t)) + (b * t))];
        Assert.All(Kernels(between.Parameters).Zip(expected), static pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        IEnumerable<float> masks = Masks(pruned.Parameters).Zip(Masks(other.Parameters), (a, b) => (t < 1 && a != 0) || (t > 0 && b != 0) ? 1f : 0f);
        Assert.Equal(masks, Masks(between.Parameters));

        // What is predicted is what the weights say: none is lessened by a part of a mask.
        Unprunable plain = Unprunable.FromParameters(Unprunable.Create(1).Parameters.WithValuesOf(between.Parameters, out _));
        Assert.Equal(plain.Predict(Numbers(80, 1)), between.Predict(Numbers(80, 1)));
    }

    [Fact]
    public void CopiesThatFollowAPrunedModel_HaveWholeMasks()
    {
        Trainer<Prunable> trainer = new(Prunable.Create(Seed), new Sgd(0.1f)) { Average = new ExponentialAverage(0.9f) };
        MomentumCopy<Prunable> copy = new(trainer.Model(), decay: 0.5f);
        for (int i = 0; i < 4; i++)
        {
            trainer.Step(new Batch(Numbers(80, 1), Numbers(30, 2), 10));
            copy.Update(trainer.Parameters);
            if (i == 1)
            {
                Pruning.Magnitude(trainer, 0.9);
            }
        }

        Assert.All(Masks(copy.Model.Parameters), static mask => Assert.Equal(1, mask));
        Assert.All(Masks(trainer.AverageModel().Parameters), static mask => Assert.Equal(1, mask));
        copy.Decay = 0;
        copy.Update(trainer.Parameters);
        Assert.Equal(Masks(trainer.Parameters), Masks(copy.Model.Parameters));
    }

    [Fact]
    public void AMaskOfOnesOwn_IsHeldThroughTraining()
    {
        bool[] kept = [.. Enumerable.Range(0, 8 * 16).Select(static i => i % 3 != 1)];
        Prunable start = Pruning.Magnitude(Prunable.Create(Seed), 0.5);
        Prunable held = Pruning.Hold(start, _kernels[0], kept);
        Assert.Equal(kept.Select(static keep => keep ? 1f : 0f), held.Parameters[_kernels[0] + ".Mask"].ToArray());
        Assert.Equal(kept.Zip(start.Parameters[_kernels[0]].ToArray(), static (keep, weight) => keep ? weight : 0f), held.Parameters[_kernels[0]].ToArray());
        Assert.Equal(start.Parameters[_kernels[1] + ".Mask"].ToArray(), held.Parameters[_kernels[1] + ".Mask"].ToArray());

        Trainer<Prunable> trainer = new(held, new Adam(1e-2f));
        Pruning.Hold(trainer, _kernels[1], new bool[16 * 12]);
        for (int i = 0; i < 5; i++)
        {
            trainer.Step(new Batch(Numbers(80, 1), Numbers(30, 2), 10));
        }

        Assert.All(trainer.Parameters[_kernels[0]].ToArray().Zip(kept), static pair => Assert.True(pair.Second || pair.First == 0));
        Assert.All(trainer.Parameters[_kernels[1]].ToArray(), static weight => Assert.Equal(0, weight));
    }

    [Fact]
    public void AMaskThatDoesNotFit_IsRefused()
    {
        Prunable model = Prunable.Create(Seed);
        ArgumentException name = Assert.Throws<ArgumentException>(() => Pruning.Hold(model, "Body.Dense.Bias", new bool[16]));
        Assert.StartsWith("'Prunable' has no weight 'Body.Dense.Bias' with a mask; there are 'Body.Dense.Kernel', 'Body.Dense2.Kernel'.", name.Message, StringComparison.Ordinal);
        ArgumentException length = Assert.Throws<ArgumentException>(() => Pruning.Hold(model, _kernels[0], new bool[3]));
        Assert.Contains("its mask takes a value for each weight; found 3.", length.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelWithoutMasks_IsRefused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Pruning.Magnitude(Unprunable.Create(1), 0.5));
        Assert.StartsWith("'Unprunable' has no weights with masks; write [Masked] on a part.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Pruning.Magnitude(Prunable.Create(1), double.NaN));
        Assert.Throws<ArgumentException>(() => Unprunable.Create(1).Fit(Data(), null, new FitOptions { Pruning = PruningSchedule.Gradual(0, 0.5, 1, 2) }));
    }

    private static float Gradient<TModel>(ReadOnlySpan<float> parameters, Span<float> state, in Batch batch, RandomKey key, Span<float> gradient, Workspace workspace)
        where TModel : class, IModel<TModel> => TModel.Gradient(parameters, state, in batch, key, gradient, workspace);

    private static Dataset Data() => Dataset.WithTargets(Numbers(40 * 8, 1), Numbers(40 * 3, 2), 8, 3);

    private static Prunable WithKernels(Func<Random, int, float> draw)
    {
        Random random = new(Seed);
        float[] values = Prunable.Create(Seed).Parameters.Values.ToArray();
        for (int kernel = 0; kernel < _kernels.Length; kernel++)
        {
            ParameterInfo info = Prunable.Description.Parameters.Single(parameter => parameter.Name == _kernels[kernel]);
            for (int i = 0; i < info.Length; i++)
            {
                values[info.Offset + i] = draw(random, kernel);
            }
        }

        return Prunable.FromParameters(ParameterBuffer.FromValues(Prunable.Description, values));
    }

    private static float[] Kernels(ParameterBuffer parameters) => [.. _kernels.SelectMany(name => parameters[name].ToArray())];

    private static float[] Masks(ParameterBuffer parameters) => [.. _kernels.SelectMany(name => parameters[name + ".Mask"].ToArray())];

    private static int[] Dropped(Prunable model) => [.. _kernels.Select(name => model.Parameters[name + ".Mask"].Count(0))];

    private static float[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
