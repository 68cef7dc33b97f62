namespace Adjoint.Kernels;

/// <summary>What becomes of sums of which each column of a kernel has its own.</summary>
internal interface IKernelColumnsEnd<TWriter>
    where TWriter : struct, IKernelColumnsWriter
{
    /// <summary>Whether the sums of all tiles at some positions can be written from registers, and how.</summary>
    bool TryBegin<V>(in KernelColumnsSums tile, ref TWriter writer)
        where V : struct, ISimd<V>;

    /// <summary>Writes the outputs of a tile whose sums lie in memory.</summary>
    void Write<V>(in KernelColumnsSums tile)
        where V : struct, ISimd<V>;

    /// <summary>Finishes the outputs of a tile that were written.</summary>
    void Finish<V>(in KernelColumnsSums tile)
        where V : struct, ISimd<V>;
}
