using Adjoint.Compiler.Support;

namespace Adjoint;

/// <summary>
/// Random orders that depend on (seed, epoch) alone. Fisher and Yates's algorithm in Durstenfeld's form: for i from n − 1 down to 1,
/// element i changes places with element j, where j is drawn evenly from [0, i].
/// </summary>
/// <remarks>
/// Draw number d is word 0 of Philox4x32-10 with the key = seed and the counter = (d, <see cref="Stream"/>, epoch). A draw x is brought into
/// [0, m) by Lemire's method (2019): the high half of the 64-bit product x · m, where x is rejected, and the next draw taken, when the
/// low half is below 2³² mod m; what remains is exactly even.
/// </remarks>
internal static class Shuffle
{
    /// <summary>Apart from the streams of layers and parameters, which count from 0.</summary>
    public const uint Stream = 0xFFFF_FFFF;

    /// <summary>Overwrites <paramref name="order"/> with a random permutation of 0 … length − 1.</summary>
    public static void Fill(Span<int> order, ulong seed, ulong epoch)
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        uint draw = 0;
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = (int)Bounded((uint)i + 1, seed, epoch, ref draw);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    /// <summary>The next number in [0, bound), without bias.</summary>
    internal static uint Bounded(uint bound, ulong seed, ulong epoch, ref uint draw)
    {
        ulong product = (ulong)Philox.Word(seed, epoch, Stream, draw++) * bound;
        if ((uint)product < bound)
        {
            // 2³² mod bound; the division is needed only here, for one draw in 2³² / bound.
            uint threshold = unchecked(0u - bound) % bound;
            while ((uint)product < threshold)
            {
                product = (ulong)Philox.Word(seed, epoch, Stream, draw++) * bound;
            }
        }

        return (uint)(product >> 32);
    }
}
