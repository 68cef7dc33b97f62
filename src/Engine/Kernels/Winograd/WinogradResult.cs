// Tiling. Lanes are tiles: of each, sixteen sums become two by two results, of which two and two lie beside each other. Vectors of tiles of one row go through the map and to the image at once, the
// last of them from an earlier tile on. Rows of tiles that are shorter than a vector fill it together: their results go to memory as two rows
// for each, and from there, while they are near, through the map to the rows of the image.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The results of tiles: Aᵀ · m · A with Aᵀ = [1 1 1 0; 0 1 −1 −1].</summary>
internal static unsafe class WinogradResult
{
    /// <summary>Floats that some tiles take between two passes.</summary>
    public static long Room(int tiles) => 2L * Pitch(tiles);

    /// <summary>result[index + r · width + s] = map(Aᵀ · m · A + bias) for the tiles of some rows.</summary>
    /// <param name="sums">m, as sums[p · step + t].</param>
    /// <param name="step">Floats from a point to the next.</param>
    /// <param name="rows">The rows of tiles.</param>
    /// <param name="columns">The tiles of a row.</param>
    /// <param name="bias">Added to all results.</param>
    /// <param name="lines">Room for rows of results.</param>
    /// <param name="result">The results.</param>
    /// <param name="index">The place of the first result.</param>
    /// <param name="height">The rows of results: two for each of tiles, or one fewer.</param>
    /// <param name="width">The same of columns.</param>
    /// <param name="map">The map.</param>
    [MethodImpl(HotLoop.Options)]
    public static void Transform<V, TMap>(
        float* sums, nint step, int rows, int columns, float bias, float* lines, float* result, int index, int height, int width, TMap map)
        where V : struct, ISimd<V>
        where TMap : struct, IMap1
    {
        if (columns < V.Width)
        {
            int tiles = rows * columns;
            nint pitch = Pitch(tiles);
            Join<V>(sums, step, tiles, bias, lines, pitch);
            for (int r = 0; r < height; r++, index += width)
            {
                float* line = lines + ((r & 1) * pitch) + ((nint)(r >> 1) * 2 * columns);
                int s = 0;
                for (; s <= width - V.Width; s += V.Width)
                {
                    map.Invoke(V.Load(in line[s]), index + s).Store(ref result[index + s]);
                }

                if (s < width)
                {
                    map.Invoke(V.Load(in line[s]), index + s).Store(ref result[index + s], width - s);
                }
            }

            return;
        }

        V addend = V.Broadcast(bias);
        for (int r = 0; r < height; r += 2, sums += columns, index += 2 * width)
        {
            for (int t = 0; t < columns; t += V.Width)
            {
                int start = Math.Min(t, columns - V.Width);
                (V upperLow, V upperHigh, V lowerLow, V lowerHigh) = Tiles(sums + start, step, addend);
                int at = index + (2 * start);
                int left = width - (2 * start) - V.Width;
                Write(upperLow, upperHigh, result, at, left, map);
                if (r + 1 < height)
                {
                    Write(lowerLow, lowerHigh, result, at + width, left, map);
                }
            }
        }
    }

    /// <summary>Two vectors of results, of which the second may have one too many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<V, TMap>(V low, V high, float* result, int at, int left, TMap map)
        where V : struct, ISimd<V>
        where TMap : struct, IMap1
    {
        map.Invoke(low, at).Store(ref result[at]);
        at += V.Width;
        if (left >= V.Width)
        {
            map.Invoke(high, at).Store(ref result[at]);
        }
        else if (left > 0)
        {
            map.Invoke(high, at).Store(ref result[at], left);
        }
    }

    private static int Pitch(int tiles) => (2 * tiles) + (4 * WinogradPlan.Slack);

    [MethodImpl(HotLoop.Options)]
    private static void Join<V>(float* sums, nint step, int tiles, float bias, float* lines, nint pitch)
        where V : struct, ISimd<V>
    {
        V addend = V.Broadcast(bias);
        for (int t = 0; t < tiles; t += V.Width, sums += V.Width, lines += 2 * V.Width)
        {
            (V upperLow, V upperHigh, V lowerLow, V lowerHigh) = Tiles(sums, step, addend);
            upperLow.Store(ref lines[0]);
            upperHigh.Store(ref lines[V.Width]);
            lowerLow.Store(ref lines[pitch]);
            lowerHigh.Store(ref lines[pitch + V.Width]);
        }
    }

    /// <summary>The results of a vector of tiles, in two vectors for each of their rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V UpperLow, V UpperHigh, V LowerLow, V LowerHigh) Tiles<V>(float* sums, nint step, V addend)
        where V : struct, ISimd<V>
    {
        (V upper0, V lower0) = Column<V>(sums, step);
        (V upper1, V lower1) = Column<V>(sums + step, step);
        (V upper2, V lower2) = Column<V>(sums + (2 * step), step);
        (V upper3, V lower3) = Column<V>(sums + (3 * step), step);
        (V upperLow, V upperHigh) = EveryOther.Join(upper0 + upper1 + upper2 + addend, upper1 - upper2 - upper3 + addend);
        (V lowerLow, V lowerHigh) = EveryOther.Join(lower0 + lower1 + lower2 + addend, lower1 - lower2 - lower3 + addend);
        return (upperLow, upperHigh, lowerLow, lowerHigh);
    }

    /// <summary>Aᵀ times a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Upper, V Lower) Column<V>(float* sums, nint step)
        where V : struct, ISimd<V>
    {
        V m1 = V.Load(in sums[4 * step]);
        V m2 = V.Load(in sums[8 * step]);
        return (V.Load(in sums[0]) + m1 + m2, m1 - m2 - V.Load(in sums[12 * step]));
    }
}
