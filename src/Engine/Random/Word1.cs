using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>One 32-bit word.</summary>
internal readonly struct Word1 : IWord<Word1, Simd1>
{
    private readonly uint _value;

    private Word1(uint value) => _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word1 Broadcast(uint value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word1 Count(uint first) => new(first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word1 operator ^(Word1 left, Word1 right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word1 Multiply(Word1 value, uint factor, out Word1 high)
    {
        ulong product = (ulong)value._value * factor;
        high = new((uint)(product >> 32));
        return new(unchecked((uint)product));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 UpperBitsToSingle(Word1 value) => new(value._value >> 8);
}
