using Adjoint.Compiler.Support;
using Adjoint.Kernels;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.RandomNumbers;

public class PhiloxTests
{
    public static TheoryData<int> Widths => Machine.Widths;

    /// <summary>The known answers that the authors of the generator publish with it.</summary>
    [Fact]
    public void Block_GivesThePublishedAnswers()
    {
        const uint ones = uint.MaxValue;
        Assert.Equal((0x6627E8D5u, 0xE169C58Du, 0xBC57AC4Cu, 0x9B00DBD8u), Philox.Block(0, 0, 0, 0, 0, 0));
        Assert.Equal((0x408F276Du, 0x41C83B0Eu, 0xA20BC7C6u, 0x6D5451FDu), Philox.Block(ones, ones, ones, ones, ones, ones));
        Assert.Equal(
            (0xD16CFE09u, 0x94FDCCEBu, 0x5001E420u, 0x24126EA1u),
            Philox.Block(0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void DropoutMask_IsTheScalarMaskInEveryWidth(int width)
    {
        RandomKey key = new(0xFEDCBA9876543210, 0x123456789ABCDEF0);
        DropoutMap map = new(key, Stream: 0x89ABCDEF, Rate: 0.3f, First: 1_000_003);
        float[] actual = new float[777];
        Elementwise.Map(Machine.WithWidth(width), actual, map);
        for (int i = 0; i < actual.Length; i++)
        {
            float expected = Philox.DropoutMask(key.Seed, key.Step, map.Stream, (uint)(map.First + i), map.Rate);
            Assert.Equal(expected, actual[i]);
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.25f)]
    [InlineData(0.9f)]
    public void DropoutMask_DropsItsRate_AndKeepsTheMean(float rate)
    {
        const int n = 100_000;
        float[] mask = new float[n];
        Elementwise.Map(Threads.Shared, mask, new DropoutMap(new RandomKey(7, 1), 0, rate, 0));

        // Five standard deviations of a binomial count.
        double tolerance = 5 * Math.Sqrt(n * rate * (1 - rate));
        Assert.InRange(mask.Count(static x => x == 0), (rate * n) - tolerance, (rate * n) + tolerance);
        Assert.All(mask, x => Assert.True(x == 0 || x == 1 / (1 - rate)));
    }

    [Fact]
    public void SeedStepStreamAndElement_EachChangeTheNumber()
    {
        uint[] words =
        [
            Philox.Word(1, 0, 0, 0), Philox.Word(1UL << 32, 0, 0, 0), Philox.Word(0, 1, 0, 0), Philox.Word(0, 1UL << 32, 0, 0),
            Philox.Word(0, 0, 1, 0), Philox.Word(0, 0, 0, 1), Philox.Word(0, 0, 0, 0),
        ];
        Assert.Equal(words.Length, words.Distinct().Count());
    }

    private readonly record struct DropoutMap(RandomKey Key, uint Stream, float Rate, int First) : IMap0
    {
        public V Invoke<V>(int index)
            where V : struct, ISimd<V> => V.DropoutMask(Key, Stream, First + index, Rate);
    }
}
