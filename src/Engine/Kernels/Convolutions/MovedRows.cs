using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// What <see cref="MovedSums{TMap}"/> makes of a tile of two whole vectors that begins and ends where rows do. More than this would not be compiled into a tile.
/// </summary>
internal unsafe struct MovedRows : IKernelColumnsWriter
{
    /// <summary>Where the first output of the group goes.</summary>
    public float* Target;

    /// <summary>Floats from an output to the next.</summary>
    public nint Plane;

    /// <summary>Of each output; or null.</summary>
    public float* Bias;

    /// <summary>The masks of the first and of the last column at both vectors.</summary>
    public float* First0;
    public float* First1;
    public float* Last0;
    public float* Last1;

    public int FirstOutput { readonly get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Write<V, TVectors>(int output, V first0, V first1, V middle0, V middle1, V last0, V last1)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
    {
        output += FirstOutput;
        float* target = Target + (output * Plane);
        V addends = Bias is null ? V.Zero : V.Broadcast(Bias[output]);
        V sum = middle0 + Neighbours.Masked(V.Load(in First0[0]), Neighbours.Before(V.Zero, first0));
        sum += Neighbours.Masked(V.Load(in Last0[0]), Neighbours.After(last0, last1));
        (sum + addends).Store(ref target[0]);
        sum = middle1 + Neighbours.Masked(V.Load(in First1[0]), Neighbours.Before(first0, first1));
        sum += Neighbours.Masked(V.Load(in Last1[0]), Neighbours.After(last1, V.Zero));
        (sum + addends).Store(ref target[V.Width]);
    }
}
