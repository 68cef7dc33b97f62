using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// How an image, or a band of its rows, is laid out so that each tap of a kernel sees it as one dense row: once for each column of the kernel,
/// moved by that column's distance, with zeros where it reaches beyond the image; and apart for rows that different rows of the kernel meet when
/// the stride is above one. Output (r, s) has the position q = r · output width + s, and the value that tap (c, i, j) meets there lies at
/// offset(c, i, j) + q. So positions are those of the output's plane, none is computed in vain, and tiles are written where they belong. It
/// takes as many copies as the kernel has columns, each by whole vectors; a patch matrix would take as many as it has taps.
/// </summary>
internal readonly record struct ColumnLayout
{
    private readonly WindowSizes _sizes;

    /// <summary>Different remainders of the kernel's rows by the stride.</summary>
    private readonly int _phases;

    /// <summary>Rows of a plane from a row of the kernel to the next with the same remainder.</summary>
    private readonly int _phaseStep;

    /// <summary>Rows that the last row of the kernel lies below the first of its phase.</summary>
    private readonly int _reach;

    public ColumnLayout(WindowSizes sizes)
    {
        _sizes = sizes;
        int divisor = PhaseTaps.GreatestCommonDivisor(sizes.DilationHeight, sizes.StrideHeight);
        int period = sizes.StrideHeight / divisor;
        _phases = Math.Min(period, sizes.KernelHeight);
        _phaseStep = sizes.DilationHeight / divisor;
        _reach = checked((sizes.KernelHeight - 1) / period * _phaseStep);
    }

    public int Taps => _sizes.Taps;

    public int KernelHeight => _sizes.KernelHeight;

    /// <summary>Taps in a row of the kernel: its columns, of all channels.</summary>
    public int ColumnsOfRow => _sizes.Channels * _sizes.KernelWidth;

    public int OutputHeight => _sizes.OutputHeight;

    public int OutputWidth => _sizes.OutputWidth;

    /// <summary>All positions.</summary>
    public int Positions => checked(_sizes.OutputHeight * _sizes.OutputWidth);

    /// <summary>Floats of one image in place.</summary>
    public nint SourceLength => (nint)_sizes.Channels * _sizes.Height * _sizes.Width;

    /// <summary>Whether the image itself is what this layout would be.</summary>
    public bool IsInPlace => _sizes is
    {
        KernelHeight: 1, KernelWidth: 1, StrideHeight: 1, StrideWidth: 1, PadTop: 0, PadLeft: 0,
    } && _sizes.OutputHeight == _sizes.Height && _sizes.OutputWidth == _sizes.Width;

    /// <summary>Rows that are laid out for a band of rows of outputs.</summary>
    public long RowsOfLayout(int rows) => Require.Product(_sizes.Channels, checked(_phases * _sizes.KernelWidth), rows + _reach);

    /// <summary>Floats for a band of rows of outputs.</summary>
    public long Length(int rows) => Require.Product(_sizes.Channels, checked(_phases * _sizes.KernelWidth), PlaneLength(rows));

    /// <summary>The most rows of outputs whose layout takes no more than some floats, at least one.</summary>
    public int RowsWithin(long floats)
    {
        long rows = (floats / Math.Max(1, (long)_sizes.Channels * _phases * _sizes.KernelWidth * OutputWidth)) - _reach;
        return (int)Math.Clamp(rows, 1, _sizes.OutputHeight);
    }

    /// <summary>Lists where each tap sees position 0, in the order (channel, kernel row, kernel column).</summary>
    public unsafe void ListOffsets(int* offsets, int rows) => ListOffsets(offsets, rows, _sizes.Channels);

    /// <summary>The same for the taps of the first channels alone.</summary>
    public unsafe void ListOffsets(int* offsets, int rows, int channels)
    {
        nint distance = RowDistance(rows);
        for (int i = 0; i < _sizes.KernelHeight; i++)
        {
            nint first = RowOffset(i, rows);
            for (int j = 0; j < _sizes.KernelWidth; j++)
            {
                int* offset = offsets + (i * _sizes.KernelWidth) + j;
                for (int c = 0; c < channels; c++, offset += _sizes.KernelHeight * _sizes.KernelWidth)
                {
                    *offset = (int)(first + (((c * _sizes.KernelWidth) + j) * distance));
                }
            }
        }
    }

    /// <summary>Where the tap of the first channel and column in a row of the kernel sees position 0.</summary>
    public nint RowOffset(int kernelRow, int rows)
    {
        (int step, int phase) = Math.DivRem(kernelRow, _phases);
        return (phase * ColumnsOfRow * RowDistance(rows)) + (step * _phaseStep * OutputWidth);
    }

    /// <summary>Floats from a tap to the next in the same row of the kernel: to the next column, or to the first of the next channel.</summary>
    public nint RowDistance(int rows) => IsInPlace ? _sizes.Height * _sizes.Width : PlaneLength(rows);

    /// <summary>Lays out what the rows of outputs from some first one on see of one image.</summary>
    /// <param name="source">The image.</param>
    /// <param name="columns">The layout, whose planes have room for <paramref name="most"/> rows.</param>
    /// <param name="firstRow">The first row of outputs.</param>
    /// <param name="rows">The rows of outputs.</param>
    /// <param name="most">The rows that offsets were listed for.</param>
    /// <param name="border">What there is around the image.</param>
    [MethodImpl(HotLoop.Options)]
    public unsafe void Fill<V>(float* source, float* columns, int firstRow, int rows, int most, float border = 0f)
        where V : struct, ISimd<V>
    {
        int plane = PlaneLength(most);
        nint distance = (nint)_sizes.KernelWidth * plane;
        for (int phase = 0; phase < _phases; phase++)
        {
            int top = (phase * _sizes.DilationHeight) - _sizes.PadTop + (firstRow * _sizes.StrideHeight);
            Run vertical = Run.Inside(top, _sizes.StrideHeight, rows + _reach, _sizes.Height);
            for (int j = 0; j < _sizes.KernelWidth; j++)
            {
                int left = (j * _sizes.DilationWidth) - _sizes.PadLeft;
                Run horizontal = Run.Inside(left, _sizes.StrideWidth, OutputWidth, _sizes.Width);
                float* target = columns + (((phase * ColumnsOfRow) + j) * (nint)plane);
                float* pixels = source + ((nint)top * _sizes.Width) + left;
                for (int c = 0; c < _sizes.Channels; c++)
                {
                    FillPlane<V>(pixels, target, rows + _reach, left, vertical, horizontal, border);
                    pixels += _sizes.Height * _sizes.Width;
                    target += distance;
                }
            }
        }
    }

    /// <summary>Lays out a plane; <paramref name="pixels"/> is where the first would lie, whether the image has it or not.</summary>
    [MethodImpl(HotLoop.Options)]
    private unsafe void FillPlane<V>(float* pixels, float* plane, int rows, int left, Run vertical, Run horizontal, float border)
        where V : struct, ISimd<V>
    {
        int width = OutputWidth;
        if (horizontal.Length == 0 || vertical.Length == 0)
        {
            new Span<float>(plane, rows * width).Fill(border);
            return;
        }

        Set(plane, vertical.First * width, border);
        Set(plane + (vertical.End * width), (rows - vertical.End) * width, border);
        plane += vertical.First * width;
        nint step = (nint)_sizes.StrideHeight * _sizes.Width;
        pixels += vertical.First * step;
        if (_sizes.StrideHeight == 1 && _sizes.StrideWidth == 1 && width == _sizes.Width)
        {
            // Rows follow one another as in the image, so they move together; what comes in from the neighbouring row is then overwritten.
            int start = Math.Max(0, -left);
            Strip.Copy<V>(pixels + start, plane + start, (vertical.Length * width) - Math.Abs(left));
            SetColumns(plane, vertical.Length, 0, horizontal.First, border);
            SetColumns(plane, vertical.Length, horizontal.End, width, border);
            return;
        }

        if (_sizes.StrideWidth == 2 && HalvedRows.IsSupported<V>())
        {
            HalvedRows.Copy(pixels, step, plane, vertical.Length, width, horizontal.First, horizontal.End, border);
            return;
        }

        pixels += horizontal.First * _sizes.StrideWidth;
        for (int r = 0; r < vertical.Length; r++, pixels += step, plane += width)
        {
            Set(plane, horizontal.First, border);
            CopyRow<V>(pixels, plane + horizontal.First, horizontal.Length);
            Set(plane + horizontal.End, width - horizontal.End, border);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void CopyRow<V>(float* source, float* destination, int length)
        where V : struct, ISimd<V>
    {
        if (_sizes.StrideWidth == 1)
        {
            Strip.Copy<V>(source, destination, length);
        }
        else if (_sizes.StrideWidth == 2)
        {
            EveryOther.Copy<V>(source, destination, length);
        }
        else
        {
            for (int s = 0; s < length; s++)
            {
                destination[s] = source[(nint)s * _sizes.StrideWidth];
            }
        }
    }

    /// <summary>A few floats, or many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Set(float* start, int length, float value)
    {
        if (length <= 4)
        {
            for (int i = 0; i < length; i++)
            {
                start[i] = value;
            }
        }
        else
        {
            new Span<float>(start, length).Fill(value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void SetColumns(float* plane, int rows, int first, int end, float value)
    {
        for (int column = first; column < end; column++)
        {
            float* place = plane + column;
            for (int r = 0; r < rows; r++, place += OutputWidth)
            {
                *place = value;
            }
        }
    }

    private int PlaneLength(int rows) => checked((rows + _reach) * OutputWidth);

    /// <summary>Which of some places at equal distances lie inside an image.</summary>
    private readonly record struct Run(int First, int End)
    {
        public int Length => End - First;

        /// <summary>The n below count with 0 ≤ start + n · step &lt; size.</summary>
        public static Run Inside(int start, int step, int count, int size)
        {
            int first = start >= 0 ? 0 : Math.Min(count, Blocks.Count(-start, step));
            int end = start >= size ? first : Math.Min(count, ((size - 1 - start) / step) + 1);
            return new Run(first, Math.Max(first, end));
        }
    }
}
