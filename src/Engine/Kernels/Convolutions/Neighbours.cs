using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>
/// Vectors of a row moved by one lane, made of the vector and the one beside it: one shuffle, where a load from memory would cross a line, and have to wait
/// for what was just stored there.
/// </summary>
internal static class Neighbours
{
    /// <summary>The last lane of the previous vector, and all but the last of this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Before<V>(V previous, V current)
        where V : struct, ISimd<V>
    {
        if (V.Width == 16)
        {
            Vector512<int> low = Unsafe.BitCast<V, Vector512<int>>(previous);
            Vector512<int> high = Unsafe.BitCast<V, Vector512<int>>(current);
            return Unsafe.BitCast<Vector512<int>, V>(Avx512F.AlignRight32(high, low, 15));
        }

        if (V.Width == 8)
        {
            Vector256<byte> low = Unsafe.BitCast<V, Vector256<byte>>(previous);
            Vector256<byte> high = Unsafe.BitCast<V, Vector256<byte>>(current);
            Vector256<byte> middle = Avx2.Permute2x128(low, high, 0x21);
            return Unsafe.BitCast<Vector256<byte>, V>(Avx2.AlignRight(high, middle, 12));
        }

        if (V.Width == 4)
        {
            Vector128<float> low = Unsafe.BitCast<V, Vector128<float>>(previous);
            Vector128<float> high = Unsafe.BitCast<V, Vector128<float>>(current);
            return Unsafe.BitCast<Vector128<float>, V>(LastAndFirst(low, high));
        }

        return previous;
    }

    /// <summary>All but the first lane of this vector, and the first lane of the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V After<V>(V current, V next)
        where V : struct, ISimd<V>
    {
        if (V.Width == 16)
        {
            Vector512<int> low = Unsafe.BitCast<V, Vector512<int>>(current);
            Vector512<int> high = Unsafe.BitCast<V, Vector512<int>>(next);
            return Unsafe.BitCast<Vector512<int>, V>(Avx512F.AlignRight32(high, low, 1));
        }

        if (V.Width == 8)
        {
            Vector256<byte> low = Unsafe.BitCast<V, Vector256<byte>>(current);
            Vector256<byte> high = Unsafe.BitCast<V, Vector256<byte>>(next);
            Vector256<byte> middle = Avx2.Permute2x128(low, high, 0x21);
            return Unsafe.BitCast<Vector256<byte>, V>(Avx2.AlignRight(middle, low, 4));
        }

        if (V.Width == 4)
        {
            Vector128<float> low = Unsafe.BitCast<V, Vector128<float>>(current);
            Vector128<float> high = Unsafe.BitCast<V, Vector128<float>>(next);
            return Unsafe.BitCast<Vector128<float>, V>(LastThreeAndFirst(low, high));
        }

        return next;
    }

    /// <summary>The lanes whose mask has all bits set, and zeros where it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Masked<V>(V mask, V value)
        where V : struct, ISimd<V> => V.Width switch
        {
            16 => Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(mask) & Unsafe.BitCast<V, Vector512<float>>(value)),
            8 => Unsafe.BitCast<Vector256<float>, V>(Unsafe.BitCast<V, Vector256<float>>(mask) & Unsafe.BitCast<V, Vector256<float>>(value)),
            4 => Unsafe.BitCast<Vector128<float>, V>(Unsafe.BitCast<V, Vector128<float>>(mask) & Unsafe.BitCast<V, Vector128<float>>(value)),
            _ => V.Select(mask, value, V.Zero),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LastAndFirst(Vector128<float> low, Vector128<float> high)
    {
        if (Ssse3.IsSupported)
        {
            return Ssse3.AlignRight(high.AsByte(), low.AsByte(), 12).AsSingle();
        }

        return AdvSimd.IsSupported
            ? AdvSimd.ExtractVector128(low, high, 3)
            : Vector128.Create(low.GetElement(3), high.GetElement(0), high.GetElement(1), high.GetElement(2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LastThreeAndFirst(Vector128<float> low, Vector128<float> high)
    {
        if (Ssse3.IsSupported)
        {
            return Ssse3.AlignRight(high.AsByte(), low.AsByte(), 4).AsSingle();
        }

        return AdvSimd.IsSupported
            ? AdvSimd.ExtractVector128(low, high, 1)
            : Vector128.Create(low.GetElement(1), low.GetElement(2), low.GetElement(3), high.GetElement(0));
    }
}
