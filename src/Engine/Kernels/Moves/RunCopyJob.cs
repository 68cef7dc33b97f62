// Tiling. The copies only read and write, so each block is as many runs as make about 32 KB.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Copies runs of elements that lie at a fixed distance from each other.</summary>
internal readonly unsafe struct RunCopyJob<T>(T* source, nint sourcePitch, T* target, nint targetPitch, int length, int count) : IJob
    where T : unmanaged
{
    private const int BlockLength = 8192;

    // From this length on the runtime's own copy is the faster one.
    private const int LongRun = 256;

    private readonly int _runsPerBlock = Math.Max(1, BlockLength / Math.Max(1, length));

    public int BlockCount => length == 0 ? 0 : Blocks.Count(count, _runsPerBlock);

    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int end = Math.Min(count, (block + 1) * _runsPerBlock);
        for (int run = block * _runsPerBlock; run < end; run++)
        {
            T* from = source + (run * sourcePitch);
            T* to = target + (run * targetPitch);
            if (length >= LongRun)
            {
                new ReadOnlySpan<T>(from, length).CopyTo(new Span<T>(to, length));
            }
            else
            {
                Strip.Copy<V, T>(from, to, length);
            }
        }
    }
}
