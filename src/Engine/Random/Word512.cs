using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>Sixteen 32-bit words in a 512-bit vector.</summary>
internal readonly struct Word512 : IWord<Word512, Simd512>
{
    private readonly Vector512<uint> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Word512(Vector512<uint> value) => _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 Broadcast(uint value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 Count(uint first) => new(Vector512<uint>.Indices + Vector512.Create(first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 operator ^(Word512 left, Word512 right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word512 Multiply(Word512 value, uint factor, out Word512 high)
    {
        // The 64-bit products of even and of odd lanes; their high halves are then brought back to their lanes.
        Vector512<ulong> even;
        Vector512<ulong> odd;
        Vector512<ulong> oddLanes = value._value.AsUInt64() >> 32;
        if (Avx512F.IsSupported)
        {
            Vector512<uint> factors = Vector512.Create(factor);
            even = Avx512F.Multiply(value._value, factors);
            odd = Avx512F.Multiply(oddLanes.AsUInt32(), factors);
        }
        else
        {
            Vector512<ulong> factors = Vector512.Create((ulong)factor);
            even = (value._value.AsUInt64() & Vector512.Create((ulong)uint.MaxValue)) * factors;
            odd = oddLanes * factors;
        }

        Vector512<ulong> upper = Vector512.Create(~(ulong)uint.MaxValue);
        high = new(((even >> 32) | (odd & upper)).AsUInt32());
        return new(((even & ~upper) | (odd << 32)).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 UpperBitsToSingle(Word512 value) => new(Vector512.ConvertToSingle((value._value >> 8).AsInt32()));
}
