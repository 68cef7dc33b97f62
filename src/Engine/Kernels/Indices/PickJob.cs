namespace Adjoint.Kernels;

/// <summary>Reads one element of each row.</summary>
internal readonly unsafe struct PickJob(float* x, int* indices, float* y, int count, int classes) : IJob
{
    private const int BlockLength = 8192;

    public int BlockCount => Blocks.Count(count, BlockLength);

    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int end = Math.Min(count, (block + 1) * BlockLength);
        for (int i = block * BlockLength; i < end; i++)
        {
            y[i] = x[((nint)i * classes) + indices[i]];
        }
    }
}
