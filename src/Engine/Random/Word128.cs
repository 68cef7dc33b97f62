using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>Four 32-bit words in a 128-bit vector.</summary>
internal readonly struct Word128 : IWord<Word128, Simd128>
{
    private readonly Vector128<uint> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Word128(Vector128<uint> value) => _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 Broadcast(uint value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 Count(uint first) => new(Vector128<uint>.Indices + Vector128.Create(first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 operator ^(Word128 left, Word128 right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word128 Multiply(Word128 value, uint factor, out Word128 high)
    {
        // The 64-bit products of even and of odd lanes; their high halves are then brought back to their lanes.
        Vector128<ulong> even;
        Vector128<ulong> odd;
        Vector128<ulong> oddLanes = value._value.AsUInt64() >> 32;
        if (Sse2.IsSupported)
        {
            Vector128<uint> factors = Vector128.Create(factor);
            even = Sse2.Multiply(value._value, factors);
            odd = Sse2.Multiply(oddLanes.AsUInt32(), factors);
        }
        else
        {
            Vector128<ulong> factors = Vector128.Create((ulong)factor);
            even = (value._value.AsUInt64() & Vector128.Create((ulong)uint.MaxValue)) * factors;
            odd = oddLanes * factors;
        }

        Vector128<ulong> upper = Vector128.Create(~(ulong)uint.MaxValue);
        high = new(((even >> 32) | (odd & upper)).AsUInt32());
        return new(((even & ~upper) | (odd << 32)).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 UpperBitsToSingle(Word128 value) => new(Vector128.ConvertToSingle((value._value >> 8).AsInt32()));
}
