using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Plan;

public class ArenaPlannerTests
{
    private static readonly Size N = Size.Batch;

    [Fact]
    public void BuffersThatLiveTogether_NeverOverlap_AndAreAligned()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            Lifetime[] lifetimes = [.. Enumerable.Range(0, random.Next(1, 25)).Select(_ =>
            {
                int first = random.Next(20);
                return new Lifetime(AnyLength(random), first, first + random.Next(8));
            })];
            Placement placement = ArenaPlanner.Place(lifetimes);
            foreach ((int n, int h) in new[] { (1, 16), (2, 7), (3, 10), (17, 48), (3, 32) })
            {
                Dictionary<string, long> bindings = new() { ["n"] = n, ["H"] = h };
                int alignment = h % ArenaPlanner.Alignment == 0 ? ArenaPlanner.Alignment : 1;
                (long Start, long End)[] places = [.. lifetimes.Select((lifetime, i) =>
                    (placement.Offsets[i].Evaluate(bindings), (placement.Offsets[i] + lifetime.Length).Evaluate(bindings)))];
                long end = lifetimes.Select((lifetime, i) => (placement.Offsets[i] + ArenaPlanner.Aligned(lifetime.Length)).Evaluate(bindings)).Max();
                string message = $"seed {seed}, n = {n}: {string.Join("; ", lifetimes.Select((l, i) => $"{l} at {placement.Offsets[i]}"))}; total {placement.Total}";
                Assert.True(placement.Total.Evaluate(bindings) == end, message);
                for (int i = 0; i < lifetimes.Length; i++)
                {
                    Assert.True(places[i].Start % alignment == 0 && places[i].Start >= 0, message);
                    for (int j = 0; j < i; j++)
                    {
                        bool together = lifetimes[i].First <= lifetimes[j].Last && lifetimes[j].First <= lifetimes[i].Last;
                        Assert.True(!together || places[i].End <= places[j].Start || places[j].End <= places[i].Start, message);
                    }
                }
            }
        }
    }

    [Fact]
    public void BuffersOneAfterTheOther_ShareTheirPlace()
    {
        Placement placement = ArenaPlanner.Place([new Lifetime(32 * N, 0, 1), new Lifetime(16 * N, 2, 3), new Lifetime(32 * N, 4, 4)]);
        Assert.Equal([Size.Zero, Size.Zero, Size.Zero], placement.Offsets);
        Assert.Equal(32 * N, placement.Total);
    }

    [Fact]
    public void BufferOfOneStatement_DoesNotShareWithTheNextReader() =>
        Assert.Equal(64 * N, ArenaPlanner.Place([new Lifetime(32 * N, 0, 1), new Lifetime(32 * N, 1, 2)]).Total);

    [Fact]
    public void ConstantsAndMultiplesOfTheBatch_AreApart()
    {
        Placement placement = ArenaPlanner.Place([new Lifetime(5, 0, 0), new Lifetime(3 * N, 1, 1)]);
        Assert.Equal((16 * N) + 16, placement.Total);
    }

    [Fact]
    public void EmptyBuffers_TakeNothing()
    {
        Assert.Equal(Size.Zero, ArenaPlanner.Place([]).Total);
        Assert.Equal(Size.Zero, ArenaPlanner.Place([new Lifetime(Size.Zero, 0, 5)]).Total);
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, 1, 0, 16)]
    [InlineData(0, 16, 0, 16)]
    [InlineData(0, 17, 0, 32)]
    [InlineData(10, 0, 16, 0)]
    [InlineData(33, 0, 48, 0)]
    [InlineData(3, 1, 16, 16)]
    [InlineData(6, 20, 16, 32)]
    [InlineData(33, -4, 48, 0)]
    [InlineData(64, -32, 64, -16)]
    public void Aligned_IsAMultipleOfTheAlignment_ForEveryBatch(int perSample, int constant, int alignedPerSample, int alignedConstant) =>
        Assert.Equal((alignedPerSample * N) + alignedConstant, ArenaPlanner.Aligned((perSample * N) + constant));

    private static Size AnyLength(Random random) => random.Next(6) switch
    {
        0 => random.Next(1, 100),
        3 => (random.Next(10, 40) * Size.Named("H")) - random.Next(1, 40),
        1 => random.Next(1, 40) * Size.Named("H"),
        2 => (random.Next(1, 10) * N) + random.Next(1, 10),
        _ => random.Next(1, 100) * N,
    };
}
