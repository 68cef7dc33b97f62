using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// The elementary functions, written once for all widths. Each reduces its argument to a short interval and evaluates there the
/// polynomial that interpolates the function at the Chebyshev nodes, whose error is below a tenth of a unit in the last place.
/// </summary>
internal static class SimdMath
{
    // ln 2 = high + low; high has 10 significant bits, so that its product with any float exponent is exact.
    public const float Ln2High = 0.693359375f;
    public const float Ln2Low = -2.12194440e-4f;
    public const float Log2OfE = 1.44269504f;

    /// <summary>
    /// x = n ln 2 + r with |r| ≤ ln 2 / 2, so eˣ = 2ⁿ eʳ and eʳ = 1 + r + r² P(r). Results round once on their way into the subnormals and
    /// overflow to infinity by themselves; those too small for any number, as of all that a mask hides, are set to 0, because computing
    /// them by way of subnormals takes the processor a hundred times as long.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x)
        where V : struct, ISimd<V>
    {
        // Outside these bounds the result is 0 or infinite; the selects keep NaN.
        V highest = V.Broadcast(89f);
        V isNothing = V.LessThan(x, V.Broadcast(-104f));
        x = V.Select(isNothing, V.Zero, x);
        x = V.Select(V.GreaterThan(x, highest), highest, x);

        V n = V.Round(x * V.Broadcast(Log2OfE));
        V r = V.MultiplyAdd(n, V.Broadcast(-Ln2High), x);
        return V.Select(isNothing, V.Zero, ScaledExp(n, V.MultiplyAdd(n, V.Broadcast(-Ln2Low), r)));
    }

    /// <summary>2ⁿ eʳ for whole n and |r| ≤ ln 2 / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaledExp<V>(V n, V r)
        where V : struct, ISimd<V>
    {
        V p = V.Broadcast(0.00139261759f);
        p = V.MultiplyAdd(p, r, V.Broadcast(0.00836317334f));
        p = V.MultiplyAdd(p, r, V.Broadcast(0.0416665561f));
        p = V.MultiplyAdd(p, r, V.Broadcast(0.166665778f));
        p = V.MultiplyAdd(p, r, V.Broadcast(0.5f));
        V e = V.MultiplyAdd(p, r * r, r) + V.One;

        return V.Scale(e, n);
    }

    /// <summary>x 2ⁿ where there is no instruction for it: the power is applied in two halves, each a normal number, and so rounds once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaleByHalves<V>(V x, V n)
        where V : struct, ISimd<V>
    {
        V half = V.Round(n * V.Broadcast(0.5f));
        return x * V.PowerOfTwo(half) * V.PowerOfTwo(n - half);
    }

    /// <summary>
    /// x = 2ⁿ (1 + f) with √½ ≤ 1 + f &lt; √2, so ln x = n ln 2 + f − f²/2 + f³ P(f).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x)
        where V : struct, ISimd<V>
    {
        V result = LogOfParts(Parts(x, out V n) - V.One, n);

        // The field arithmetic above holds for positive finite numbers only.
        V infinity = V.Broadcast(float.PositiveInfinity);
        result = V.Select(V.LessThan(x, infinity), result, x);
        result = V.Select(V.LessThan(x, V.Zero), V.Broadcast(float.NaN), result);
        return V.Select(V.Equal(x, V.Zero), V.Broadcast(float.NegativeInfinity), result);
    }

    /// <summary>
    /// As the logarithm of u = 1 + x, but with what u lost by rounding put back into f, so that f = x wherever n = 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V>(V x)
        where V : struct, ISimd<V>
    {
        V u = x + V.One;
        V lost = x - (u - V.One);
        V f = Parts(u, out V n) - V.One;

        // A u above 2¹⁰⁰ has lost nothing that counts, and 2⁻ⁿ might be no normal number.
        V result = LogOfParts(V.MultiplyAdd(lost, V.PowerOfTwo(-V.Min(n, V.Broadcast(100f))), f), n);

        result = V.Select(V.LessThan(x, V.Broadcast(float.PositiveInfinity)), result, x);
        result = V.Select(V.LessThan(x, -V.One), V.Broadcast(float.NaN), result);
        result = V.Select(V.Equal(x, -V.One), V.Broadcast(float.NegativeInfinity), result);
        return V.Select(V.Equal(x, V.Zero), x, result);
    }

    /// <summary>max(x, 0) + log(1 + e^−|x|), where neither term overflows and the second never cancels the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<V>(V x)
        where V : struct, ISimd<V> => V.Max(x, V.Zero) + Log1p(Exp(-V.Abs(x)));

    /// <summary>The m with x = 2ⁿ m and √½ ≤ m &lt; √2, for positive finite numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Parts<V>(V x, out V n)
        where V : struct, ISimd<V>
    {
        // Subnormal numbers become normal first.
        V subnormal = V.LessThan(x, V.Broadcast(1.17549435e-38f));
        V scaled = V.Select(subnormal, x * V.Broadcast(1 << 24), x);
        n = V.Exponent(scaled) - V.Select(subnormal, V.Broadcast(24f), V.Zero);
        V m = V.Significand(scaled);
        V high = V.GreaterThan(m, V.Broadcast(1.41421356f));
        n += V.Select(high, V.One, V.Zero);
        return V.Select(high, m * V.Broadcast(0.5f), m);
    }

    /// <summary>ln(2ⁿ (1 + f)) for √½ ≤ 1 + f &lt; √2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogOfParts<V>(V f, V n)
        where V : struct, ISimd<V>
    {
        V f2 = f * f;
        V p = V.Broadcast(0.0697161183f);
        p = V.MultiplyAdd(p, f, V.Broadcast(-0.114797339f));
        p = V.MultiplyAdd(p, f, V.Broadcast(0.116854198f));
        p = V.MultiplyAdd(p, f, V.Broadcast(-0.124256872f));
        p = V.MultiplyAdd(p, f, V.Broadcast(0.142490581f));
        p = V.MultiplyAdd(p, f, V.Broadcast(-0.166678026f));
        p = V.MultiplyAdd(p, f, V.Broadcast(0.200007156f));
        p = V.MultiplyAdd(p, f, V.Broadcast(-0.24999997f));
        p = V.MultiplyAdd(p, f, V.Broadcast(0.333333313f));

        // From the smallest term to the largest.
        V tail = V.MultiplyAdd(n, V.Broadcast(Ln2Low), p * f * f2);
        tail = V.MultiplyAdd(f2, V.Broadcast(-0.5f), tail);
        return V.MultiplyAdd(n, V.Broadcast(Ln2High), f + tail);
    }

    /// <summary>
    /// With z = e^−|x|: 1 / (1 + z) for x ≥ 0 and z / (1 + z) below, which keeps its relative accuracy down to the subnormals.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x)
        where V : struct, ISimd<V>
    {
        V z = Exp(-V.Abs(x));
        return V.Select(V.LessThan(x, V.Zero), z, V.One) / (V.One + z);
    }
}
