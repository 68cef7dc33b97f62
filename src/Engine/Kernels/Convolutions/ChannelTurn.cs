// Tiling. Sums that have channels side by side become rows of positions, four channels by a vector of positions at a time: quarters of 128 bits
// are gathered as they are loaded, so a vector of results takes two shuffles; bias and map follow in registers. Positions beyond the last
// are turned with it and not written, so that their number doesn't matter. Narrower vectors are turned into their place first.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>Turns the sums of channel tiles.</summary>
internal static unsafe class ChannelTurn
{
    /// <summary>result[m, q] = map(sums[q, m] + bias[m]) for some channels and positions.</summary>
    /// <param name="sums">The sums, with room for whole vectors of positions.</param>
    /// <param name="pitch">Floats from a position to the next: whole vectors.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="count">The positions.</param>
    /// <param name="bias">Of each channel; or null.</param>
    /// <param name="result">The first result.</param>
    /// <param name="plane">Floats from a channel to the next.</param>
    /// <param name="index">The index of the first result, as the map sees it.</param>
    /// <param name="map">The map.</param>
    public static void Write<V, TMap>(float* sums, int pitch, int channels, int count, float* bias, float* result, int plane, int index, TMap map)
        where V : struct, ISimd<V>
        where TMap : struct, IMap1
    {
        if (V.Width == 16 && Avx512F.IsSupported)
        {
            Write16(sums, pitch, channels, count, bias, result, plane, index, map);
            return;
        }

        Panel.Transpose(sums, 1, pitch, channels, count, result, plane);
        if (!Epilogue.IsEmpty<TMap>(bias))
        {
            for (int m = 0; m < channels; m++, result += plane, index += plane)
            {
                Epilogue.BiasPerRow<V, TMap>(result, bias is null ? 0f : bias[m], count, index, map);
            }
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Write16<TMap>(float* sums, int pitch, int channels, int count, float* bias, float* result, int plane, int index, TMap map)
        where TMap : struct, IMap1
    {
        nint row = pitch;
        for (int m = 0; m < channels; m += 4)
        {
            float* s = sums + m;
            float* target = result + ((nint)m * plane);
            float* addend = bias is null ? null : bias + m;
            int rows = Math.Min(4, channels - m);
            for (int q = 0; q < count; q += 16, s += 16 * row)
            {
                float* s4 = s + (4 * row), s8 = s + (8 * row), s12 = s + (12 * row);
                Vector512<float> r0 = Quarters(s, s4, s8, s12);
                Vector512<float> r1 = Quarters(s + row, s4 + row, s8 + row, s12 + row);
                Vector512<float> r2 = Quarters(s + (2 * row), s4 + (2 * row), s8 + (2 * row), s12 + (2 * row));
                Vector512<float> r3 = Quarters(s + (3 * row), s4 + (3 * row), s8 + (3 * row), s12 + (3 * row));
                Vector512<float> low02 = Avx512F.UnpackLow(r0, r2);
                Vector512<float> high02 = Avx512F.UnpackHigh(r0, r2);
                Vector512<float> low13 = Avx512F.UnpackLow(r1, r3);
                Vector512<float> high13 = Avx512F.UnpackHigh(r1, r3);
                int lanes = count - q;
                int i = index + (m * plane) + q;
                Finish(Avx512F.UnpackLow(low02, low13), addend, 0, target + q, lanes, i, map);
                if (rows > 1) { Finish(Avx512F.UnpackHigh(low02, low13), addend, 1, target + plane + q, lanes, i + plane, map); }
                if (rows > 2) { Finish(Avx512F.UnpackLow(high02, high13), addend, 2, target + (2 * (nint)plane) + q, lanes, i + (2 * plane), map); }
                if (rows > 3) { Finish(Avx512F.UnpackHigh(high02, high13), addend, 3, target + (3 * (nint)plane) + q, lanes, i + (3 * plane), map); }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TMap>(Vector512<float> sum, float* bias, int row, float* target, int lanes, int index, TMap map)
        where TMap : struct, IMap1
    {
        Simd512 value = map.Invoke(new Simd512(bias is null ? sum : sum + Vector512.Create(bias[row])), index);
        if (lanes >= 16)
        {
            value.Store(ref *target);
        }
        else
        {
            value.Store(ref *target, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(float* q0, float* q1, float* q2, float* q3)
    {
        Vector512<float> value = Vector128.Load(q0).ToVector256Unsafe().ToVector512Unsafe();
        value = Avx512F.InsertVector128(value, Vector128.Load(q1), 1);
        value = Avx512F.InsertVector128(value, Vector128.Load(q2), 2);
        return Avx512F.InsertVector128(value, Vector128.Load(q3), 3);
    }
}
