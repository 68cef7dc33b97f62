using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>What <see cref="JoinedSums"/> makes of a tile of two whole vectors, if no row ends within half of one.</summary>
internal unsafe struct JoinedRows : IKernelColumnsWriter
{
    /// <summary>Where the pixels of the four halves of the vectors go in the first output of the group.</summary>
    public float* Target0;
    public float* Target1;
    public float* Target2;
    public float* Target3;

    /// <summary>Where the pixels before them went, if the tile begins within a row; else null.</summary>
    public float* Before;

    /// <summary>Floats from an output to the next.</summary>
    public nint Plane;

    /// <summary>The masks of the last column at both vectors.</summary>
    public float* Last0;
    public float* Last1;

    public int FirstOutput { readonly get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Write<V, TVectors>(int output, V first0, V first1, V middle0, V middle1, V last0, V last1)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
    {
        nint offset = (FirstOutput + output) * Plane;
        if (Before is not null)
        {
            // The last addend of the last of them.
            (V.Load(in Before[offset]) + Neighbours.After(V.Zero, last0)).Store(ref Before[offset]);
        }

        V odds = first0 + Neighbours.Masked(V.Load(in Last0[0]), Neighbours.After(last0, last1));
        (V low, V high) = EveryOther.Join(middle0, odds);
        low.Store(ref Target0[offset]);
        high.Store(ref Target1[offset]);
        odds = first1 + Neighbours.Masked(V.Load(in Last1[0]), Neighbours.After(last1, V.Zero));
        (low, high) = EveryOther.Join(middle1, odds);
        low.Store(ref Target2[offset]);
        high.Store(ref Target3[offset]);
    }
}
