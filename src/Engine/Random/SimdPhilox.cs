using System.Runtime.CompilerServices;
using Adjoint.Compiler.Support;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// Philox4x32-10 for as many consecutive counters as a vector has lanes. Only word 0 of each output is used: an element's number
/// then depends on the element alone, and a vector may begin anywhere.
/// </summary>
internal static class SimdPhilox
{
    public static V DropoutMask<V, TWord>(RandomKey key, uint stream, int index, float rate)
        where V : struct, ISimd<V>
        where TWord : struct, IWord<TWord, V>
    {
        V dropped = V.LessThan(Uniform<V, TWord>(key, stream, index), V.Broadcast(rate));
        return V.Select(dropped, V.Zero, V.Broadcast(1f / (1f - rate)));
    }

    public static V Uniform<V, TWord>(RandomKey key, uint stream, int index)
        where V : struct, ISimd<V>
        where TWord : struct, IWord<TWord, V> =>
        TWord.UpperBitsToSingle(Word<V, TWord>(key, stream, (uint)index)) * V.Broadcast(1f / (1 << 24));

    public static V Normal<V, TWord>(RandomKey key, uint stream, int index)
        where V : struct, ISimd<V>
        where TWord : struct, IWord<TWord, V>
    {
        // A float holds no whole word, so it is taken in two parts: its upper 24 bits and its lower 8, moved up to be read.
        TWord word = Word<V, TWord>(key, stream, (uint)index);
        V high = TWord.UpperBitsToSingle(word);
        V low = TWord.UpperBitsToSingle(TWord.Multiply(word, 1u << 24, out _)) * V.Broadcast(1f / (1 << 16));
        return SimdNormal.Quantile(high, low);
    }

    private static TWord Word<V, TWord>(RandomKey key, uint stream, uint index)
        where V : struct, ISimd<V>
        where TWord : struct, IWord<TWord, V>
    {
        TWord c0 = TWord.Count(index);
        TWord c1 = TWord.Broadcast(stream);
        TWord c2 = TWord.Broadcast((uint)key.Step);
        TWord c3 = TWord.Broadcast((uint)(key.Step >> 32));
        uint k0 = (uint)key.Seed;
        uint k1 = (uint)(key.Seed >> 32);
        for (int round = 0; round < Philox.Rounds; round++)
        {
            TWord low0 = TWord.Multiply(c0, Philox.Multiplier0, out TWord high0);
            TWord low1 = TWord.Multiply(c2, Philox.Multiplier1, out TWord high1);
            c0 = high1 ^ c1 ^ TWord.Broadcast(k0);
            c2 = high0 ^ c3 ^ TWord.Broadcast(k1);
            c1 = low1;
            c3 = low0;
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }

        return c0;
    }
}
