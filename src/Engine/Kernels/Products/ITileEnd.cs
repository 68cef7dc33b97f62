using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>What becomes of the sums of a tile before they are written.</summary>
internal interface ITileEnd
{
    /// <summary>A vector of the tile.</summary>
    /// <param name="sum">The sums.</param>
    /// <param name="row">The row in the tile.</param>
    /// <param name="lane">The first column in the tile.</param>
    V Invoke<V>(V sum, int row, int lane)
        where V : struct, ISimd<V>;
}

/// <summary>The sums as they are.</summary>
internal readonly struct SumEnd : ITileEnd
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V sum, int row, int lane)
        where V : struct, ISimd<V> => sum;
}
