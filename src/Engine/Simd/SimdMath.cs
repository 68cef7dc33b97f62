using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// The elementary functions, written once for all widths. Each reduces its argument to a short interval and evaluates there the
/// polynomial that interpolates the function at the Chebyshev nodes, whose error is below a tenth of a unit in the last place.
/// </summary>
internal static class SimdMath
{
    // ln 2 = high + low; high has 10 significant bits, so that its product with any float exponent is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float Log2OfE = 1.44269504f;

    /// <summary>
    /// x = n ln 2 + r with |r| ≤ ln 2 / 2, so eˣ = 2ⁿ eʳ and eʳ = 1 + r + r² P(r). The power is applied in two halves, each a
    /// normal number, so that results round once on their way into the subnormals and overflow to infinity by themselves.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x)
        where V : struct, ISimd<V>
    {
        // Outside these bounds the result is 0 or infinite; the selects keep NaN.
        V lowest = V.Broadcast(-104f);
        V highest = V.Broadcast(89f);
        x = V.Select(V.LessThan(x, lowest), lowest, x);
        x = V.Select(V.GreaterThan(x, highest), highest, x);

        V n = V.Round(x * V.Broadcast(Log2OfE));
        V r = V.MultiplyAdd(n, V.Broadcast(-Ln2High), x);
        r = V.MultiplyAdd(n, V.Broadcast(-Ln2Low), r);

        V p = V.Broadcast(0.00139261759f);
        p = V.MultiplyAdd(p, r, V.Broadcast(0.00836317334f));
        p = V.MultiplyAdd(p, r, V.Broadcast(0.0416665561f));
        p = V.MultiplyAdd(p, r, V.Broadcast(0.166665778f));
        p = V.MultiplyAdd(p, r, V.Broadcast(0.5f));
        V e = V.MultiplyAdd(p, r * r, r) + V.One;

        V half = V.Round(n * V.Broadcast(0.5f));
        return e * V.PowerOfTwo(half) * V.PowerOfTwo(n - half);
    }

    /// <summary>
    /// x = 2ⁿ (1 + f) with √½ ≤ 1 + f &lt; √2, so ln x = n ln 2 + f − f²/2 + f³ P(f).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x)
        where V : struct, ISimd<V>
    {
        // Subnormal numbers become normal first.
        V subnormal = V.LessThan(x, V.Broadcast(1.17549435e-38f));
        V scaled = V.Select(subnormal, x * V.Broadcast(1 << 24), x);
        V n = V.Exponent(scaled) - V.Select(subnormal, V.Broadcast(24f), V.Zero);
        V m = V.Significand(scaled);
        V high = V.GreaterThan(m, V.Broadcast(1.41421356f));
        m = V.Select(high, m * V.Broadcast(0.5f), m);
        n += V.Select(high, V.One, V.Zero);

        V f = m - V.One;
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
        V result = V.MultiplyAdd(n, V.Broadcast(Ln2High), f + tail);

        // The field arithmetic above holds for positive finite numbers only.
        V infinity = V.Broadcast(float.PositiveInfinity);
        result = V.Select(V.LessThan(x, infinity), result, x);
        result = V.Select(V.LessThan(x, V.Zero), V.Broadcast(float.NaN), result);
        return V.Select(V.Equal(x, V.Zero), V.Broadcast(float.NegativeInfinity), result);
    }

    /// <summary>
    /// tanh x = x + x³ P(x²) below 0.625, where the other form would cancel; else 1 − 2 / (e²ˣ + 1) for |x|, with the sign of x.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x)
        where V : struct, ISimd<V>
    {
        V magnitude = V.Abs(x);
        V t = x * x;
        V p = V.Broadcast(-0.00609670812f);
        p = V.MultiplyAdd(p, t, V.Broadcast(0.0209971741f));
        p = V.MultiplyAdd(p, t, V.Broadcast(-0.0538509078f));
        p = V.MultiplyAdd(p, t, V.Broadcast(0.133327693f));
        p = V.MultiplyAdd(p, t, V.Broadcast(-0.333333284f));
        V near = V.MultiplyAdd(p * t, x, x);

        V e = Exp(magnitude + magnitude);
        V far = V.One - (V.Broadcast(2f) / (e + V.One));
        return V.Select(V.LessThan(magnitude, V.Broadcast(0.625f)), near, V.CopySign(far, x));
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
