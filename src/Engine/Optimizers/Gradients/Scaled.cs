using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>a ↦ factor · a.</summary>
internal readonly struct Scaled(float factor) : IMap1
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, int index)
        where V : struct, ISimd<V> => V.Broadcast(factor) * a;
}
