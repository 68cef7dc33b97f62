namespace Adjoint.Kernels;

/// <summary>Copies runs of elements into longer runs and clears what is around them.</summary>
internal readonly unsafe struct PadJob<T>(T* source, T* target, int pitch, int before, int length, int count) : IJob
    where T : unmanaged
{
    private const int BlockLength = 8192;

    private readonly int _runsPerBlock = Math.Max(1, BlockLength / Math.Max(1, pitch));

    public int BlockCount => pitch == 0 ? 0 : Blocks.Count(count, _runsPerBlock);

    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int end = Math.Min(count, (block + 1) * _runsPerBlock);
        for (int run = block * _runsPerBlock; run < end; run++)
        {
            Span<T> to = new(target + ((nint)run * pitch), pitch);
            to[..before].Clear();
            new ReadOnlySpan<T>(source + ((nint)run * length), length).CopyTo(to[before..]);
            to[(before + length)..].Clear();
        }
    }
}
