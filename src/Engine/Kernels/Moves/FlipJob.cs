namespace Adjoint.Kernels;

/// <summary>Reverses the positions along an axis of [outer, size, inner].</summary>
internal readonly unsafe struct FlipJob<T>(T* x, T* y, int outer, int size, int inner) : IJob
    where T : unmanaged
{
    private const int BlockLength = 8192;

    private readonly int _groupsPerBlock = Math.Max(1, BlockLength / Math.Max(1, size * inner));

    public int BlockCount => size * inner == 0 ? 0 : Blocks.Count(outer, _groupsPerBlock);

    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int end = Math.Min(outer, (block + 1) * _groupsPerBlock);
        for (int o = block * _groupsPerBlock; o < end; o++)
        {
            nint group = (nint)o * size * inner;
            if (inner == 1)
            {
                Span<T> reversed = new(y + group, size);
                new ReadOnlySpan<T>(x + group, size).CopyTo(reversed);
                reversed.Reverse();
                continue;
            }

            for (int s = 0; s < size; s++)
            {
                Strip.Copy<V, T>(x + group + ((nint)(size - 1 - s) * inner), y + group + ((nint)s * inner), inner);
            }
        }
    }
}
