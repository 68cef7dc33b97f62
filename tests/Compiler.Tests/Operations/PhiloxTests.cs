using Adjoint.Compiler.Support;

namespace Adjoint.Tests.Operations;

public class PhiloxTests
{
    // The known answers that the authors of Philox publish with their implementation.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_GivesTheKnownAnswers(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint w0, uint w1, uint w2, uint w3) =>
        Assert.Equal((w0, w1, w2, w3), Philox.Block(c0, c1, c2, c3, k0, k1));

    [Fact]
    public void Uniform_IsBelowOne()
    {
        float[] numbers = [.. Enumerable.Range(0, 10_000).Select(static i => Philox.Uniform(1, 2, 3, (uint)i))];
        Assert.All(numbers, static x => Assert.InRange(x, 0f, 1f - (1f / (1 << 24))));
        Assert.InRange(numbers.Average(), 0.49f, 0.51f);
    }
}
