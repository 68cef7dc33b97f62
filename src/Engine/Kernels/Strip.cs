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

    /// <summary>The same where rows follow: lanes beyond the length may be moved too, up to the ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<V>(float* source, float* sourceEnd, float* destination, float* destinationEnd, int length)
        where V : struct, ISimd<V>
    {
        for (int i = 0; i < length; i += V.Width)
        {
            if (i + V.Width <= Math.Min(sourceEnd - source, destinationEnd - destination))
            {
                V.Load(in source[i]).Store(ref destination[i]);
            }
            else
            {
                V.Load(in source[i], length - i).Store(ref destination[i], length - i);
            }
        }
    }

    /// <summary>A value in all places, and perhaps in some that follow, up to the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill<V>(V value, float* destination, int length, float* destinationEnd)
        where V : struct, ISimd<V>
    {
        for (int i = 0; i < length; i += V.Width)
        {
            if (i + V.Width <= destinationEnd - destination)
            {
                value.Store(ref destination[i]);
            }
            else
            {
                value.Store(ref destination[i], length - i);
            }
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
