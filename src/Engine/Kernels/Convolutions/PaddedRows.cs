using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// A band of rows of an image with zeros before and after each, so that every tap of a kernel sees the pixels of an output row at one fixed
/// distance. It is a single copy, or none where no window reaches beyond the ends of rows. Rows above and below the image aren't there: who
/// reads leaves out the kernel's rows that would meet them. The zeros after a row are also those before the next.
/// </summary>
internal readonly record struct PaddedRows
{
    /// <summary>The most lanes of a vector, by which a row and the zeros after it are written.</summary>
    private const int MostLanes = 16;

    private readonly WindowSizes _sizes;

    /// <summary>The rows of one image, or of a band of it.</summary>
    /// <param name="sizes">The sizes of windows with no negative padding.</param>
    /// <param name="bandRows">The most rows of outputs of a band.</param>
    public PaddedRows(WindowSizes sizes, int bandRows)
    {
        _sizes = sizes;
        int right = RightPadding(sizes);
        IsInPlace = sizes.PadLeft == 0 && right == 0;
        Pitch = checked(sizes.Width + Math.Max(sizes.PadLeft, right));
        long rows = ((bandRows - 1L) * sizes.StrideHeight) + ((sizes.KernelHeight - 1L) * sizes.DilationHeight) + 1;
        Rows = IsInPlace ? sizes.Height : (int)Math.Min(sizes.Height, rows);
        PlaneLength = checked(Rows * Pitch);
    }

    /// <summary>Whether the image is read where it lies.</summary>
    public bool IsInPlace { get; }

    /// <summary>Floats from a row to the next.</summary>
    public int Pitch { get; }

    /// <summary>The most rows of the image that lie here.</summary>
    public int Rows { get; }

    /// <summary>Floats from a channel to the next.</summary>
    public int PlaneLength { get; }

    /// <summary>Floats of a copy.</summary>
    public long Length => Require.Product(_sizes.Channels, PlaneLength, 1) + _sizes.PadLeft + (2 * MostLanes);

    /// <summary>Columns after the last of the image that windows meet.</summary>
    public static int RightPadding(WindowSizes sizes)
    {
        long reach = ((sizes.OutputWidth - 1L) * sizes.StrideWidth) + ((sizes.KernelWidth - 1L) * sizes.DilationWidth) + 1;
        return (int)Math.Max(0, reach - sizes.PadLeft - sizes.Width);
    }

    /// <summary>The row of the image that the first row of the kernel meets from a row of outputs, if it exists.</summary>
    public int FirstRow(int outputRow) => (outputRow * _sizes.StrideHeight) - _sizes.PadTop;

    /// <summary>The first row of the image that a band has.</summary>
    public int BandTop(int outputRow) => IsInPlace ? 0 : Math.Clamp(FirstRow(outputRow), 0, _sizes.Height);

    /// <summary>Lists how far each tap lies behind the first, in the order (channel, kernel row, kernel column).</summary>
    public unsafe void ListOffsets(int* offsets)
    {
        for (int c = 0; c < _sizes.Channels; c++)
        {
            for (int i = 0; i < _sizes.KernelHeight; i++)
            {
                for (int j = 0; j < _sizes.KernelWidth; j++)
                {
                    *offsets++ = checked((c * PlaneLength) + (i * _sizes.DilationHeight * Pitch) + (j * _sizes.DilationWidth));
                }
            }
        }
    }

    /// <summary>Copies the rows that a band meets.</summary>
    /// <param name="image">The image.</param>
    /// <param name="end">The end of what may be read, here or in a later image.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="first">The first row of outputs of the band.</param>
    /// <param name="count">The rows of outputs of the band.</param>
    [MethodImpl(HotLoop.Options)]
    public unsafe void Fill<V>(float* image, float* end, float* copy, int first, int count)
        where V : struct, ISimd<V>
    {
        int width = _sizes.Width;
        int top = BandTop(first);
        long below = FirstRow(first + count - 1) + ((_sizes.KernelHeight - 1L) * _sizes.DilationHeight) + 1;
        int rows = (int)Math.Clamp(below - top, 0, _sizes.Height - top);
        float* source = image + ((nint)top * width);
        nint plane = (nint)_sizes.Height * width;
        for (int c = 0; c < _sizes.Channels; c++, source += plane, copy += PlaneLength)
        {
            Clear<V>(copy, _sizes.PadLeft);
            float* row = source;
            float* target = copy + _sizes.PadLeft;
            for (int y = 0; y < rows; y++, row += width, target += Pitch)
            {
                // Whole vectors, whose lanes beyond the row are overwritten by what follows.
                int x = 0;
                for (; x < width && row + x + V.Width <= end; x += V.Width)
                {
                    V.Load(in row[x]).Store(ref target[x]);
                }

                if (x < width)
                {
                    V.Load(in row[x], width - x).Store(ref target[x]);
                }

                Clear<V>(target + width, Pitch - width);
            }
        }
    }

    /// <summary>Zeros, and somewhat more of them, where there is room for vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Clear<V>(float* start, int length)
        where V : struct, ISimd<V>
    {
        for (int i = 0; i < length; i += V.Width)
        {
            V.Zero.Store(ref start[i]);
        }
    }
}
