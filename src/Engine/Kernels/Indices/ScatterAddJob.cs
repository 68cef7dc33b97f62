// Tiling. Each block owns some rows of the result, in a strip of the columns, and adds to them what all indices bring, in their
// order: no two threads write to one place, and the sums are the same however the result is cut. Reading all indices in each
// block costs little beside the rows that they bring, as there are few blocks.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Adds rows to the rows that indices name.</summary>
internal readonly unsafe struct ScatterAddJob(int* indices, float* values, float* y, int count, int rows, int width) : IJob
{
    private const int MostRowBlocks = 8;
    private const int StripWidth = 256;
    private const int LeastBlockLength = 2048;

    private readonly int _rowsPerBlock = Math.Max(
        Math.Max(1, LeastBlockLength / Math.Max(1, Math.Min(width, StripWidth))), Blocks.Count(rows, MostRowBlocks));

    public int BlockCount => width == 0 ? 0 : Blocks.Count(rows, _rowsPerBlock) * Blocks.Count(width, StripWidth);

    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int strips = Blocks.Count(width, StripWidth);
        int column = block % strips * StripWidth;
        int length = Math.Min(StripWidth, width - column);
        int first = block / strips * _rowsPerBlock;
        int end = Math.Min(rows, first + _rowsPerBlock);
        for (int r = first; r < end; r++)
        {
            new Span<float>(y + ((nint)r * width) + column, length).Clear();
        }

        for (int i = 0; i < count; i++)
        {
            int r = indices[i];
            if (r >= first && r < end)
            {
                Add<V>(values + ((nint)i * width) + column, y + ((nint)r * width) + column, length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<V>(float* source, float* target, int length)
        where V : struct, ISimd<V>
    {
        int j = 0;
        for (; j <= length - V.Width; j += V.Width)
        {
            (V.Load(in target[j]) + V.Load(in source[j])).Store(ref target[j]);
        }

        int rest = length - j;
        if (rest > 0)
        {
            (V.Load(in target[j], rest) + V.Load(in source[j], rest)).Store(ref target[j], rest);
        }
    }
}
