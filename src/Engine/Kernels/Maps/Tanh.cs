using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>a ↦ tanh a.</summary>
public readonly struct Tanh : IMap1
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, int index)
        where V : struct, ISimd<V> => V.Tanh(a);
}
