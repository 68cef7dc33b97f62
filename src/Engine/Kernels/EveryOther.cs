using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>Every other float of a row, which windows at a stride of two look at, and their derivatives write.</summary>
internal static unsafe class EveryOther
{
    /// <summary>destination[i] = source[2 · i]; of the source only what is between the first and the last of these is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<V>(float* source, float* destination, int length)
        where V : struct, ISimd<V>
    {
        int i = 0;
        if (V.Width == 16 && Avx512F.IsSupported)
        {
            for (; i < length; i += V.Width)
            {
                Copy16(source + (2 * i), destination + i, Math.Min(V.Width, length - i));
            }

            return;
        }

        if (V.Width >= 4 && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            // Eight are read for four, and the last of them need not exist.
            for (; i < length - 4; i += 4)
            {
                Evens(Vector128.Load(source + (2 * i)), Vector128.Load(source + (2 * i) + 4)).Store(destination + i);
            }
        }

        for (; i < length; i++)
        {
            destination[i] = source[2 * i];
        }
    }

    /// <summary>destination[2 · i] = source[i]; what lies between these is left alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Spread<V>(float* source, float* destination, int length)
        where V : struct, ISimd<V>
    {
        int i = 0;
        if (V.Width == 16 && Avx512F.IsSupported)
        {
            // Sixteen places take eight, and the place after the last of them need not exist.
            Vector512<int> lanes = Vector512<int>.Indices;
            Vector512<float> isEven = Vector512.Equals(lanes & Vector512<int>.One, Vector512<int>.Zero).AsSingle();
            for (; i < length; i += 8)
            {
                Vector512<float> isBefore = Vector512.LessThan(lanes, Vector512.Create(2 * (length - i))).AsSingle();
                Vector512<float> eight = Vector256.LoadUnsafe(ref source[0], (nuint)i).ToVector512Unsafe();
                Avx512F.MaskStore(destination + (2 * i), isEven & isBefore, Avx512F.PermuteVar16x32(eight, lanes >> 1));
            }

            return;
        }

        for (; i < length; i++)
        {
            destination[2 * i] = source[i];
        }
    }

    /// <summary>Up to 16, one shuffle for all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy16(float* source, float* destination, int count)
    {
        Vector512<int> lanes = Vector512<int>.Indices;
        Vector512<int> last = Vector512.Create((2 * count) - 2);
        Vector512<float> low = Avx512F.MaskLoad(source, Vector512.LessThanOrEqual(lanes, last).AsSingle(), Vector512<float>.Zero);
        Vector512<float> high = Avx512F.MaskLoad(
            source + 16, Vector512.LessThanOrEqual(lanes + Vector512.Create(16), last).AsSingle(), Vector512<float>.Zero);
        Vector512<float> evens = Avx512F.PermuteVar16x32x2(low, lanes + lanes, high);
        Avx512F.MaskStore(destination, Vector512.LessThan(lanes, Vector512.Create(count)).AsSingle(), evens);
    }

    /// <summary>Whether vectors of a width can be split.</summary>
    public static bool CanSplit<V>()
        where V : struct, ISimd<V> => V.Width switch
        {
            16 => Avx512F.IsSupported,
            8 => Avx2.IsSupported,
            4 => Sse.IsSupported || AdvSimd.Arm64.IsSupported,
            _ => V.Width == 1,
        };

    /// <summary>Two vectors from memory on, split into the floats at even and those at odd places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Evens, V Odds) Split<V>(float* source)
        where V : struct, ISimd<V>
    {
        V low = V.Load(in source[0]);
        V high = V.Load(in source[V.Width]);
        return (Evens(low, high), Odds(low, high));
    }

    /// <summary>The value where it is greater than the best, else the best: also where they are equal, or the value is NaN. One instruction where there is such.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Greater<V>(V value, V best)
        where V : struct, ISimd<V>
    {
        if (V.Width == 16 && Avx512F.IsSupported)
        {
            return Unsafe.BitCast<Vector512<float>, V>(
                Avx512F.Max(Unsafe.BitCast<V, Vector512<float>>(value), Unsafe.BitCast<V, Vector512<float>>(best)));
        }

        if (V.Width == 8 && Avx.IsSupported)
        {
            return Unsafe.BitCast<Vector256<float>, V>(Avx.Max(Unsafe.BitCast<V, Vector256<float>>(value), Unsafe.BitCast<V, Vector256<float>>(best)));
        }

        return V.Width == 4 && Sse.IsSupported
            ? Unsafe.BitCast<Vector128<float>, V>(Sse.Max(Unsafe.BitCast<V, Vector128<float>>(value), Unsafe.BitCast<V, Vector128<float>>(best)))
            : V.Select(V.GreaterThan(value, best), value, best);
    }

