namespace Adjoint.Kernels;

/// <summary>What becomes of sums of which each column of a kernel has its own.</summary>
internal interface IKernelColumnsEnd
{
    /// <summary>Writes the outputs of a tile.</summary>
    void Write<V>(in KernelColumnsSums tile)
        where V : struct, ISimd<V>;
}
