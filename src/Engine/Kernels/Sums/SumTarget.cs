using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Where a job writes its sums, by which factor, and what it sums.</summary>
internal readonly unsafe struct SumTarget<TOp>(float* result, float scale, TOp op)
    where TOp : struct, IRowMap
{
    public float* Result => result;

    public float Scale => scale;

    public TOp Op => op;

    /// <summary>Takes what an outer index gives to a row's sum; with the last of them the sum is written.</summary>
    /// <param name="terms">What is added, lane by lane.</param>
    /// <param name="rows">The block.</param>
    /// <param name="outer">The outer index within the block.</param>
    /// <param name="row">The row within the block.</param>
    /// <param name="waiting">A vector for each row, where there are several outer indices.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<V>(V terms, in RowSumBlock rows, int outer, int row, float* waiting)
        where V : struct, ISimd<V>
    {
        float* place = waiting + (row * V.Width);
        if (outer > 0)
        {
            terms = V.Load(in *place) + terms;
        }

        if (outer < rows.Outer - 1)
        {
            terms.Store(ref *place);
        }
        else
        {
            result[rows.Result + row] = scale * V.Sum(terms);
        }
    }
}
