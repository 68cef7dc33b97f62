using Adjoint.Compiler.Plan;
using Adjoint.Kernels;

namespace Adjoint.Tests.Models;

public class MicroBatchesTests
{
    private const int Width = 37;

    [Theory]
    [InlineData(1, 4, 1)]
    [InlineData(4, 4, 1)]
    [InlineData(5, 4, 4)]
    [InlineData(33, 4, 12)]
    [InlineData(3, 1, 3)]
    [InlineData(1000, 1, 1000)]
    [InlineData(int.MaxValue, 1, int.MaxValue)]
    public void Plan_CutsEvenly_AndNoPieceIsLargerThanAllowed(int samples, int most, int count)
    {
        MicroBatchPlan plan = new(samples, most);
        Assert.Equal(count, plan.Count);
        Assert.InRange(plan.Largest, 1, most);
        Assert.Equal(0, plan.First(0));
        Assert.Equal(samples, plan.First(count));
        for (int i = 0; i < Math.Min(count, 1000); i++)
        {
            Assert.InRange(plan.First(i + 1) - plan.First(i), plan.Largest - 1, plan.Largest);
        }
    }

    [Theory]
    [InlineData(8, 1, 1)]
    [InlineData(8, 2, 2)]
    [InlineData(8, 3, 3)]
    [InlineData(4, 3, 1)]
    [InlineData(4, 8, 1)]
    public void Lanes_AreThreads_WhereTheyAreBusyEnough(int pieces, int threads, int lanes) =>
        Assert.Equal(lanes, new MicroBatchPlan(pieces, 1).LanesFor(threads));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Sums_AreTheSameBitsForAnyThreads_AndWhatIsNotWrittenIsLeftAlone(int threads)
    {
        foreach (int samples in new[] { 1, 3, 4, 5, 23 })
        {
            (float expectedLoss, float[] expected) = Run(samples, new Threads(1), lanes: 1);
            (float loss, float[] sums) = Run(samples, new Threads(threads), lanes: threads);
            Assert.Equal(expectedLoss, loss);
            Assert.Equal(expected, sums);
            Assert.True(float.IsNaN(sums[0]) && float.IsNaN(sums[Width + 1]) && float.IsNaN(sums[^1]));
            Assert.Equal(Enumerable.Range(0, samples).Sum(static sample => 0.1 * sample), sums[1], 1e-4);
        }
    }

    [Fact]
    public void ArenaForFewerThreads_IsEnough() => Assert.Equal(Run(23, new Threads(1), lanes: 1).Sums, Run(23, new Threads(4), lanes: 1).Sums);

    [Fact]
    public void ArenaThatIsTooSmall_IsRefused() => Assert.Throws<ArgumentException>(
        static () => MicroBatches.Sum<Summing>([], [], new Batch { Count = 23 }, new float[100], [1, Width], Memory, new Workspace(Memory.FloatsFor(23) - 1)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Exception_OfOneMicroBatch_ReachesTheCaller_AndThreadsGoOn(int threads)
    {
        Threads shared = new(threads);
        for (int i = 0; i < 50; i++)
        {
            Assert.Throws<ArithmeticException>(() => MicroBatches.Sum<Failing>(
                [], [], new Batch { Count = 23 }, new float[100], [1, Width], Memory, new Workspace(Memory.FloatsFor(23, threads), shared)));
            Assert.Equal(Run(23, new Threads(1), lanes: 1).Loss, Run(23, shared, lanes: threads).Loss);
        }
    }

    [Fact]
    public void Results_AlongSamples_StandInTheirPlaces()
    {
        float[] inputs = [.. Enumerable.Range(0, 23).Select(static sample => (float)sample)];
        float[] outputs = new float[23];
        MicroBatches.Run<Doubling>([], [], new Batch { Count = 23, Inputs = inputs }, outputs, new MemoryFormula(16, 0) { MicroBatch = 4 }, new Workspace(1000, new Threads(2)));
        Assert.Equal(inputs.Select(static value => 2 * value), outputs);
    }

    [Fact]
    public void Step_AllocatesNothing()
    {
        Threads threads = new(2);
        Workspace workspace = new(Memory.FloatsFor(23, 2), threads);
        float[] sums = new float[100];
        Assert.Equal(0, Allocated.ByEach(() => MicroBatches.Sum<Summing>([], [], new Batch { Count = 23 }, sums, [1, Width], Memory, workspace)));
    }

    [Fact]
    public void Memory_StopsGrowing_AndThreadsWithSamplesOfTheirOwnTakeAsMuchEach()
    {
        MemoryFormula memory = new(1000, 16) { MicroBatch = 4, Sums = 100 };
        Assert.Equal(4016, memory.FloatsFor(4));
        Assert.Equal(4016, memory.FloatsFor(4, threads: 2));
        Assert.Equal(4016 + 112, memory.FloatsFor(16));
        Assert.Equal(2 * (4016 + 112), memory.FloatsFor(16, threads: 2));
        Assert.Equal(memory.FloatsFor(16), memory.FloatsFor(4_000_000));
        Assert.Equal("4 * (1000 n + 16) bytes, n at most 4 at a time", memory.ToString());
        Assert.NotEqual(memory, new MemoryFormula(1000, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.FloatsFor(1, threads: 0));
    }

    private static MemoryFormula Memory { get; } = new(16, 16) { MicroBatch = 4, Sums = 100 };

    private static (float Loss, float[] Sums) Run(int samples, Threads threads, int lanes)
    {
        float[] sums = [.. Enumerable.Repeat(float.NaN, 100)];
        Workspace workspace = new(Memory.FloatsFor(samples, lanes), threads);
        workspace.Arena.Fill(float.NaN);
        return (MicroBatches.Sum<Summing>([], [], new Batch { Count = samples }, sums, [1, Width, Width + 2, 1], Memory, workspace), sums);
    }

    /// <summary>Adds a tenth of every sample's number, by way of the arena; later samples are done sooner.</summary>
    private readonly struct Summing : IMicroBatchProgram
    {
        public static float Run(scoped in MicroBatch part, Span<float> result)
        {
            Assert.True(part.Arena.Length >= 16 * part.Count);
            Thread.SpinWait(20_000 / (1 + part.First));
            part.Arena[0] = 0;
            for (int sample = part.First; sample < part.First + part.Count; sample++)
            {
                part.Arena[0] += 0.1f * sample;
            }

            result.Slice(1, Width).Fill(part.Arena[0]);
            result[Width + 2] = 1;
            return part.Arena[0];
        }
    }

    private readonly struct Failing : IMicroBatchProgram
    {
        public static float Run(scoped in MicroBatch part, Span<float> result) =>
            part.First > 8 && part.First < 16 ? throw new ArithmeticException() : Summing.Run(in part, result);
    }

    private readonly struct Doubling : IMicroBatchProgram
    {
        public static float Run(scoped in MicroBatch part, Span<float> result)
        {
            for (int sample = part.First; sample < part.First + part.Count; sample++)
            {
                result[sample] = 2 * part.Batch.Inputs[sample];
            }

            return 0;
        }
    }
}
