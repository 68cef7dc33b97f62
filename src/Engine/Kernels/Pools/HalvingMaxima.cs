// Tiling. Windows that lie inside their plane at a stride of two along rows look at it in place: two vectors of a row are read, and split into
// those at even and those at odd columns, which are the first and the second elements of as many windows. Narrow planes take narrower
// vectors, so that these are not half empty; the lanes beyond the end of a row see what follows it. Windows of two by two, which most are, have
// loops of their own. That no element is NaN is seen from the sum of a plane; else, and where a vector would reach beyond the last plane,
// vectors are looked at one by one, and windows where need be.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>The maxima of windows at a stride of two along rows, and where they are.</summary>
internal readonly unsafe struct HalvingMaxima<TMap>(float* x, float* y, int* indices, int* starts, PoolShape shape, TMap map)
    where TMap : struct, IMap1
{
    private const int MostLanes = 16;

    /// <summary>Whether planes of a shape can be read so.</summary>
    public static bool Suits<V>(PoolShape shape)
        where V : struct, ISimd<V> => shape.StrideWidth == 2 && shape.IsInside && EveryOther.CanSplit<V>();

    /// <summary>Some planes.</summary>
    public void Run<V>(int first, int planes)
        where V : struct, ISimd<V>
    {
        if (V.Width > 4 && shape.OutputWidth <= 4 && Vector128.IsHardwareAccelerated)
        {
            RunRows<Simd128>(first, planes);
        }
        else if (V.Width > 8 && shape.OutputWidth <= 8 && Vector256.IsHardwareAccelerated)
        {
            RunRows<Simd256>(first, planes);
        }
        else
        {
            RunRows<V>(first, planes);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    private void RunRows<V>(int first, int planes)
        where V : struct, ISimd<V>
    {
        PoolShape s = shape;
        bool isSquare = s is { WindowHeight: 2, WindowWidth: 2 };
        nint reach = ((nint)(s.WindowHeight - 1) * s.Width) + ((s.WindowWidth - 1) & ~1) + (2 * V.Width);
        nint planeReach = ((nint)(s.OutputHeight - 1) * s.StrideHeight * s.Width) + (2 * ((s.OutputWidth - 1) / V.Width * V.Width)) + reach;
        float* end = x + ((nint)s.Planes * s.InputPlane);
        int outputs = (first + planes) * s.OutputPlane;
        for (int plane = first; plane < first + planes; plane++)
        {
            float* pixels = x + ((nint)plane * s.InputPlane);
            int start = plane * s.OutputPlane;
            bool isDone = isSquare && planeReach <= end - pixels
                && (indices is null ? Squares<V>(pixels, start, outputs) : SquaresAndDistances<V>(pixels, start, outputs));
            if (!isDone)
            {
                RunPlane<V>(pixels, start, end - reach);
            }

            if (indices is not null)
            {
                WindowStarts.Add(indices + start, starts, s.OutputPlane);
            }
        }
    }

    /// <summary>
    /// The maxima of a plane with windows of two by two; false when there may be NaN. Whole vectors are written as long as there are outputs up to
    /// <paramref name="end"/>: those of the next row, which then overwrites what was not meant for it.
    /// </summary>
    [MethodImpl(HotLoop.Options)]
    private bool Squares<V>(float* pixels, int start, int end)
        where V : struct, ISimd<V>
    {
        int width = shape.OutputWidth;
        nint below = shape.Width;
        nint step = (nint)shape.StrideHeight * below;
        V sum = V.Zero;
        for (int row = start; row < start + shape.OutputPlane; row += width, pixels += step)
        {
            float* corner = pixels;
            for (int output = row; output < row + width; output += V.Width, corner += 2 * V.Width)
            {
                (V a, V b) = EveryOther.Split<V>(corner);
                (V c, V d) = EveryOther.Split<V>(corner + below);
                V best = EveryOther.Greater(d, EveryOther.Greater(c, EveryOther.Greater(b, a)));
                sum += (a + b) + (c + d);
                Store(map.Invoke(best, output), y + output, end - output);
            }
        }

        return AreNumbers(sum);
    }

    /// <summary>The same, and their distances from the first elements in the bits of whole numbers, which pass through selections as they are.</summary>
    [MethodImpl(HotLoop.Options)]
    private bool SquaresAndDistances<V>(float* pixels, int start, int end)
        where V : struct, ISimd<V>
    {
        int width = shape.OutputWidth;
        nint below = shape.Width;
        nint step = (nint)shape.StrideHeight * below;
        V one = Whole<V>(1);
        V two = Whole<V>(shape.Width);
        V three = Whole<V>(shape.Width + 1);
        V sum = V.Zero;
        for (int row = start; row < start + shape.OutputPlane; row += width, pixels += step)
        {
            float* corner = pixels;
            for (int output = row; output < row + width; output += V.Width, corner += 2 * V.Width)
            {
                (V a, V b) = EveryOther.Split<V>(corner);
                (V c, V d) = EveryOther.Split<V>(corner + below);
                V distance = V.Select(V.GreaterThan(b, a), one, V.Zero);
                V best = EveryOther.Greater(b, a);
                distance = V.Select(V.GreaterThan(c, best), two, distance);
                best = EveryOther.Greater(c, best);
                distance = V.Select(V.GreaterThan(d, best), three, distance);
                best = EveryOther.Greater(d, best);
                sum += (a + b) + (c + d);
                Store(distance, (float*)indices + output, end - output);
                Store(map.Invoke(best, output), y + output, end - output);
            }
        }

        return AreNumbers(sum);
    }

    /// <summary>A plane with any windows, and any numbers; <paramref name="last"/> is the last place from which vectors of windows may be read.</summary>
    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    private void RunPlane<V>(float* pixels, int start, float* last)
        where V : struct, ISimd<V>
    {
        float* maxima = stackalloc float[2 * MostLanes];
        for (int q = 0; q < shape.OutputPlane; q += shape.OutputWidth, pixels += (nint)shape.StrideHeight * shape.Width)
        {
            for (int column = 0; column < shape.OutputWidth; column += V.Width)
            {
                float* corner = pixels + (2 * column);
                int lanes = Math.Min(V.Width, shape.OutputWidth - column);
                int output = start + q + column;
                if (corner > last || !Find(corner, out V best, out V distance))
                {
                    (best, distance) = FindEach<V>(corner, lanes, maxima);
                }

                if (indices is not null)
                {
                    Store(distance, (float*)indices + output, lanes);
                }

                Store(map.Invoke(best, output), y + output, lanes);
            }
        }
    }

    /// <summary>The maxima of a vector of windows and their distances; false when there may be NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Find<V>(float* corner, out V best, out V distance)
        where V : struct, ISimd<V>
    {
        best = V.Broadcast(float.NegativeInfinity);
        distance = V.Zero;
        V sum = V.Zero;
        int row = 0;
        for (int i = 0; i < shape.WindowHeight; i++, row += shape.Width)
        {
            for (int j = 0; j < shape.WindowWidth; j += 2)
            {
                (V even, V odd) = EveryOther.Split<V>(corner + row + j);
                distance = V.Select(V.GreaterThan(even, best), Whole<V>(row + j), distance);
                best = EveryOther.Greater(even, best);
                sum += even;
                if (j + 1 < shape.WindowWidth)
                {
                    distance = V.Select(V.GreaterThan(odd, best), Whole<V>(row + j + 1), distance);
                    best = EveryOther.Greater(odd, best);
                    sum += odd;
                }
            }
        }

        return AreNumbers(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Whole<V>(int number)
        where V : struct, ISimd<V> => V.Broadcast(BitConverter.Int32BitsToSingle(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreNumbers<V>(V sums)
        where V : struct, ISimd<V> => !V.Any(V.Select(V.Equal(sums, sums), V.Zero, V.Equal(V.Zero, V.Zero)));

    /// <summary>The same for any numbers, window by window: the first NaN counts as the greatest.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (V Best, V Distance) FindEach<V>(float* corner, int lanes, float* maxima)
        where V : struct, ISimd<V>
    {
        float* distances = maxima + MostLanes;
        for (int lane = 0; lane < lanes; lane++, corner += 2)
        {
            int place = 0;
            for (int i = 0; i < shape.WindowHeight; i++)
            {
                for (int j = 0; j < shape.WindowWidth; j++)
                {
                    int other = (i * shape.Width) + j;
                    if (corner[other] > corner[place] || (float.IsNaN(corner[other]) && !float.IsNaN(corner[place])))
                    {
                        place = other;
                    }
                }
            }

            maxima[lane] = corner[place];
            distances[lane] = BitConverter.Int32BitsToSingle(place);
        }

        return (V.Load(in *maxima), V.Load(in *distances));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V value, float* target, int lanes)
        where V : struct, ISimd<V>
    {
        if (lanes >= V.Width)
        {
            value.Store(ref *target);
        }
        else
        {
            value.Store(ref *target, lanes);
        }
    }
}
