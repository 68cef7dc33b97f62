// Tiling. A block is a run of whole planes, about 8192 elements, so overlapping windows of a backward pass never meet across blocks.
// The search goes by rows of windows: neighbouring lanes look at windows that begin at neighbouring columns, so each element of the
// window is one load, one comparison and two selections for a whole vector. With a stride above 1 some lanes look at windows that
// nobody asked for; loading every column is still cheaper than gathering some. What was asked for is then picked out, and the map
// runs over the plane's results in vectors. Where windows reach beyond the plane, it is first copied into a border of −∞.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// Max pooling over planes. Of equal elements the first in reading order is taken, and NaN counts as greater than any number, so a
/// window with NaN gives NaN at its first NaN.
/// </summary>
public static unsafe class MaxPool
{
    private const int BlockLength = 8192;

    /// <summary>y = map(the greatest element of each window), and where it was found.</summary>
    /// <typeparam name="TMap">The element-wise map; its index is the flat index in y.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The input planes.</param>
    /// <param name="y">The output planes, apart from the input.</param>
    /// <param name="indices">The position of each maximum in its input plane, as long as y; or empty when nobody needs them.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="map">The map.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, windows reach outside, or the spans overlap.</exception>
    public static void Forward<TMap>(
        Threads threads, ReadOnlySpan<float> x, Span<float> y, Span<int> indices, PoolShape shape, TMap map = default)
        where TMap : struct, IMap1
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(shape, x, nameof(x), y, nameof(y));
        Require.LengthOrEmpty<int>(indices, y.Length, nameof(indices));
        Require.Apart<float, float>(x, y, nameof(x));
        fixed (float* xStart = x)
        fixed (float* yStart = y)
        fixed (int* indexStart = indices)
        {
            ForwardJob<TMap> job = new(xStart, yStart, indexStart, shape, PlanesPerBlock(shape), map);
            threads.Run(ref job, BlockCount(shape), 2L * y.Length * shape.WindowHeight * shape.WindowWidth);
        }
    }

    /// <summary>dx = the derivative of the maxima: zero, plus dy at each maximum's position.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="dy">The derivative by the output.</param>
    /// <param name="indices">The positions that the forward pass found.</param>
    /// <param name="dx">The derivative by the input, apart from dy.</param>
    /// <param name="shape">The sizes.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    /// <exception cref="IndexOutOfRangeException">An index lies outside its plane.</exception>
    public static void Scatter(
        Threads threads, ReadOnlySpan<float> dy, ReadOnlySpan<int> indices, Span<float> dx, PoolShape shape)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(shape, dx, nameof(dx), dy, nameof(dy));
        Require.Length(indices, dy.Length, nameof(indices));
        Require.Apart<float, float>(dy, dx, nameof(dy));
        fixed (float* dyStart = dy)
        fixed (float* dxStart = dx)
        fixed (int* indexStart = indices)
        {
            ScatterJob job = new(dyStart, indexStart, dxStart, shape, PlanesPerBlock(shape));
            threads.Run(ref job, BlockCount(shape), dx.Length + (4L * dy.Length));
        }
    }

    /// <summary>y = x at each maximum's position: the transpose of <see cref="Scatter"/>.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The input planes.</param>
    /// <param name="indices">The positions that the forward pass found.</param>
    /// <param name="y">The output planes, apart from the input.</param>
    /// <param name="shape">The sizes.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    /// <exception cref="IndexOutOfRangeException">An index lies outside its plane.</exception>
    public static void Gather(Threads threads, ReadOnlySpan<float> x, ReadOnlySpan<int> indices, Span<float> y, PoolShape shape)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(shape, x, nameof(x), y, nameof(y));
        Require.Length(indices, y.Length, nameof(indices));
        Require.Apart<float, float>(x, y, nameof(x));
        fixed (float* xStart = x)
        fixed (float* yStart = y)
        fixed (int* indexStart = indices)
        {
            GatherJob job = new(xStart, indexStart, yStart, shape, PlanesPerBlock(shape));
            threads.Run(ref job, BlockCount(shape), 4L * y.Length);
        }
    }

    private static void Check(
        PoolShape shape, ReadOnlySpan<float> input, string inputName, ReadOnlySpan<float> output, string outputName)
    {
        shape.Check();
        Require.Length(input, shape.InputLength, inputName);
        Require.Length(output, shape.OutputLength, outputName);
    }

    private static int PlanesPerBlock(PoolShape shape) => Math.Max(1, BlockLength / Math.Max(1, shape.InputPlane));

    private static int BlockCount(PoolShape shape) => Blocks.Count(shape.Planes, PlanesPerBlock(shape));

    private readonly struct ForwardJob<TMap>(
        float* x, float* y, int* indices, PoolShape shape, int planesPerBlock, TMap map) : IJob
        where TMap : struct, IMap1
    {
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int first = block * planesPerBlock;
            int end = Math.Min(first + planesPerBlock, shape.Planes);
            int o = first * shape.OutputPlane;
            for (int plane = first; plane < end; plane++)
            {
                float* source = x + ((nint)plane * shape.InputPlane);
                if (shape.IsInside)
                {
                    Search<V>(source, shape.Width, Scratch.ForBlock(2L * shape.Width), y + o, indices is null ? null : indices + o);
                }
                else
                {
                    SearchInBorder<V>(source, y + o, indices is null ? null : indices + o);
                }

                if (!Epilogue.IsEmpty<TMap>(null))
                {
                    Epilogue.BiasPerColumn<V, TMap>(y + o, null, 1, shape.OutputPlane, shape.OutputPlane, o, map);
                }

                o += shape.OutputPlane;
            }
        }

        /// <summary>Finds the maxima of one plane whose windows reach beyond it.</summary>
        [MethodImpl(HotLoop.Options)]
        private void SearchInBorder<V>(float* plane, float* maxima, int* positions)
            where V : struct, ISimd<V>
        {
            PoolShape s = shape;
            (int height, int width) = (s.ReachHeight, s.ReachWidth);
            float* rows = Scratch.ForBlock(checked(((long)height * width) + (2L * width)));
            float* padded = rows + (2L * width);
            new Span<float>(padded, height * width).Fill(float.NegativeInfinity);
            int columns = Math.Min(s.Width, width - s.PadLeft);
            for (int row = 0; row < Math.Min(s.Height, height - s.PadTop); row++)
            {
                Strip.Copy<V>(plane + (row * s.Width), padded + ((row + s.PadTop) * width) + s.PadLeft, columns);
            }

            Search<V>(padded, width, rows, maxima, positions);
            for (int o = 0; positions is not null && o < s.OutputPlane; o++)
            {
                (int row, int column) = Math.DivRem(positions[o], width);

                // A window of nothing but −∞ finds its border first; its own first element is as great. No other window finds it.
                row = Math.Max(row - s.PadTop, 0);
                column = Math.Max(column - s.PadLeft, 0);
                positions[o] = (row * s.Width) + column;
            }
        }

        /// <summary>Finds the maxima of one plane; <paramref name="best"/> is memory for two of its rows.</summary>
        [MethodImpl(HotLoop.Options)]
        private void Search<V>(float* plane, int width, float* best, float* maxima, int* positions)
            where V : struct, ISimd<V>
        {
            PoolShape s = shape;
            int starts = ((s.OutputWidth - 1) * s.StrideWidth) + 1;
            float* offsets = best + width;
            int o = 0;
            for (int row = 0; row < s.OutputHeight; row++)
            {
                int top = row * s.StrideHeight * width;
                for (int column = 0; column < starts; column += V.Width)
                {
                    SearchVector<V>(plane + top + column, width, best + column, offsets + column, Math.Min(V.Width, starts - column));
                }

                for (int column = 0; column < starts; column += s.StrideWidth, o++)
                {
                    maxima[o] = best[column];
                    if (positions is not null)
                    {
                        positions[o] = top + column + ((int*)offsets)[column];
                    }
                }
            }
        }

        /// <summary>The maxima of windows that begin at neighbouring elements, and how far from their beginnings they are.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void SearchVector<V>(float* start, int width, float* maxima, float* offsets, int lanes)
            where V : struct, ISimd<V>
        {
            V best = Load<V>(start, lanes);
            V bestOffset = V.Zero;
            for (int y = 0; y < shape.WindowHeight; y++)
            {
                for (int x = 0; x < shape.WindowWidth; x++)
                {
                    int offset = (y * width) + x;
                    V value = Load<V>(start + offset, lanes);

                    // Greater; or the first NaN. An equal element comes later and is not taken.
                    V taken = V.Select(V.Equal(value, value), V.GreaterThan(value, best), V.Equal(best, best));
                    best = V.Select(taken, value, best);

                    // The bits of a whole number pass through selections as they are.
                    bestOffset = V.Select(taken, V.Broadcast(BitConverter.Int32BitsToSingle(offset)), bestOffset);
                }
            }

            if (lanes == V.Width)
            {
                best.Store(ref *maxima);
                bestOffset.Store(ref *offsets);
            }
            else
            {
                best.Store(ref *maxima, lanes);
                bestOffset.Store(ref *offsets, lanes);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Load<V>(float* source, int lanes)
            where V : struct, ISimd<V> => lanes == V.Width ? V.Load(ref *source) : V.Load(ref *source, lanes);
    }

    private readonly struct ScatterJob(float* dy, int* indices, float* dx, PoolShape shape, int planesPerBlock) : IJob
    {
        [MethodImpl(HotLoop.Options)]
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int first = block * planesPerBlock;
            int end = Math.Min(first + planesPerBlock, shape.Planes);
            for (int plane = first; plane < end; plane++)
            {
                Span<float> target = new(dx + ((nint)plane * shape.InputPlane), shape.InputPlane);
                target.Clear();
                int start = plane * shape.OutputPlane;
                for (int o = start; o < start + shape.OutputPlane; o++)
                {
                    target[indices[o]] += dy[o];
                }
            }
        }
    }

    private readonly struct GatherJob(float* x, int* indices, float* y, PoolShape shape, int planesPerBlock) : IJob
    {
        [MethodImpl(HotLoop.Options)]
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int first = block * planesPerBlock;
            int end = Math.Min(first + planesPerBlock, shape.Planes);
            for (int plane = first; plane < end; plane++)
            {
                ReadOnlySpan<float> source = new(x + ((nint)plane * shape.InputPlane), shape.InputPlane);
                int start = plane * shape.OutputPlane;
                for (int o = start; o < start + shape.OutputPlane; o++)
                {
                    y[o] = source[indices[o]];
                }
            }
        }
    }
}
