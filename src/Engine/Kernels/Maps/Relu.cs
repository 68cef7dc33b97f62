using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>a ↦ max(a, 0); NaN stays NaN.</summary>
public readonly struct Relu : IMap1
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, int index)
        where V : struct, ISimd<V> => V.Select(V.LessThan(a, V.Zero), V.Zero, a);
}
