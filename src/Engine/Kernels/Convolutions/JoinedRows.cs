using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>What <see cref="JoinedSums{TPad}"/> makes of a tile of two whole vectors, if no row ends within half of one.</summary>
internal unsafe struct JoinedRows<TPad> : IKernelColumnsWriter
    where TPad : struct, ISize
{
    /// <summary>Where the pixels of the four halves of the vectors go in the first output of the group.</summary>
    public float* Target0;
    public float* Target1;
    public float* Target2;
    public float* Target3;

    /// <summary>With padding: where the pixels before them went, if the tile begins within a row; else null.</summary>
    public float* Before;

    /// <summary>Without: where the last vectors of sums of the first column were left, if it does, and where they go if it ends within one; else null.</summary>
    public float* CarriedIn;
    public float* CarriedOut;

    /// <summary>Floats from an output to the next.</summary>
    public nint Plane;

    /// <summary>The masks of the sums that are moved, at both vectors.</summary>
    public float* Mask0;
    public float* Mask1;

    public int FirstOutput { readonly get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Write<V, TVectors>(int output, V first0, V first1, V middle0, V middle1, V last0, V last1)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
    {
        nint offset = (FirstOutput + output) * Plane;
        V low, high;
        if (TPad.Value > 0)
        {
            if (Before is not null)
            {
                // The last addend of the last of them.
                (V.Load(in Before[offset]) + Neighbours.After(V.Zero, last0)).Store(ref Before[offset]);
            }

            first0 += Neighbours.Masked(V.Load(in Mask0[0]), Neighbours.After(last0, last1));
            first1 += Neighbours.Masked(V.Load(in Mask1[0]), Neighbours.After(last1, V.Zero));
            (low, high) = EveryOther.Join(middle0, first0);
            (middle0, middle1) = EveryOther.Join(middle1, first1);
        }
        else
        {
            int carried = (FirstOutput + output) * V.Width;
            V before = CarriedIn is null ? V.Zero : V.Load(in CarriedIn[carried]);
            last0 += Neighbours.Masked(V.Load(in Mask0[0]), Neighbours.Before(before, first0));
            last1 += Neighbours.Masked(V.Load(in Mask1[0]), Neighbours.Before(first0, first1));
            if (CarriedOut is not null)
            {
                first1.Store(ref CarriedOut[carried]);
            }

            (low, high) = EveryOther.Join(last0, middle0);
            (middle0, middle1) = EveryOther.Join(last1, middle1);
        }

        low.Store(ref Target0[offset]);
        high.Store(ref Target1[offset]);
        middle0.Store(ref Target2[offset]);
        middle1.Store(ref Target3[offset]);
    }
}
