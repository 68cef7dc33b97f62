using System.Runtime.CompilerServices;

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
    int OutputWidth,
    int DilationHeight = 1,
    int DilationWidth = 1)
{
    /// <summary>Columns of a phase.</summary>
    public int Pitch { get; } = checked(OutputWidth + ((KernelWidth - 1) * DilationWidth / StrideWidth));

    /// <summary>Floats of a phase.</summary>
    public int Plane { get; } = checked(
        (OutputHeight + ((KernelHeight - 1) * DilationHeight / StrideHeight)) * (OutputWidth + ((KernelWidth - 1) * DilationWidth / StrideWidth)));

    public int Phases { get; } = checked(StrideHeight * StrideWidth);

    public int Taps { get; } = checked(Channels * KernelHeight * KernelWidth);

    /// <summary>Floats of one image as it is laid out. Unlike the others, this need not fit into 32 bits: memory for it may be refused.</summary>
    public long Length => Require.Product(Channels, Phases, Plane);

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
                    (int row, int y) = Math.DivRem(i * DilationHeight, StrideHeight);
                    (int column, int x) = Math.DivRem(j * DilationWidth, StrideWidth);
                    *offsets++ = (((c * Phases) + (y * StrideWidth) + x) * images * Plane) + (row * Pitch) + column;
                }
            }
        }
    }

    /// <summary>Lays one image out, as number <paramref name="image"/> of <paramref name="images"/>.</summary>
    [MethodImpl(HotLoop.Options)]
    public unsafe void Fill<V>(float* source, float* padded, int image, int images)
        where V : struct, ISimd<V>
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
                        CopyRow<V>(source + (y * Width) + left + (first * StrideWidth), plane + (r * Pitch) + first, end - first);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void CopyRow<V>(float* source, float* destination, int length)
        where V : struct, ISimd<V>
    {
        if (StrideWidth == 1)
        {
            Strip.Copy<V>(source, destination, length);
            return;
        }

        for (int s = 0; s < length; s++)
        {
            destination[s] = source[s * StrideWidth];
        }
    }
}
