using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>An operator on one input as an operator on two, the second of which is the first again.</summary>
internal readonly struct OfFirst<TOp>(TOp op) : IMap2
    where TOp : struct, IMap1
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, int index)
        where V : struct, ISimd<V> => op.Invoke(a, index);
}
