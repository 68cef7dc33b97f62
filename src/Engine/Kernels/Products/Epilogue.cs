using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>What follows a product while its tile is still in the first-level cache: a bias and an element-wise map.</summary>
internal static unsafe class Epilogue
{
    /// <summary>Whether there is nothing to do.</summary>
    public static bool IsEmpty<TMap>(float* bias)
        where TMap : struct, IMap1 => bias is null && typeof(TMap) == typeof(Identity);

    /// <summary>c[i, j] = map(c[i, j] + bias[j]) for some rows; no bias when it is null.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void BiasPerColumn<V, TMap>(float* c, float* bias, int rows, int length, nint stride, int index, TMap map)
        where V : struct, ISimd<V>
        where TMap : struct, IMap1
    {
        for (int i = 0; i < rows; i++, c += stride, index += (int)stride)
        {
            int j = 0;
            for (; j <= length - V.Width; j += V.Width)
            {
                V value = V.Load(in c[j]);
                value = bias is null ? value : value + V.Load(in bias[j]);
                map.Invoke(value, index + j).Store(ref c[j]);
            }

            int rest = length - j;
            if (rest > 0)
            {
                V value = V.Load(in c[j], rest);
                value = bias is null ? value : value + V.Load(in bias[j], rest);
                map.Invoke(value, index + j).Store(ref c[j], rest);
            }
        }
    }

    /// <summary>c[j] = map(c[j] + bias) for one row.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void BiasPerRow<V, TMap>(float* c, float bias, int length, int index, TMap map)
        where V : struct, ISimd<V>
        where TMap : struct, IMap1
    {
        V addend = V.Broadcast(bias);
        int j = 0;
        for (; j <= length - V.Width; j += V.Width)
        {
            map.Invoke(V.Load(in c[j]) + addend, index + j).Store(ref c[j]);
        }

        int rest = length - j;
        if (rest > 0)
        {
            map.Invoke(V.Load(in c[j], rest) + addend, index + j).Store(ref c[j], rest);
        }
    }
}
