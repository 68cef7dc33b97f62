namespace Adjoint.Generators.Tests.Programs;

/// <summary>What a step allocates, on any thread of the process: no other test runs meanwhile.</summary>
[Collection(nameof(RunsAlone))]
public sealed class AllocationTests
{
    private const int Count = 32;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void GradientStep_AllocatesNothing(int threads)
    {
        GeneratedModel model = GeneratedModel.Of(GeneratorFixture.Run(GeneratorFixture.DigitNet).CompileAndLoad(), "DigitNet");
        Random random = new(4);
        float[] parameters = Samples.Parameters(model.Description, random);
        float[] inputs = Samples.Normal(random, Count * 64);
        int[] labels = Samples.Labels(random, Count, 10);
        float[] gradient = new float[parameters.Length];
        Workspace workspace = new(model.Description.TrainingMemory.FloatsFor(Count), new Threads(threads));
        Step(100);

        // Other threads of the process (the test runner's) may allocate meanwhile, but not in every round; steps that allocate would.
        (long Own, long Everywhere)[] rounds = [.. Enumerable.Range(0, 100).Select(_ => Allocated())];
        Assert.Equal(0, rounds.Max(static round => round.Own));
        Assert.True(
            rounds.Min(static round => round.Everywhere) == 0,
            $"all threads, bytes in 2 steps: {string.Join(", ", rounds.Select(static round => round.Everywhere))}");

        (long Own, long Everywhere) Allocated()
        {
            long everywhere = GC.GetTotalAllocatedBytes(precise: true);
            long own = GC.GetAllocatedBytesForCurrentThread();
            Step(2);
            own = GC.GetAllocatedBytesForCurrentThread() - own;
            return (own, GC.GetTotalAllocatedBytes(precise: true) - everywhere);
        }

        void Step(int times)
        {
            for (int i = 0; i < times; i++)
            {
                model.Gradient(parameters, new Batch(inputs, labels), new RandomKey(1, (ulong)i), gradient, workspace);
            }
        }
    }
}

/// <summary>Tests that watch the whole process.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
