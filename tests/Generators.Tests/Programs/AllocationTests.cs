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
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long own = GC.GetAllocatedBytesForCurrentThread();
        Step(100);
        own = GC.GetAllocatedBytesForCurrentThread() - own;
        long everywhere = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Equal(0, own);

        // Other threads of the process (the test runner's) allocate as well; a worker that allocated in each of the steps would show.
        Assert.True(everywhere < 100 * 24, $"{everywhere} bytes were allocated during 100 steps.");

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
