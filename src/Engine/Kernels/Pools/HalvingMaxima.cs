// Tiling. Windows that lie inside their plane at a stride of two along rows look at it in place: two vectors of a row are read, and split into
// those at even and those at odd columns, which are the first and the second elements of as many windows. A block's rows of outputs follow
// one another; narrow planes take narrower vectors, so that these are not half empty, and the lanes beyond the end of a row see what
// follows it and are not written. That no element is NaN is seen from a sum of all; else, and where a vector would reach beyond the last plane,
// windows are looked at one by one.
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
        float* maxima = stackalloc float[2 * MostLanes];
        float* end = x + ((nint)s.Planes * s.InputPlane);
        nint reach = ((nint)(s.WindowHeight - 1) * s.Width) + ((s.WindowWidth - 1) & ~1) + (2 * V.Width);
        for (int plane = first; plane < first + planes; plane++)
        {
            float* pixels = x + ((nint)plane * s.InputPlane);
            int start = plane * s.OutputPlane;
            for (int q = 0; q < s.OutputPlane; q += s.OutputWidth, pixels += (nint)s.StrideHeight * s.Width)
            {
                for (int column = 0; column < s.OutputWidth; column += V.Width)
                {
                    float* corner = pixels + (2 * column);
                    int lanes = Math.Min(V.Width, s.OutputWidth - column);
                    int output = start + q + column;
                    (V best, V distance) = reach <= end - corner && Find(corner, out V greatest, out V found)
                        ? (greatest, found)
                        : FindEach<V>(corner, lanes, maxima);
                    if (indices is not null)
                    {
                        Store(distance, (float*)indices + output, lanes);
                    }

                    Store(map.Invoke(best, output), y + output, lanes);
                }
            }

            if (indices is not null)
            {
                WindowStarts.Add(indices + start, starts, s.OutputPlane);
            }
        }
    }

    /// <summary>The maxima of a vector of windows and their distances from the first elements, in the bits of whole numbers; false when there is NaN.</summary>
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
                V low = V.Load(in corner[row + j]);
                V high = V.Load(in corner[row + j + V.Width]);
                Take(EveryOther.Evens(low, high), row + j, ref best, ref distance, ref sum);
                if (j + 1 < shape.WindowWidth)
                {
                    Take(EveryOther.Odds(low, high), row + j + 1, ref best, ref distance, ref sum);
                }
            }
        }

        V isNumber = V.Equal(sum, sum);
        return !V.Any(V.Select(isNumber, V.Zero, V.Equal(V.Zero, V.Zero)));
    }

    /// <summary>Takes what is greater; what is equal comes later and is not taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take<V>(V value, int place, ref V best, ref V distance, ref V sum)
        where V : struct, ISimd<V>
    {
        V taken = V.GreaterThan(value, best);
        best = V.Select(taken, value, best);
        sum += value;
        if (indices is not null)
        {
            // The bits of a whole number pass through selections as they are.
            distance = V.Select(taken, V.Broadcast(BitConverter.Int32BitsToSingle(place)), distance);
        }
    }

    /// <summary>The same, window by window: the first NaN counts as the greatest.</summary>
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
