// Tiling. When the innermost axis stays where it is, the elements along it are copied as runs. Else the innermost axes of input and
// result span planes, each of which is transposed in tiles of 16 x 32: 16 floats are a cache line of the input, and the lines that
// a tile writes stay in the first-level cache until they are full. Blocks are about 64 KB: several planes, or a strip of one.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>An axis that planes or runs are repeated along.</summary>
internal struct PermuteAxis
{
    public int Size;

    /// <summary>Elements of the input from a position to the next.</summary>
    public nint From;

    /// <summary>Elements of the result from a position to the next.</summary>
    public nint To;
}

/// <summary>Changes the order of axes.</summary>
internal unsafe struct PermuteJob<T> : IJob
    where T : unmanaged
{
    private const int BlockLength = 16384;
    private const int TileSteps = 16;
    private const int TileLanes = 32;

    private readonly T* _x;
    private readonly T* _y;

    /// <summary>The axes outside of the planes, in the result's order.</summary>
    private readonly PermuteAxis* _axes;
    private readonly int _axisCount;

    /// <summary>The result's innermost axis.</summary>
    private readonly int _lanes = 1;
    private readonly nint _laneFrom = 1;

    /// <summary>The input's innermost axis, when it is another one.</summary>
    private readonly int _steps = 1;
    private readonly nint _stepTo = 1;

    private readonly int _planes = 1;
    private readonly int _planesPerBlock;
    private readonly int _strips = 1;
    private readonly int _stripSteps;

    /// <summary>Reads the sizes and the order.</summary>
    /// <param name="x">The input.</param>
    /// <param name="y">The result.</param>
    /// <param name="axes">Memory for as many axes as there are; it must outlive the job.</param>
    /// <param name="sizes">The sizes of the input's axes.</param>
    /// <param name="order">For each axis of the result, the axis of the input that it is.</param>
    public PermuteJob(T* x, T* y, PermuteAxis* axes, ReadOnlySpan<int> sizes, ReadOnlySpan<byte> order)
    {
        _x = x;
        _y = y;
        _axes = axes;
        nint to = 1;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            PermuteAxis axis = new() { Size = sizes[order[i]], From = 1, To = to };
            foreach (int inner in sizes[(order[i] + 1)..])
            {
                axis.From *= inner;
            }

            to *= axis.Size;
            if (i == order.Length - 1)
            {
                (_lanes, _laneFrom) = (axis.Size, axis.From);
            }
            else if (order[i] == sizes.Length - 1)
            {
                (_steps, _stepTo) = (axis.Size, axis.To);
            }
            else
            {
                _planes *= axis.Size;
                _axes[_axisCount++] = axis;
            }
        }

        new Span<PermuteAxis>(_axes, _axisCount).Reverse();
        long plane = (long)_lanes * _steps;
        _planesPerBlock = (int)Math.Max(1, BlockLength / plane);
        _stripSteps = (int)Math.Min(_steps, Math.Max(1, BlockLength / _lanes / TileSteps) * TileSteps);
        _strips = Blocks.Count(_steps, _stripSteps);
    }

    public readonly int BlockCount => Blocks.Count(_planes, _planesPerBlock) * _strips;

    [MethodImpl(HotLoop.Options)]
    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int first = block / _strips * _planesPerBlock;
        int end = Math.Min(_planes, first + _planesPerBlock);
        int step = block % _strips * _stripSteps;
        int stepEnd = Math.Min(_steps, step + _stripSteps);
        int* position = stackalloc int[_axisCount];
        nint from = 0;
        nint to = 0;
        int rest = first;
        for (int i = _axisCount - 1; i >= 0; i--)
        {
            position[i] = rest % _axes[i].Size;
            rest /= _axes[i].Size;
            from += position[i] * _axes[i].From;
            to += position[i] * _axes[i].To;
        }

        for (int plane = first; plane < end; plane++)
        {
            if (_laneFrom == 1)
            {
                Strip.Copy<V, T>(_x + from, _y + to, _lanes);
            }
            else
            {
                Transpose(_x + from, _y + to, step, stepEnd);
            }

            for (int i = _axisCount - 1; i >= 0; i--)
            {
                from += _axes[i].From;
                to += _axes[i].To;
                if (++position[i] < _axes[i].Size)
                {
                    break;
                }

                from -= _axes[i].Size * _axes[i].From;
                to -= _axes[i].Size * _axes[i].To;
                position[i] = 0;
            }
        }
    }

    private readonly void Transpose(T* x, T* y, int step, int stepEnd)
    {
        for (int p = step; p < stepEnd; p += TileSteps)
        {
            int steps = Math.Min(TileSteps, stepEnd - p);
            for (int j = 0; j < _lanes; j += TileLanes)
            {
                int lanes = Math.Min(TileLanes, _lanes - j);
                T* from = x + p + (j * _laneFrom);
                T* to = y + (p * _stepTo) + j;
                if (sizeof(T) == sizeof(float))
                {
                    Panel.Transpose((float*)from, 1, _laneFrom, steps, lanes, (float*)to, (int)_stepTo);
                }
                else
                {
                    Scatter(from, to, steps, lanes);
                }
            }
        }
    }

    private readonly void Scatter(T* from, T* to, int steps, int lanes)
    {
        for (int j = 0; j < lanes; j++)
        {
            for (int p = 0; p < steps; p++)
            {
                to[(p * _stepTo) + j] = from[p + (j * _laneFrom)];
            }
        }
    }
}
