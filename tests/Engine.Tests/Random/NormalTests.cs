using Adjoint.Compiler.Support;
using Adjoint.Kernels;
using Adjoint.Tests.Kernels;
using Xunit.Abstractions;

namespace Adjoint.Tests.RandomNumbers;

/// <summary>Normal numbers of the vector forms are those of the definition, in every width.</summary>
public class NormalTests(ITestOutputHelper output)
{
    private const int Seed = 23;

    // A unit in the last place is 2⁻²³ of a number just above a power of two.
    private const double MostUnits = 6;

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Quantile_IsThatOfTheDefinition(int width)
    {
        Random random = new(Seed);
        uint[] words =
        [
            0, 1, 2, 255, 256, 257, 322_122_546, 322_122_547, 322_122_548, (1u << 31) - 257, (1u << 31) - 1, 1u << 31, (1u << 31) + 255, (1u << 31) + 256,
            3_972_844_748, 3_972_844_749, uint.MaxValue - 256, uint.MaxValue - 255, uint.MaxValue - 1, uint.MaxValue,
            .. Enumerable.Range(0, 300_000).Select(_ => (uint)random.NextInt64(1L << 32)),
            .. Enumerable.Range(0, 5_000).Select(_ => (uint)random.Next(1 << random.Next(1, 31))),
        ];
        float[] high = [.. words.Select(static word => (float)(word >> 8))];
        float[] low = [.. words.Select(static word => (float)(word & 255))];
        float[] actual = new float[words.Length];
        Elementwise.Map<QuantileMap>(Machine.WithWidth(width), high, low, actual);
        double[] units = [.. words.Zip(actual, static (word, found) => Units(NormalQuantile.Of(word), found))];
        output.WriteLine($"seed {Seed}: at most {units.Max()} units in the last place");
        Assert.All(units.Zip(words), static item => Assert.True(item.First <= MostUnits, $"word {item.Second} is {item.First} units off"));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Normal_IsTheQuantileOfTheElementsWord(int width)
    {
        RandomKey key = new(0xFEDCBA9876543210, 0x123456789ABCDEF0);
        NormalMap map = new(key, Stream: 0x89ABCDEF, First: 1_000_003);
        float[] actual = new float[777];
        Elementwise.Map(Machine.WithWidth(width), actual, map);
        for (int i = 0; i < actual.Length; i++)
        {
            double expected = NormalQuantile.Of(Philox.Word(key.Seed, key.Step, map.Stream, (uint)(map.First + i)));
            Assert.True(Units(expected, actual[i]) <= MostUnits, $"element {i} is {actual[i]:R}, expected {expected:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Bits_AreTheSameInEveryWidth(int width)
    {
        NormalMap map = new(new RandomKey(9, 8), 7, 0);
        float[] expected = new float[10_001];
        float[] actual = new float[10_001];
        Elementwise.Map(Machine.WithWidth(1), expected, map);
        Elementwise.Map(Machine.WithWidth(width, 3), actual, map);
        Numbers.AssertSameBits(expected, actual, $"width {width}");
    }

    [Fact]
    public void OtherStream_IsNoticed()
    {
        float[] values = new float[777];
        Elementwise.Map(Machine.WithWidth(1), values, new NormalMap(new RandomKey(1, 2), 3, 0));
        Assert.Contains(Enumerable.Range(0, values.Length), i => Units(NormalQuantile.Of(Philox.Word(1, 2, 4, (uint)i)), values[i]) > 1000);
    }

    [Fact]
    public void Moments_AreThoseOfTheStandardNormalDistribution()
    {
        const int n = 200_000;
        float[] values = new float[n];
        Elementwise.Map(Threads.Shared, values, new NormalMap(new RandomKey(7, 1), 0, 0));

        // Five standard deviations of each mean: powers 1 to 4 have the variances 1, 2, 15 and 96.
        double unit = 5 / Math.Sqrt(n);
        Assert.Equal(0, values.Average(static x => (double)x), unit);
        Assert.Equal(1, values.Average(static x => (double)x * x), unit * Math.Sqrt(2));
        Assert.Equal(0, values.Average(static x => (double)x * x * x), unit * Math.Sqrt(15));
        Assert.Equal(3, values.Average(static x => (double)x * x * x * x), unit * Math.Sqrt(96));
    }

    private static double Units(double expected, float actual) =>
        Math.Abs(expected - actual) / (Math.Pow(2, Math.Floor(Math.Log2(Math.Abs(expected)))) * Math.Pow(2, -23));

    private readonly struct QuantileMap : IMap2
    {
        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V> => SimdNormal.Quantile(a, b);
    }

    private readonly record struct NormalMap(RandomKey Key, uint Stream, int First) : IMap0
    {
        public V Invoke<V>(int index)
            where V : struct, ISimd<V> => V.Normal(Key, Stream, First + index);
    }
}
