using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// Sine and cosine, written once for all widths. With x = n π/2 + r and |r| ≤ π/4 they are ±sin r or ±cos r, depending on n modulo 4.
/// </summary>
internal static class SimdTrigonometry
{
    // Below this n has 13 bits, so that its product with each part of π/2 is exact.
    private const float Limit = 12000f;
    private const float TwoOverPi = 0.636619772f;

    // π/2 as a sum: four parts of 11 significant bits, and the rest. A float within the limit can be so close to a multiple of π/2 that
    // the first 40 bits of the difference cancel.
    private const float HalfPi1 = 1.5703125f;
    private const float HalfPi2 = 0.000483751297f;
    private const float HalfPi3 = 7.54953362e-08f;
    private const float HalfPi4 = 2.56328292e-12f;
    private const float HalfPi5 = 6.12323426e-17f;
    private const int WidestWidth = 16;

    /// <summary>The sine; zeros keep their sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<V>(V x)
        where V : struct, ISimd<V>
    {
        V y = V.Select(V.Equal(x, V.Zero), x, QuarterTurns(x, V.Zero));
        V far = V.GreaterThan(V.Abs(x), V.Broadcast(Limit));
        return V.Any(far) ? V.Select(far, LaneByLane(x, V.Zero), y) : y;
    }

    /// <summary>The cosine is the sine a quarter turn later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V>(V x)
        where V : struct, ISimd<V>
    {
        V y = QuarterTurns(x, V.One);
        V far = V.GreaterThan(V.Abs(x), V.Broadcast(Limit));
        return V.Any(far) ? V.Select(far, LaneByLane(x, V.One), y) : y;
    }

    /// <summary>sin(x + turns π/2) within the limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V QuarterTurns<V>(V x, V turns)
        where V : struct, ISimd<V>
    {
        V n = V.Round(x * V.Broadcast(TwoOverPi));
        V r = V.MultiplyAdd(n, V.Broadcast(-HalfPi1), x);
        r = V.MultiplyAdd(n, V.Broadcast(-HalfPi2), r);
        r = V.MultiplyAdd(n, V.Broadcast(-HalfPi3), r);
        r = V.MultiplyAdd(n, V.Broadcast(-HalfPi4), r);
        r = V.MultiplyAdd(n, V.Broadcast(-HalfPi5), r);
        n += turns;

        V t = r * r;
        V p = V.Broadcast(2.72493139e-06f);
        p = V.MultiplyAdd(p, t, V.Broadcast(-0.000198400827f));
        p = V.MultiplyAdd(p, t, V.Broadcast(0.00833333191f));
        p = V.MultiplyAdd(p, t, V.Broadcast(-0.166666672f));
        V sine = V.MultiplyAdd(p * t, r, r);
        V q = V.Broadcast(2.45474366e-05f);
        q = V.MultiplyAdd(q, t, V.Broadcast(-0.00138883002f));
        q = V.MultiplyAdd(q, t, V.Broadcast(0.0416666642f));
        V cosine = V.MultiplyAdd(t * t, q, V.MultiplyAdd(t, V.Broadcast(-0.5f), V.One));

        // n = 4 k + 2 s + c with bits s and c: c takes the cosine, s changes the sign.
        V pairs = V.Floor(n * V.Broadcast(0.5f));
        V c = n - pairs - pairs;
        V fours = V.Floor(pairs * V.Broadcast(0.5f));
        V s = pairs - fours - fours;
        return V.Select(V.Equal(c, V.Zero), sine, cosine) * (V.One - s - s);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V LaneByLane<V>(V x, V turns)
        where V : struct, ISimd<V>
    {
        Span<float> lanes = stackalloc float[WidestWidth];
        x.Store(ref lanes[0]);
        bool isCosine = V.Any(V.GreaterThan(turns, V.Zero));
        for (int i = 0; i < V.Width; i++)
        {
            lanes[i] = (float)(isCosine ? Math.Cos(lanes[i]) : Math.Sin(lanes[i]));
        }

        return V.Load(in lanes[0]);
    }
}
