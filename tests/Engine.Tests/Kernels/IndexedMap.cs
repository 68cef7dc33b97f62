using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>A map whose results depend on the index and on a field, so that a wrong index or a lost field shows.</summary>
internal readonly struct IndexedMap(float scale) : IMap1
{
    public static float Scalar(float a, int index, float scale) => (a * scale) + index;

    public V Invoke<V>(V a, int index)
        where V : struct, ISimd<V> => (a * V.Broadcast(scale)) + (V.Indices + V.Broadcast(index));
}
