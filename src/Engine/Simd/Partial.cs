using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Reads and writes of part of a vector through memory, for processors without masked loads and stores.</summary>
internal static class Partial
{
    private const int WidestWidth = 16;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Load<V>(ref readonly float source, int count)
        where V : struct, ISimd<V>
    {
        Span<float> lanes = stackalloc float[WidestWidth];
        lanes.Clear();
        for (int i = 0; i < count; i++)
        {
            lanes[i] = Unsafe.Add(ref Unsafe.AsRef(in source), i);
        }

        return V.Load(in lanes[0]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Store<V>(V value, ref float destination, int count)
        where V : struct, ISimd<V>
    {
        Span<float> lanes = stackalloc float[WidestWidth];
        value.Store(ref lanes[0]);
        for (int i = 0; i < count; i++)
        {
            Unsafe.Add(ref destination, i) = lanes[i];
        }
    }
}
