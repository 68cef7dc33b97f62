using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>a, b ↦ factor · a + b.</summary>
internal readonly struct ScaledSum(float factor) : IMap2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, int index)
        where V : struct, ISimd<V> => V.MultiplyAdd(V.Broadcast(factor), a, b);
}