    /// <summary>The floats at even places of two vectors that follow one another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evens<V>(V low, V high)
        where V : struct, ISimd<V>
    {
        if (V.Width == 16 && Avx512F.IsSupported)
        {
            Vector512<int> lanes = Vector512<int>.Indices;
            return Unsafe.BitCast<Vector512<float>, V>(
                Avx512F.PermuteVar16x32x2(Unsafe.BitCast<V, Vector512<float>>(low), lanes + lanes, Unsafe.BitCast<V, Vector512<float>>(high)));
        }

        if (V.Width == 8 && Avx2.IsSupported)
        {
            return Unsafe.BitCast<Vector256<float>, V>(
                InOrder(Avx.Shuffle(Unsafe.BitCast<V, Vector256<float>>(low), Unsafe.BitCast<V, Vector256<float>>(high), 0b10_00_10_00)));
        }

        return V.Width == 4
            ? Unsafe.BitCast<Vector128<float>, V>(Evens(Unsafe.BitCast<V, Vector128<float>>(low), Unsafe.BitCast<V, Vector128<float>>(high)))
            : low;
    }

    /// <summary>The floats at odd places of two vectors that follow one another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Odds<V>(V low, V high)
        where V : struct, ISimd<V>
    {
        if (V.Width == 16 && Avx512F.IsSupported)
        {
            Vector512<int> lanes = Vector512<int>.Indices;
            return Unsafe.BitCast<Vector512<float>, V>(Avx512F.PermuteVar16x32x2(
                Unsafe.BitCast<V, Vector512<float>>(low), lanes + lanes + Vector512<int>.One, Unsafe.BitCast<V, Vector512<float>>(high)));
        }

        if (V.Width == 8 && Avx2.IsSupported)
        {
            return Unsafe.BitCast<Vector256<float>, V>(
                InOrder(Avx.Shuffle(Unsafe.BitCast<V, Vector256<float>>(low), Unsafe.BitCast<V, Vector256<float>>(high), 0b11_01_11_01)));
        }

        return V.Width == 4
            ? Unsafe.BitCast<Vector128<float>, V>(Odds(Unsafe.BitCast<V, Vector128<float>>(low), Unsafe.BitCast<V, Vector128<float>>(high)))
            : high;
    }

    /// <summary>Two vectors with their floats in turns, which begin with the first of the evens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Low, V High) Join<V>(V evens, V odds)
        where V : struct, ISimd<V>
    {
        if (V.Width == 16 && Avx512F.IsSupported)
        {
            // Of the lanes that are chosen from two vectors, those of the second have numbers from 16 on.
            Vector512<int> lanes = Vector512<int>.Indices;
            Vector512<int> low = (lanes >> 1) + ((lanes & Vector512<int>.One) << 4);
            Vector512<float> even = Unsafe.BitCast<V, Vector512<float>>(evens);
            Vector512<float> odd = Unsafe.BitCast<V, Vector512<float>>(odds);
            return (Unsafe.BitCast<Vector512<float>, V>(Avx512F.PermuteVar16x32x2(even, low, odd)),
                Unsafe.BitCast<Vector512<float>, V>(Avx512F.PermuteVar16x32x2(even, low + Vector512.Create(8), odd)));
        }

        if (V.Width == 8 && Avx.IsSupported)
        {
            Vector256<float> even = Unsafe.BitCast<V, Vector256<float>>(evens);
            Vector256<float> odd = Unsafe.BitCast<V, Vector256<float>>(odds);
            Vector256<float> low = Avx.UnpackLow(even, odd);
            Vector256<float> high = Avx.UnpackHigh(even, odd);
            return (Unsafe.BitCast<Vector256<float>, V>(Avx.Permute2x128(low, high, 0x20)),
                Unsafe.BitCast<Vector256<float>, V>(Avx.Permute2x128(low, high, 0x31)));
        }

        if (V.Width == 4)
        {
            Vector128<float> even = Unsafe.BitCast<V, Vector128<float>>(evens);
            Vector128<float> odd = Unsafe.BitCast<V, Vector128<float>>(odds);
            return Sse.IsSupported
                ? (Unsafe.BitCast<Vector128<float>, V>(Sse.UnpackLow(even, odd)), Unsafe.BitCast<Vector128<float>, V>(Sse.UnpackHigh(even, odd)))
                : (Unsafe.BitCast<Vector128<float>, V>(AdvSimd.Arm64.ZipLow(even, odd)), Unsafe.BitCast<Vector128<float>, V>(AdvSimd.Arm64.ZipHigh(even, odd)));
        }

        return (evens, odds);
    }

    /// <summary>What a shuffle within halves gave, with the parts of each source together.</summary>
    private static Vector256<float> InOrder(Vector256<float> shuffled) => Avx2.Permute4x64(shuffled.AsDouble(), 0b11_01_10_00).AsSingle();

    private static Vector128<float> Odds(Vector128<float> low, Vector128<float> high) =>
        Sse.IsSupported ? Sse.Shuffle(low, high, 0b11_01_11_01) : AdvSimd.Arm64.UnzipOdd(low, high);

    private static Vector128<float> Evens(Vector128<float> low, Vector128<float> high) =>
        Sse.IsSupported ? Sse.Shuffle(low, high, 0b10_00_10_00) : AdvSimd.Arm64.UnzipEven(low, high);
}
