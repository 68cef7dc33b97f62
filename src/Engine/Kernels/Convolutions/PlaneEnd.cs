using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The bias and the map of a tile whose rows are planes.</summary>
/// <param name="bias">Of each row; or null.</param>
/// <param name="index">The index of the first sum, as the map sees it.</param>
/// <param name="plane">From a row to the next.</param>
/// <param name="map">The map.</param>
internal readonly unsafe struct PlaneEnd<TMap>(float* bias, int index, int plane, TMap map) : ITileEnd
    where TMap : struct, IMap1
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V sum, int row, int lane)
        where V : struct, ISimd<V> => map.Invoke(bias is null ? sum : sum + V.Broadcast(bias[row]), index + (row * plane) + lane);
}
