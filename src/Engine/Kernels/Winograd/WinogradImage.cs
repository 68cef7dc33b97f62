// Tiling. The tiles of an image overlap by two pixels: d is four by four for two by two results. Along a row of pixels, split into those at even and those at odd places,
// lanes are tiles, and what is beside them is one lane off; each row is done once, though two rows of tiles see it. Rows at even and odd
// places go to memory apart, as rows of tiles, one after another: down the columns lanes then are the tiles of all rows, however short these are.
// A vector may be written beyond its row, where what follows is written later.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The sixteen points of the tiles of a channel: Bᵀ · d · B with Bᵀ = [1 0 −1 0; 0 1 1 0; 0 −1 1 0; 0 1 0 −1].</summary>
internal static unsafe class WinogradImage
{
    /// <summary>Floats that some rows of tiles take between the two passes.</summary>
    public static long Room(int rows, int columns) => 8L * Pitch(rows, columns);

    /// <summary>points[p · step + t] for the tiles t of some rows.</summary>
    /// <param name="plane">The channel.</param>
    /// <param name="sizes">The sizes of the image.</param>
    /// <param name="first">The first row of tiles.</param>
    /// <param name="rows">The rows of tiles.</param>
    /// <param name="columns">The tiles of a row.</param>
    /// <param name="lines">Room for the rows of pixels.</param>
    /// <param name="points">The result.</param>
    /// <param name="step">Floats from a point to the next.</param>
    public static void Transform<V>(float* plane, WindowSizes sizes, int first, int rows, int columns, float* lines, float* points, nint step)
        where V : struct, ISimd<V>
    {
        nint pitch = Pitch(rows, columns);
        int row = (2 * first) - sizes.PadTop;
        if (sizes.PadLeft < 2)
        {
            Split<V, One>(plane, row, sizes, rows + 1, columns, lines, pitch);
            Split<V, One>(plane, row + 1, sizes, rows + 1, columns, lines + (4 * pitch), pitch);
        }
        else
        {
            Split<V, Two>(plane, row, sizes, rows + 1, columns, lines, pitch);
            Split<V, Two>(plane, row + 1, sizes, rows + 1, columns, lines + (4 * pitch), pitch);
        }

        Join<V>(lines, pitch, rows * columns, columns, points, step);
    }

    private static int Pitch(int rows, int columns) => ((rows + 1) * columns) + (2 * WinogradPlan.Slack);

    /// <summary>Every other row of pixels times B; zeros where there is none.</summary>
    /// <typeparam name="V">The vectors.</typeparam>
    /// <typeparam name="TFirst">The first of two pixels of a tile that are split from each other: of the four 1, or with two columns of padding 2.</typeparam>
    /// <param name="plane">The channel.</param>
    /// <param name="row">The first of these rows.</param>
    /// <param name="sizes">The sizes of the image.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The tiles of a row.</param>
    /// <param name="line">The result, four lines.</param>
    /// <param name="pitch">Floats from a line to the next.</param>
    [MethodImpl(HotLoop.Options)]
    private static void Split<V, TFirst>(float* plane, int row, WindowSizes sizes, int rows, int columns, float* line, nint pitch)
        where V : struct, ISimd<V>
        where TFirst : struct, ISize
    {
        float* pixels = plane + ((nint)row * sizes.Width);
        int start = TFirst.Value - sizes.PadLeft;
        for (int r = 0; r < rows; r++, row += 2, pixels += 2 * (nint)sizes.Width, line += columns)
        {
            if ((uint)row >= (uint)sizes.Height)
            {
                for (int t = 0; t < columns; t += V.Width)
                {
                    Store(V.Zero, V.Zero, V.Zero, V.Zero, line + t, pitch);
                }

                continue;
            }

            V evensBefore = V.Zero;
            V oddsBefore = start > 0 ? V.Broadcast(pixels[0]) : V.Zero;
            float* from = pixels + start;
            int left = sizes.Width - start;
            for (int t = 0; t < columns; t += V.Width, from += 2 * V.Width, left -= 2 * V.Width)
            {
                V low = Load<V>(from, left);
                V high = Load<V>(from + V.Width, left - V.Width);
                V evens = EveryOther.Evens(low, high);
                V odds = EveryOther.Odds(low, high);
                if (TFirst.Value == 1)
                {
                    V after = left > 2 * V.Width ? V.Broadcast(from[2 * V.Width]) : V.Zero;
                    Store(Neighbours.Before(oddsBefore, odds), evens, odds, Neighbours.After(evens, after), line + t, pitch);
                }
                else
                {
                    Store(Neighbours.Before(evensBefore, evens), Neighbours.Before(oddsBefore, odds), evens, odds, line + t, pitch);
                    evensBefore = evens;
                }

                oddsBefore = odds;
            }
        }
    }

    /// <summary>Four pixels of each tile, times B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V d0, V d1, V d2, V d3, float* line, nint pitch)
        where V : struct, ISimd<V>
    {
        (d0 - d2).Store(ref line[0]);
        (d1 + d2).Store(ref line[pitch]);
        (d2 - d1).Store(ref line[2 * pitch]);
        (d1 - d3).Store(ref line[3 * pitch]);
    }

    /// <summary>Bᵀ times columns of rows.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Join<V>(float* lines, nint pitch, int tiles, int columns, float* points, nint step)
        where V : struct, ISimd<V>
    {
        for (int j = 0; j < 4; j++, lines += pitch, points += step)
        {
            float* evens = lines;
            float* odds = lines + (4 * pitch);
            float* target = points;
            for (int t = 0; t < tiles; t += V.Width, evens += V.Width, odds += V.Width, target += V.Width)
            {
                V d0 = V.Load(in evens[0]);
                V d1 = V.Load(in odds[0]);
                V d2 = V.Load(in evens[columns]);
                V d3 = V.Load(in odds[columns]);
                (d0 - d2).Store(ref target[0]);
                (d1 + d2).Store(ref target[4 * step]);
                (d2 - d1).Store(ref target[8 * step]);
                (d1 - d3).Store(ref target[12 * step]);
            }
        }
    }

    /// <summary>As many floats as there are, and zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(float* source, int count)
        where V : struct, ISimd<V> => count >= V.Width ? V.Load(in source[0]) : count > 0 ? V.Load(in source[0], count) : V.Zero;
}
