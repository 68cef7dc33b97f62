using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// Powers, written once for all widths: xᶜ = e^(c ln x). An error of the exponent is a relative error of the result, and the exponent
/// may be near 100, so the logarithm and the product are carried as sums of two floats. A fused multiplication is not relied on, because
/// not every processor has one: products are made exact by splitting (Dekker 1971).
/// </summary>
internal static class SimdPower
{
    // Beyond this every base but ±1 gives 0 or infinity.
    private const float GreatestExponent = 1e15f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Power<V>(V x, V c)
        where V : struct, ISimd<V>
    {
        V magnitude = V.Abs(x);
        V log = Log(magnitude, out V logRest);
        V bounded = V.Min(V.Max(c, V.Broadcast(-GreatestExponent)), V.Broadcast(GreatestExponent));
        V product = bounded * log;
        V rest = V.MultiplyAdd(bounded, logRest, LostBy(product, bounded, log));
        V result = Exp(product, rest);

        // The logarithm above holds for positive finite numbers only.
        V infinity = V.Broadcast(float.PositiveInfinity);
        V positive = V.GreaterThan(c, V.Zero);
        result = V.Select(V.Equal(magnitude, V.Zero), V.Select(positive, V.Zero, infinity), result);
        result = V.Select(V.Equal(magnitude, infinity), V.Select(positive, infinity, V.Zero), result);

        // An odd exponent keeps the sign; one that isn't whole leaves the finite negative numbers without a power.
        V half = c * V.Broadcast(0.5f);
        V odd = V.Select(V.Equal(V.Round(half), half), result, V.CopySign(result, x));
        V broken = V.Select(V.LessThan(x, V.Zero), V.Select(V.LessThan(magnitude, infinity), V.Broadcast(float.NaN), result), result);
        result = V.Select(V.Equal(V.Round(c), c), odd, broken);

        result = V.Select(V.Equal(x, x), result, x);
        result = V.Select(V.Equal(c, c), result, c);
        return V.Select(V.Equal(c, V.Zero), V.One, V.Select(V.Equal(x, V.One), V.One, result));
    }

    /// <summary>
    /// ln x as a sum. x = 2ⁿ m with √½ ≤ m &lt; √2, and ln m = 2 artanh s = 2 s + s³ P(s²) for s = (m − 1) / (m + 1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log<V>(V x, out V rest)
        where V : struct, ISimd<V>
    {
        V m = SimdMath.Parts(x, out V n);
        V numerator = m - V.One;
        V denominator = m + V.One;
        V denominatorRest = m - (denominator - V.One);
        V s = numerator / denominator;
        V product = s * denominator;
        V remainder = numerator - product - LostBy(product, s, denominator) - (s * denominatorRest);
        V sRest = remainder / denominator;

        V t = s * s;
        V p = V.Broadcast(0.2333083f);
        p = V.MultiplyAdd(p, t, V.Broadcast(0.285508066f));
        p = V.MultiplyAdd(p, t, V.Broadcast(0.400001228f));
        p = V.MultiplyAdd(p, t, V.Broadcast(0.666666687f));

        // s³ is up to 1/34 of the logarithm: rounded twice, it alone would cost two units at great exponents.
        V cube = t * s;
        V cubeRest = V.MultiplyAdd(LostBy(t, s, s), s, LostBy(cube, t, s));
        V tail = V.MultiplyAdd(p, cube, V.MultiplyAdd(p, cubeRest, sRest + sRest));

        // Every sum begins with its greater term, so that what it loses is a difference of differences.
        V high = n * V.Broadcast(SimdMath.Ln2High);
        V sum = high + (s + s);
        rest = s + s - (sum - high) + V.MultiplyAdd(n, V.Broadcast(SimdMath.Ln2Low), tail);
        V log = sum + rest;
        rest -= log - sum;
        return log;
    }

    /// <summary>e^(x + rest).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exp<V>(V x, V rest)
        where V : struct, ISimd<V>
    {
        // Outside these bounds the result is 0 or infinite; the selects keep NaN.
        V lowest = V.Broadcast(-104f);
        V highest = V.Broadcast(89f);
        rest = V.Select(V.LessThan(x, lowest), V.Zero, V.Select(V.GreaterThan(x, highest), V.Zero, rest));
        x = V.Select(V.LessThan(x, lowest), lowest, x);
        x = V.Select(V.GreaterThan(x, highest), highest, x);
        V n = V.Round(x * V.Broadcast(SimdMath.Log2OfE));
        V r = V.MultiplyAdd(n, V.Broadcast(-SimdMath.Ln2High), x);
        return SimdMath.ScaledExp(n, V.MultiplyAdd(n, V.Broadcast(-SimdMath.Ln2Low), r) + rest);
    }

    /// <summary>a b − product, where product is a b as rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LostBy<V>(V product, V a, V b)
        where V : struct, ISimd<V>
    {
        V aHigh = UpperHalf(a);
        V bHigh = UpperHalf(b);
        V aLow = a - aHigh;
        V bLow = b - bHigh;
        return (aHigh * bHigh) - product + (aHigh * bLow) + (aLow * bHigh) + (aLow * bLow);
    }

    /// <summary>A number's upper twelve bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V UpperHalf<V>(V a)
        where V : struct, ISimd<V>
    {
        V scaled = a * V.Broadcast(4097f);
        return scaled - (scaled - a);
    }
}
