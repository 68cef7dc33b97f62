// Tiling. Of windows that lie apart at a stride of two along rows, a vector of outputs has the values of two vectors in each row that the windows have: what was taken
// at even columns, and what at odd ones, is selected by comparing where it was found with where each window begins, and the two are interleaved by two shuffles. So nothing
// is written one by one, and a plane whose windows leave no gap need not be cleared first.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>The derivative of maxima of windows that lie apart at a stride of two along rows, where vectors have 512 bits.</summary>
internal static unsafe class HalvedScatter
{
    private const int Lanes = 16;

    /// <summary>Whether planes of a shape can be written so.</summary>
    public static bool Suits<V>(PoolShape shape)
        where V : struct, ISimd<V> =>
        V.Width == Lanes && Avx512F.IsSupported && shape is { IsApart: true, IsInside: true, StrideWidth: 2, WindowWidth: <= 2 };

    /// <summary>One plane; false when some position is in no window, in which case the plane is not complete.</summary>
    /// <param name="dy">The derivative by the plane's outputs.</param>
    /// <param name="indices">Where each of them was found.</param>
    /// <param name="dx">The plane.</param>
    /// <param name="shape">The sizes.</param>
    [MethodImpl(HotLoop.Options)]
    public static bool Run(float* dy, int* indices, float* dx, PoolShape shape)
    {
        int width = shape.Width;
        if (shape.WindowHeight < shape.StrideHeight || shape.OutputHeight * shape.StrideHeight < shape.Height || 2 * shape.OutputWidth < width)
        {
            new Span<float>(dx, shape.InputPlane).Clear();
        }

        Vector512<int> lanes = Vector512<int>.Indices;
        Vector512<int> low = (lanes >> 1) + ((lanes & Vector512<int>.One) << 4);
        Vector512<int> high = low + Vector512.Create(Lanes / 2);
        Vector512<int> lost = Vector512<int>.Zero;
        for (int row = 0; row < shape.OutputHeight; row++, dx += (nint)shape.StrideHeight * width)
        {
            for (int column = 0; column < shape.OutputWidth; column += Lanes)
            {
                Vector512<int> isThere = Vector512.LessThan(lanes, Vector512.Create(shape.OutputWidth - column));
                Vector512<float> values = Avx512F.MaskLoad(dy + column, isThere.AsSingle(), Vector512<float>.Zero);
                Vector512<int> places = Avx512F.MaskLoad(indices + column, isThere, Vector512<int>.Zero);
                places -= Vector512.Create((row * shape.StrideHeight * width) + (2 * column)) + (lanes << 1);
                Vector512<int> found = Vector512<int>.Zero;
                int floats = Math.Min(2 * Lanes, Math.Min(2 * (shape.OutputWidth - column), width - (2 * column)));
                float* target = dx + (2 * column);
                for (int i = 0; i < shape.WindowHeight; i++, target += width)
                {
                    Vector512<int> isEven = Vector512.Equals(places, Vector512.Create(i * width));
                    Vector512<int> isOdd = Vector512.Equals(places, Vector512.Create((i * width) + 1));
                    found |= isEven | isOdd;
                    Vector512<float> evens = values & isEven.AsSingle();
                    Vector512<float> odds = values & isOdd.AsSingle();
                    Store(Avx512F.PermuteVar16x32x2(evens, low, odds), target, floats);
                    if (floats > Lanes)
                    {
                        Store(Avx512F.PermuteVar16x32x2(evens, high, odds), target + Lanes, floats - Lanes);
                    }
                }

                lost |= Vector512.AndNot(isThere, found);
            }

            dy += shape.OutputWidth;
            indices += shape.OutputWidth;
        }

        return lost == Vector512<int>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> value, float* target, int floats)
    {
        if (floats >= Lanes)
        {
            value.Store(target);
        }
        else
        {
            Avx512F.MaskStore(target, Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(floats)).AsSingle(), value);
        }
    }
}
