using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// From evenly drawn words to normal numbers: the quantile of <c>p = (word + ½) / 2³²</c> by Wichura's rational functions for single
/// precision (1988, algorithm AS 241, PPND7), whose relative error is 10⁻⁷.
/// </summary>
internal static class SimdNormal
{
    /// <param name="high">The upper 24 bits of each word, a whole number.</param>
    /// <param name="low">Its lower 8 bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Quantile<V>(V high, V low)
        where V : struct, ISimd<V>
    {
        // The distribution is even: a word of the upper half is taken for its complement. What the parts hold is exact, so each of the two
        // sums rounds once: the words from the near end, which is small in the tail, and those from the middle, small in the centre.
        V middle = V.Broadcast(1 << 23);
        V isUpper = V.GreaterThan(high, middle - V.One);
        high = V.Select(isUpper, V.Broadcast((1 << 24) - 1) - high, high);
        low = V.Select(isUpper, V.Broadcast(255f) - low, low);
        V half = V.Broadcast(0.5f);
        V byteSize = V.Broadcast(256f);
        V unit = V.Broadcast(1f / (1L << 32));
        V p = V.MultiplyAdd(high, byteSize, low + half) * unit;
        V q = V.MultiplyAdd(middle - V.One - high, byteSize, V.Broadcast(255f) - low + half) * unit;

        V distance = V.Select(V.GreaterThan(q, V.Broadcast(0.425f)), Tail(p), Centre(q));
        return V.Select(isUpper, distance, -distance);
    }

    /// <summary>Up to 0.425 from the middle: q times a function of r = 0.180625 − q².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Centre<V>(V q)
        where V : struct, ISimd<V>
    {
        V r = V.Broadcast(0.180625f) - (q * q);
        V above = V.MultiplyAdd(V.Broadcast(5.9109374720e1f), r, V.Broadcast(1.5929113202e2f));
        above = V.MultiplyAdd(above, r, V.Broadcast(5.0434271938e1f));
        above = V.MultiplyAdd(above, r, V.Broadcast(3.3871327179f));
        V below = V.MultiplyAdd(V.Broadcast(6.7187563600e1f), r, V.Broadcast(7.8757757664e1f));
        below = V.MultiplyAdd(below, r, V.Broadcast(1.7895169469e1f));
        below = V.MultiplyAdd(below, r, V.One);
        return q * above / below;
    }

    /// <summary>Further out: a function of r = √(−ln p) − 1.6. It holds up to √(−ln p) = 5, and a word gives 4.79 at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tail<V>(V p)
        where V : struct, ISimd<V>
    {
        V r = V.Sqrt(-V.Log(p)) - V.Broadcast(1.6f);
        V above = V.MultiplyAdd(V.Broadcast(1.7023821103e-1f), r, V.Broadcast(1.3067284816f));
        above = V.MultiplyAdd(above, r, V.Broadcast(2.7568153900f));
        above = V.MultiplyAdd(above, r, V.Broadcast(1.4234372777f));
        V below = V.MultiplyAdd(V.Broadcast(1.2021132975e-1f), r, V.Broadcast(7.3700164250e-1f));
        below = V.MultiplyAdd(below, r, V.One);
        return above / below;
    }
}
