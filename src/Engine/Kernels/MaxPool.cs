// Tiling. A block is a run of whole planes, about 8192 elements, so overlapping windows of a backward pass never meet across blocks.
// Windows inside planes at a stride of two along rows look at these in place (HalvingMaxima.cs), and write their derivative so (HalvedScatter.cs). Other
// planes are laid out by columns of the window (ColumnLayout.cs), with −∞ around them: then neighbouring lanes look at neighbouring
// windows, across the ends of rows too, and each element of the window is one load, some comparisons and two selections for a whole vector.
// Planes that the strides cut evenly follow one another as one high plane, so narrow images fill vectors too. That an element was taken
// is kept as its distance from the window's first; where windows begin is listed once for all planes.
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
            int* starts = null;
            if (indexStart is not null)
            {
                starts = (int*)Scratch.ForJob(shape.OutputPlane);
                WindowStarts.List(shape, starts);
            }

            ForwardJob<TMap> job = new(xStart, yStart, indexStart, starts, shape, PlanesPerBlock(shape), map);
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
        float* x, float* y, int* indices, int* starts, PoolShape shape, int planesPerBlock, TMap map) : IJob
        where TMap : struct, IMap1
    {
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            PoolShape s = shape;
            int first = block * planesPerBlock;
            int planes = Math.Min(planesPerBlock, s.Planes - first);
            if (HalvingMaxima<TMap>.Suits<V>(s))
            {
                new HalvingMaxima<TMap>(x, y, indices, starts, s, map).Run<V>(first, planes);
                return;
            }

            // Planes that windows cut evenly are one high plane: its rows follow one another, and no window meets two of them.
            (int channels, int high) = s.IsCutEvenly ? (1, planes) : (planes, 1);
            int rows = checked(high * s.OutputHeight);
            ColumnLayout layout = new(new WindowSizes(
                channels, checked(high * s.Height), s.Width, s.WindowHeight, s.WindowWidth, s.StrideHeight, s.StrideWidth, s.PadTop, s.PadLeft, rows, s.OutputWidth));

            // Vectors are read whole, also beyond the last position.
            long length = layout.Length(rows) + V.Width;
            int window = s.WindowHeight * s.WindowWidth;
            float* columns = Scratch.ForBlock(checked(length + window));
            int* offsets = (int*)(columns + length);
            layout.ListOffsets(offsets, rows, 1);
            layout.Fill<V>(x + ((nint)first * s.InputPlane), columns, 0, rows, rows, float.NegativeInfinity);
            nint distance = s.WindowWidth * layout.RowDistance(rows);
            for (int channel = 0; channel < channels; channel++, columns += distance)
            {
                int start = (first + channel) * s.OutputPlane;
                if (indices is null)
                {
                    Maxima<V>(columns, offsets, start, layout.Positions);
                }
                else
                {
                    MaximaAndPositions<V>(columns, offsets, start, layout.Positions);
                }
            }
        }

        /// <summary>Finds the maxima of one plane, or of several as one.</summary>
        [MethodImpl(HotLoop.Options)]
        private void Maxima<V>(float* columns, int* offsets, int start, int count)
            where V : struct, ISimd<V>
        {
            int window = shape.WindowHeight * shape.WindowWidth;
            for (int q = 0; q < count; q += V.Width, columns += V.Width)
            {
                V best = V.Load(in columns[offsets[0]]);
                for (int tap = 1; tap < window; tap++)
                {
                    V value = V.Load(in columns[offsets[tap]]);
                    best = V.Select(IsTaken(value, best), value, best);
                }

                Store(map.Invoke(best, start + q), y + start + q, count - q);
            }
        }

        /// <summary>Finds the maxima of one plane, or of several as one, and where they are.</summary>
        [MethodImpl(HotLoop.Options)]
        private void MaximaAndPositions<V>(float* columns, int* offsets, int start, int count)
            where V : struct, ISimd<V>
        {
            PoolShape s = shape;
            bool isInside = s.IsInside;
            V nothing = V.Broadcast(float.NegativeInfinity);
            for (int q = 0; q < count; q += V.Width, columns += V.Width)
            {
                int* offset = offsets;
                V best = V.Load(in columns[*offset]);
                V distance = V.Zero;
                for (int i = 0; i < s.WindowHeight; i++)
                {
                    for (int j = 0; j < s.WindowWidth; j++)
                    {
                        V value = V.Load(in columns[*offset++]);
                        V taken = IsTaken(value, best);
                        best = V.Select(taken, value, best);

                        // The bits of a whole number pass through selections as they are.
                        distance = V.Select(taken, V.Broadcast(BitConverter.Int32BitsToSingle((i * s.Width) + j)), distance);
                    }
                }

                int lanes = count - q;
                Store(distance, (float*)indices + start + q, lanes);
                Store(map.Invoke(best, start + q), y + start + q, lanes);
                if (!isInside && V.Any(V.Equal(best, nothing)))
                {
                    MoveInside(best, start, q);
                }
            }

            for (int plane = 0; plane < count; plane += s.OutputPlane)
            {
                WindowStarts.Add(indices + start + plane, starts, s.OutputPlane);
            }
        }

        /// <summary>
        /// A window of nothing but −∞ finds its border first; its own first element is as great. Its distance is made to lead there.
        /// </summary>
        private void MoveInside<V>(V best, int start, int q)
            where V : struct, ISimd<V>
        {
            PoolShape s = shape;
            float* maxima = stackalloc float[V.Width];
            best.Store(ref *maxima);
            for (int lane = 0; lane < Math.Min(V.Width, s.OutputPlane - q); lane++)
            {
                if (maxima[lane] == float.NegativeInfinity)
                {
                    (int row, int column) = Math.DivRem(q + lane, s.OutputWidth);
                    row = Math.Max((row * s.StrideHeight) - s.PadTop, 0);
                    column = Math.Max((column * s.StrideWidth) - s.PadLeft, 0);
                    indices[start + q + lane] = (row * s.Width) + column - starts[q + lane];
                }
            }
        }

        /// <summary>Greater; or the first NaN. An equal element comes later and is not taken.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V IsTaken<V>(V value, V best)
            where V : struct, ISimd<V> => V.Select(V.Equal(value, value), V.GreaterThan(value, best), V.Equal(best, best));

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

    private readonly struct ScatterJob(float* dy, int* indices, float* dx, PoolShape shape, int planesPerBlock) : IJob
    {
        [MethodImpl(HotLoop.Options)]
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int first = block * planesPerBlock;
            int end = Math.Min(first + planesPerBlock, shape.Planes);
            bool isHalved = HalvedScatter.Suits<V>(shape);
            for (int plane = first; plane < end; plane++)
            {
                float* pixels = dx + ((nint)plane * shape.InputPlane);
                int start = plane * shape.OutputPlane;
                if (isHalved && HalvedScatter.Run(dy + start, indices + start, pixels, shape))
                {
                    continue;
                }

                Span<float> target = new(pixels, shape.InputPlane);
                target.Clear();
                if (shape.IsApart)
                {
                    for (int o = start; o < start + shape.OutputPlane; o++)
                    {
                        target[indices[o]] = dy[o];
                    }

                    continue;
                }

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
