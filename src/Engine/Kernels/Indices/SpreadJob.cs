namespace Adjoint.Kernels;

/// <summary>Makes rows of zeros with one value each, or with a one when the values are null.</summary>
internal readonly unsafe struct SpreadJob(int* indices, float* values, float* y, int count, int classes) : IJob
{
    private const int BlockLength = 8192;

    private readonly int _rowsPerBlock = Math.Max(1, BlockLength / Math.Max(1, classes));

    public int BlockCount => Blocks.Count(count, _rowsPerBlock);

    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int first = block * _rowsPerBlock;
        int end = Math.Min(count, first + _rowsPerBlock);
        new Span<float>(y + ((nint)first * classes), (end - first) * classes).Clear();
        for (int i = first; i < end; i++)
        {
            // A row without a place stays zeros.
            if (indices[i] >= 0)
            {
                y[((nint)i * classes) + indices[i]] = values is null ? 1f : values[i];
            }
        }
    }
}
