namespace Adjoint.Kernels;

/// <summary>
/// How an image is laid out so that each tap of a kernel sees it as a shifted row: with its zero border, and, for strides above
/// one, split into phases (all pixels whose padded coordinates have the same remainders), because pixels a stride apart are then
/// neighbours. Output (r, s) has the position q = r · pitch + s, and the value that tap (c, i, j) meets there lies at
/// offset(c, i, j) + q: no patch matrix is ever built. Positions with s beyond the output are computed and dropped.
/// </summary>
internal readonly record struct PaddedLayout(
    int Channels,
    int Height,
    int Width,
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int PadTop,
    int PadLeft,
    int OutputHeight,
    int OutputWidth)
{
    /// <summary>Columns of a phase.</summary>
    public int Pitch { get; } = OutputWidth + ((KernelWidth - 1) / StrideWidth);

    /// <summary>Floats of a phase.</summary>
    public int Plane { get; } =
        (OutputHeight + ((KernelHeight - 1) / StrideHeight)) * (OutputWidth + ((KernelWidth - 1) / StrideWidth));

    public int Phases { get; } = StrideHeight * StrideWidth;

    public int Taps { get; } = Channels * KernelHeight * KernelWidth;

    /// <summary>Positions from the first output to the last.</summary>
    public int Positions => ((OutputHeight - 1) * Pitch) + OutputWidth;

    /// <summary>
    /// Lists where each tap sees position 0, in the order (channel, kernel row, kernel column), when a phase plane of one image is
    /// followed by <paramref name="images"/> − 1 others of the same phase.
    /// </summary>
    public unsafe void ListOffsets(int* offsets, int images)
    {
        for (int c = 0; c < Channels; c++)
        {
            for (int i = 0; i < KernelHeight; i++)
            {
                for (int j = 0; j < KernelWidth; j++)
                {
                    int phase = (i % StrideHeight * StrideWidth) + (j % StrideWidth);
                    *offsets++ = (((c * Phases) + phase) * images * Plane) + (i / StrideHeight * Pitch) + (j / StrideWidth);
                }
            }
        }
    }

    /// <summary>Lays one image out, as number <paramref name="image"/> of <paramref name="images"/>.</summary>
    public unsafe void Fill(float* source, float* padded, int image, int images)
    {
        int planeRows = Plane / Pitch;
        for (int c = 0; c < Channels; c++, source += Height * Width)
        {
            for (int phase = 0; phase < Phases; phase++)
            {
                float* plane = padded + ((((c * Phases) + phase) * images + image) * (nint)Plane);
                new Span<float>(plane, Plane).Clear();
                int top = (phase / StrideWidth) - PadTop;
                int left = (phase % StrideWidth) - PadLeft;

                // The columns whose pixels exist: 0 ≤ left + s · stride < width.
                int first = left >= 0 ? 0 : (-left + StrideWidth - 1) / StrideWidth;
                int end = left >= Width ? first : Math.Min(Pitch, ((Width - 1 - left) / StrideWidth) + 1);
                for (int r = 0; r < planeRows; r++)
                {
                    int y = top + (r * StrideHeight);
                    if ((uint)y < (uint)Height && first < end)
                    {
                        CopyRow(source + (y * Width) + left + (first * StrideWidth), plane + (r * Pitch) + first, end - first);
                    }
                }
            }
        }
    }

    private unsafe void CopyRow(float* source, float* destination, int length)
    {
        if (StrideWidth == 1)
        {
            new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(destination, length));
            return;
        }

        for (int s = 0; s < length; s++)
        {
            destination[s] = source[s * StrideWidth];
        }
    }
}
