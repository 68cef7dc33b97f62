using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>Eight 32-bit words in a 256-bit vector.</summary>
internal readonly struct Word256 : IWord<Word256, Simd256>
{
    private readonly Vector256<uint> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Word256(Vector256<uint> value) => _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 Broadcast(uint value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 Count(uint first) => new(Vector256<uint>.Indices + Vector256.Create(first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 operator ^(Word256 left, Word256 right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word256 Multiply(Word256 value, uint factor, out Word256 high)
    {
        // The 64-bit products of even and of odd lanes; their high halves are then brought back to their lanes.
        Vector256<ulong> even;
        Vector256<ulong> odd;
        Vector256<ulong> oddLanes = value._value.AsUInt64() >> 32;
        if (Avx2.IsSupported)
        {
            Vector256<uint> factors = Vector256.Create(factor);
            even = Avx2.Multiply(value._value, factors);
            odd = Avx2.Multiply(oddLanes.AsUInt32(), factors);
        }
        else
        {
            Vector256<ulong> factors = Vector256.Create((ulong)factor);
            even = (value._value.AsUInt64() & Vector256.Create((ulong)uint.MaxValue)) * factors;
            odd = oddLanes * factors;
        }

        Vector256<ulong> upper = Vector256.Create(~(ulong)uint.MaxValue);
        high = new(((even >> 32) | (odd & upper)).AsUInt32());
        return new(((even & ~upper) | (odd << 32)).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 UpperBitsToSingle(Word256 value) => new(Vector256.ConvertToSingle((value._value >> 8).AsInt32()));
}
