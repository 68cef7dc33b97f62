using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>a ↦ a.</summary>
public readonly struct Identity : IMap1
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, int index)
        where V : struct, ISimd<V> => a;
}
