using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Short runs of floats, for which a call of the runtime's copy would take longer than the copying.</summary>
internal static unsafe class Strip
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<V>(float* source, float* destination, int length)
        where V : struct, ISimd<V>
    {
        int i = 0;
        for (; i <= length - V.Width; i += V.Width)
        {
            V.Load(in source[i]).Store(ref destination[i]);
        }

        if (i < length)
        {
            V.Load(in source[i], length - i).Store(ref destination[i], length - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear<V>(float* destination, int length)
        where V : struct, ISimd<V>
    {
        int i = 0;
        for (; i <= length - V.Width; i += V.Width)
        {
            V.Zero.Store(ref destination[i]);
        }

        if (i < length)
        {
            V.Zero.Store(ref destination[i], length - i);
        }
    }

    /// <summary>The same for elements of any type; those as long as floats are moved as such, bit by bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<V, T>(T* source, T* destination, int length)
        where V : struct, ISimd<V>
        where T : unmanaged
    {
        if (sizeof(T) == sizeof(float))
        {
            Copy<V>((float*)source, (float*)destination, length);
        }
        else
        {
            new ReadOnlySpan<T>(source, length).CopyTo(new Span<T>(destination, length));
        }
    }
}
