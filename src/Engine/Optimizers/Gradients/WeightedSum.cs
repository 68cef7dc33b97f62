using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>a, b ↦ first · a + second · b.</summary>
internal readonly struct WeightedSum(float first, float second) : IMap2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, int index)
        where V : struct, ISimd<V> => V.MultiplyAdd(V.Broadcast(first), a, V.Broadcast(second) * b);
}
