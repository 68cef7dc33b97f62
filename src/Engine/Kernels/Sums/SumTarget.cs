namespace Adjoint.Kernels;

/// <summary>Where a job writes its sums, by which factor, and what it sums.</summary>
internal readonly unsafe struct SumTarget<TOp>(float* result, float scale, TOp op)
    where TOp : struct, IRowMap
{
    public float* Result => result;

    public float Scale => scale;

    public TOp Op => op;
}
