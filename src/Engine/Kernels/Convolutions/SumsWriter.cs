using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Writes sums as they are.</summary>
/// <param name="sums">[outputs, 3, vectors].</param>
internal readonly unsafe struct SumsWriter(float* sums) : IKernelColumnsWriter
{
    /// <summary>All tiles go to the same place.</summary>
    public int FirstOutput
    {
        set { }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write<V, TVectors>(int output, V first0, V first1, V middle0, V middle1, V last0, V last1)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
    {
        int pitch = TVectors.Value * V.Width;
        float* target = sums + (output * 3 * pitch);
        first0.Store(ref target[0]);
        middle0.Store(ref target[pitch]);
        last0.Store(ref target[2 * pitch]);
        if (TVectors.Value > 1)
        {
            first1.Store(ref target[V.Width]);
            middle1.Store(ref target[pitch + V.Width]);
            last1.Store(ref target[(2 * pitch) + V.Width]);
        }
    }
}
