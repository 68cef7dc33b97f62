using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// Work cut into numbered blocks that may run in any order and on any thread. Where it is cut must follow from the sizes of the
/// problem alone: then its results have the same bits for any number of threads.
/// </summary>
internal interface IJob
{
    /// <summary>Does one block.</summary>
    void Run<V>(int block)
        where V : struct, ISimd<V>;
}
