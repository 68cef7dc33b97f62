namespace Adjoint.Kernels;

/// <summary>Where the sums of a tile go from its registers, of which each column of a kernel has its own.</summary>
internal interface IKernelColumnsWriter
{
    /// <summary>The number of the tile's first output in its group.</summary>
    int FirstOutput { set; }

    /// <summary>Writes an output.</summary>
    /// <param name="output">Its number in the tile.</param>
    /// <param name="first0">The sums of the first column at the first vector of positions.</param>
    /// <param name="first1">The same at the second vector, if there is one.</param>
    /// <param name="middle0">The sums of the second column.</param>
    /// <param name="middle1">The same at the second vector.</param>
    /// <param name="last0">The sums of the third column.</param>
    /// <param name="last1">The same at the second vector.</param>
    void Write<V, TVectors>(int output, V first0, V first1, V middle0, V middle1, V last0, V last1)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize;
}
