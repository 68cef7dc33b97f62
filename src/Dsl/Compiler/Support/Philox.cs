namespace Adjoint.Compiler.Support;

/// <summary>
/// The counter-based generator Philox4x32-10 (Salmon et al. 2011): a keyed bijection of 128-bit counters, so any element of any
/// random sequence can be computed alone, in any order, on any thread. This scalar form defines what the vector forms must give.
/// </summary>
internal static class Philox
{
    public const uint Multiplier0 = 0xD2511F53;
    public const uint Multiplier1 = 0xCD9E8D57;

    /// <summary>Weyl increment of the key's first word: the golden ratio.</summary>
    public const uint Weyl0 = 0x9E3779B9;

    /// <summary>Weyl increment of the key's second word: √3 − 1.</summary>
    public const uint Weyl1 = 0xBB67AE85;

    public const int Rounds = 10;

    /// <summary>The four output words of one counter.</summary>
    public static (uint W0, uint W1, uint W2, uint W3) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        unchecked
        {
            for (int round = 0; round < Rounds; round++)
            {
                ulong product0 = (ulong)Multiplier0 * c0;
                ulong product1 = (ulong)Multiplier1 * c2;
                c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
                c1 = (uint)product1;
                c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
                c3 = (uint)product0;
                k0 += Weyl0;
                k1 += Weyl1;
            }

            return (c0, c1, c2, c3);
        }
    }

    /// <summary>Word 0 for element <paramref name="index"/> of a stream: key = seed, counter = (index, stream, step).</summary>
    public static uint Word(ulong seed, ulong step, uint stream, uint index) => unchecked(
        Block(index, stream, (uint)step, (uint)(step >> 32), (uint)seed, (uint)(seed >> 32)).W0);

    /// <summary>A number in [0, 1) on the grid of 2⁻²⁴, which floats hold exactly.</summary>
    public static float Uniform(ulong seed, ulong step, uint stream, uint index) =>
        (Word(seed, step, stream, index) >> 8) * (1f / (1 << 24));

    /// <summary>The dropout factor of one element: 0 with probability <paramref name="rate"/>, otherwise 1 / (1 − rate).</summary>
    public static float DropoutMask(ulong seed, ulong step, uint stream, uint index, float rate) =>
        Uniform(seed, step, stream, index) < rate ? 0f : 1f / (1f - rate);
}
