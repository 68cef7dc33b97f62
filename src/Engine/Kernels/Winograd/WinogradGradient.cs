// Tiling. As that of images (WinogradImage.cs), but tiles of two by two don't overlap: each row of them is two rows of derivatives.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The sixteen points of the derivatives by the results of tiles: A · dy · Aᵀ with A = [1 0; 1 1; 1 −1; 0 −1].</summary>
internal static unsafe class WinogradGradient
{
    /// <summary>Floats that some rows of tiles take between the two passes.</summary>
    public static long Room(int rows, int columns) => 8L * Pitch(rows, columns);

    /// <summary>points[p · step + t] for the tiles t of some rows.</summary>
    /// <param name="dy">The first row of derivatives.</param>
    /// <param name="height">The rows of derivatives: two for each of tiles, or one fewer.</param>
    /// <param name="width">The same of columns.</param>
    /// <param name="rows">The rows of tiles.</param>
    /// <param name="columns">The tiles of a row.</param>
    /// <param name="lines">Room for the rows of derivatives.</param>
    /// <param name="points">The result.</param>
    /// <param name="step">Floats from a point to the next.</param>
    public static void Transform<V>(float* dy, int height, int width, int rows, int columns, float* lines, float* points, nint step)
        where V : struct, ISimd<V>
    {
        nint pitch = Pitch(rows, columns);
        Split<V>(dy, height, width, 2 * rows, columns, lines, pitch);
        Join<V>(lines, pitch, rows * columns, points, step);
    }

    private static int Pitch(int rows, int columns) => (rows * columns) + (2 * WinogradPlan.Slack);

    /// <summary>Rows of derivatives times Aᵀ: those at even places in four lines, those at odd places in the next four.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Split<V>(float* dy, int height, int width, int rows, int columns, float* lines, nint pitch)
        where V : struct, ISimd<V>
    {
        for (int r = 0; r < rows; r++, dy += width)
        {
            float* line = lines + ((r & 1) * 4 * pitch) + ((nint)(r >> 1) * columns);
            for (int t = 0; t < columns; t += V.Width)
            {
                int count = r < height ? width - (2 * t) : 0;
                V low = WinogradImage.Load<V>(dy + (2 * t), count);
                V high = WinogradImage.Load<V>(dy + (2 * t) + V.Width, count - V.Width);
                V evens = EveryOther.Evens(low, high);
                V odds = EveryOther.Odds(low, high);
                evens.Store(ref line[t]);
                (evens + odds).Store(ref line[pitch + t]);
                (evens - odds).Store(ref line[(2 * pitch) + t]);
                (-odds).Store(ref line[(3 * pitch) + t]);
            }
        }
    }

    /// <summary>A times columns of rows.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Join<V>(float* lines, nint pitch, int tiles, float* points, nint step)
        where V : struct, ISimd<V>
    {
        for (int j = 0; j < 4; j++, lines += pitch, points += step)
        {
            for (int t = 0; t < tiles; t += V.Width)
            {
                V upper = V.Load(in lines[t]);
                V lower = V.Load(in lines[(4 * pitch) + t]);
                upper.Store(ref points[t]);
                (upper + lower).Store(ref points[(4 * step) + t]);
                (upper - lower).Store(ref points[(8 * step) + t]);
                (-lower).Store(ref points[(12 * step) + t]);
            }
        }
    }
}
