using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Copies the rows that indices name.</summary>
internal readonly unsafe struct GatherJob(float* table, int* indices, float* y, int count, int width) : IJob
{
    private const int BlockLength = 8192;

    private readonly int _rowsPerBlock = Math.Max(1, BlockLength / Math.Max(1, width));

    public int BlockCount => width == 0 ? 0 : Blocks.Count(count, _rowsPerBlock);

    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int end = Math.Min(count, (block + 1) * _rowsPerBlock);
        for (int i = block * _rowsPerBlock; i < end; i++)
        {
            Strip.Copy<V>(table + ((nint)indices[i] * width), y + ((nint)i * width), width);
        }
    }
}
