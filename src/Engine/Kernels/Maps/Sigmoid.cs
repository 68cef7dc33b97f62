using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>a ↦ 1 / (1 + e⁻ᵃ).</summary>
public readonly struct Sigmoid : IMap1
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, int index)
        where V : struct, ISimd<V> => V.Sigmoid(a);
}
