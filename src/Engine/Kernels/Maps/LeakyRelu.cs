using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>a ↦ a where a ≥ 0, else slope · a; NaN stays NaN.</summary>
/// <param name="slope">The factor below zero.</param>
public readonly struct LeakyRelu(float slope) : IMap1
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, int index)
        where V : struct, ISimd<V> => V.Select(V.LessThan(a, V.Zero), a * V.Broadcast(slope), a);
}
