using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>a ↦ a + deviation · z with z normal; an element's noise depends on no other.</summary>
/// <param name="key">The seed and step.</param>
/// <param name="offset">The element's number at index 0.</param>
/// <param name="deviation">The standard deviation.</param>
internal readonly struct NormalNoise(RandomKey key, int offset, float deviation) : IMap1
{
    // A model counts its streams from 0 and has far fewer than 2³² − 1.
    private const uint Stream = uint.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, int index)
        where V : struct, ISimd<V> => V.MultiplyAdd(V.Broadcast(deviation), V.Normal(key, Stream, offset + index), a);
}
