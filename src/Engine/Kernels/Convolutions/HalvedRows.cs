// Tiling. Rows of an image at a stride of two are short: what it takes to find out which of their pixels exist is more than to move them. So
// sixteen columns of all rows are moved before the next sixteen, with masks that are the same for all rows, and the border
// comes with the pixels: lanes that are not loaded keep its value.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>Every other pixel of some rows, with a border on both sides.</summary>
internal static unsafe class HalvedRows
{
    private const int Lanes = 16;

    /// <summary>Whether rows can be moved so.</summary>
    public static bool IsSupported<V>()
        where V : struct, ISimd<V> => V.Width == Lanes && Avx512F.IsSupported;

    /// <summary>rows[r, s] = source[r · step + 2 · s] for first ≤ s &lt; end, and the border at the other columns.</summary>
    /// <param name="source">Where the pixel of column 0 would lie in the first row, whether there is one or not.</param>
    /// <param name="step">Floats from a row to the next.</param>
    /// <param name="rows">The result, [count, width].</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="first">The first column with a pixel.</param>
    /// <param name="end">The first column after them.</param>
    /// <param name="border">What the other columns become.</param>
    [MethodImpl(HotLoop.Options)]
    public static void Copy(float* source, nint step, float* rows, int count, int width, int first, int end, float border)
    {
        Vector512<int> lanes = Vector512<int>.Indices;
        Vector512<int> next = lanes + Vector512.Create(Lanes);
        Vector512<int> evens = lanes + lanes;
        Vector512<float> empty = Vector512.Create(border);
        for (int s = 0; s < width; s += Lanes)
        {
            // Lane 2 · i of the pixels from 2 · s on is column s + i.
            Vector512<int> from = Vector512.Create(2 * (first - s));
            Vector512<int> last = Vector512.Create((2 * (end - s)) - 2);
            Vector512<float> isLow = (Vector512.GreaterThanOrEqual(lanes, from) & Vector512.LessThanOrEqual(lanes, last)).AsSingle();
            Vector512<float> isHigh = (Vector512.GreaterThanOrEqual(next, from) & Vector512.LessThanOrEqual(next, last)).AsSingle();
            Vector512<float> isColumn = Vector512.LessThan(lanes, Vector512.Create(width - s)).AsSingle();
            float* pixels = source + (2 * s);
            float* target = rows + s;
            if (width - s <= Lanes / 2)
            {
                for (int r = 0; r < count; r++, pixels += step, target += width)
                {
                    Vector512<float> low = Avx512F.MaskLoad(pixels, isLow, empty);
                    Avx512F.MaskStore(target, isColumn, Avx512F.PermuteVar16x32(low, evens));
                }
            }
            else
            {
                for (int r = 0; r < count; r++, pixels += step, target += width)
                {
                    Vector512<float> low = Avx512F.MaskLoad(pixels, isLow, empty);
                    Vector512<float> high = Avx512F.MaskLoad(pixels + Lanes, isHigh, empty);
                    Avx512F.MaskStore(target, isColumn, Avx512F.PermuteVar16x32x2(low, evens, high));
                }
            }
        }
    }
}
