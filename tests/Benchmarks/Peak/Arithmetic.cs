using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using Adjoint.Kernels;

namespace Adjoint.Benchmarks.Peak;

/// <summary>The most multiplications and additions that processors can do: of registers alone, and enough of them at once that none waits for another.</summary>
internal static class Arithmetic
{
    private const int Rounds = 200_000;

    // Two units that take four cycles for each want eight at least; there are to be more, in the registers that the processor has.
    private static bool HasManyRegisters => Vector512.IsHardwareAccelerated || AdvSimd.Arm64.IsSupported;

    /// <summary>The floating-point operations of a second.</summary>
    /// <param name="threads">The number of threads, each of which has a processor to itself.</param>
    public static Rates Measure(int threads) =>
        Vector512.IsHardwareAccelerated ? Measure<Simd512>(threads)
        : Vector256.IsHardwareAccelerated ? Measure<Simd256>(threads)
        : Vector128.IsHardwareAccelerated ? Measure<Simd128>(threads)
        : Measure<Simd1>(threads);

    private static Rates Measure<V>(int threads)
        where V : struct, ISimd<V> => HasManyRegisters
            ? Rates.Of(threads, static _ => Sixteen<V>(Rounds), 16.0 * 2 * V.Width * Rounds)
            : Rates.Of(threads, static _ => Twelve<V>(Rounds), 12.0 * 2 * V.Width * Rounds);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V Sixteen<V>(int rounds)
        where V : struct, ISimd<V>
    {
        // They tend to 1: neither overflow nor denormal numbers are slow.
        (V factor, V term) = (V.Broadcast(0.5f), V.Broadcast(0.5f));
        V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero, e = V.Zero, f = V.Zero, g = V.Zero, h = V.Zero;
        V i = V.Zero, j = V.Zero, k = V.Zero, l = V.Zero, m = V.Zero, n = V.Zero, o = V.Zero, p = V.Zero;
        for (int round = 0; round < rounds; round++)
        {
            a = V.MultiplyAdd(a, factor, term);
            b = V.MultiplyAdd(b, factor, term);
            c = V.MultiplyAdd(c, factor, term);
            d = V.MultiplyAdd(d, factor, term);
            e = V.MultiplyAdd(e, factor, term);
            f = V.MultiplyAdd(f, factor, term);
            g = V.MultiplyAdd(g, factor, term);
            h = V.MultiplyAdd(h, factor, term);
            i = V.MultiplyAdd(i, factor, term);
            j = V.MultiplyAdd(j, factor, term);
            k = V.MultiplyAdd(k, factor, term);
            l = V.MultiplyAdd(l, factor, term);
            m = V.MultiplyAdd(m, factor, term);
            n = V.MultiplyAdd(n, factor, term);
            o = V.MultiplyAdd(o, factor, term);
            p = V.MultiplyAdd(p, factor, term);
        }

        return ((a + b) + (c + d)) + ((e + f) + (g + h)) + (((i + j) + (k + l)) + ((m + n) + (o + p)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V Twelve<V>(int rounds)
        where V : struct, ISimd<V>
    {
        (V factor, V term) = (V.Broadcast(0.5f), V.Broadcast(0.5f));
        V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero, e = V.Zero, f = V.Zero;
        V g = V.Zero, h = V.Zero, i = V.Zero, j = V.Zero, k = V.Zero, l = V.Zero;
        for (int round = 0; round < rounds; round++)
        {
            a = V.MultiplyAdd(a, factor, term);
            b = V.MultiplyAdd(b, factor, term);
            c = V.MultiplyAdd(c, factor, term);
            d = V.MultiplyAdd(d, factor, term);
            e = V.MultiplyAdd(e, factor, term);
            f = V.MultiplyAdd(f, factor, term);
            g = V.MultiplyAdd(g, factor, term);
            h = V.MultiplyAdd(h, factor, term);
            i = V.MultiplyAdd(i, factor, term);
            j = V.MultiplyAdd(j, factor, term);
            k = V.MultiplyAdd(k, factor, term);
            l = V.MultiplyAdd(l, factor, term);
        }

        return ((a + b) + (c + d)) + ((e + f) + (g + h)) + ((i + j) + (k + l));
    }
}
