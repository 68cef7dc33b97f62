using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// The bias of a tile whose rows are planes. A map would be compiled once for each vector of a tile, and long ones no longer into it, so a map
/// has a pass of its own.
/// </summary>
/// <param name="bias">Of each row.</param>
internal readonly unsafe struct BiasEnd(float* bias) : ITileEnd
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V sum, int row, int lane)
        where V : struct, ISimd<V> => sum + V.Broadcast(bias[row]);
}
