// Tiling. A broadcast only writes, so each block is a run of whole [middle, inner] groups of about 32 KB. A value is often repeated a few times, such
// as a pixel in an image twice as large: pairs are written a vector of values at a time, and longer runs in whole vectors whose last lanes the next
// value overwrites.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Repeats a tensor along axes: the transpose of a sum. The results have the shape [outer, middle, inner].</summary>
public static unsafe class Broadcast
{
    private const int BlockLength = 8192;

    /// <summary>result[o, m, i] = a[m].</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The input, [middle].</param>
    /// <param name="result">The result, [outer, middle, inner], apart from the input.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Middle(Threads threads, ReadOnlySpan<float> a, Span<float> result, int outer, int middle, int inner)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Shape(outer, middle, inner);
        Require.Length(a, middle, nameof(a));
        Run(threads, a, result, outer, middle, inner, alongMiddle: true);
    }

    /// <summary>result[o, m, i] = a[o, i].</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The input, [outer, inner].</param>
    /// <param name="result">The result, [outer, middle, inner], apart from the input.</param>
    /// <param name="outer">The size of the outer axis.</param>
    /// <param name="middle">The size of the middle axis.</param>
    /// <param name="inner">The size of the inner axis.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void OuterInner(Threads threads, ReadOnlySpan<float> a, Span<float> result, int outer, int middle, int inner)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Shape(outer, middle, inner);
        Require.Length(a, (long)outer * inner, nameof(a));
        Run(threads, a, result, outer, middle, inner, alongMiddle: false);
    }

    private static void Run(
        Threads threads, ReadOnlySpan<float> a, Span<float> result, int outer, int middle, int inner, bool alongMiddle)
    {
        Require.Length<float>(result, Require.Product(outer, middle, inner), nameof(result));
        Require.Apart<float, float>(a, result, nameof(a));
        int group = middle * inner;
        int groupsPerBlock = Math.Max(1, BlockLength / Math.Max(1, group));
        fixed (float* aStart = a)
        fixed (float* start = result)
        {
            Job job = new(aStart, start, outer, middle, inner, groupsPerBlock, alongMiddle);
            threads.Run(ref job, Blocks.Count(outer, groupsPerBlock), 4L * result.Length);
        }
    }

    private readonly struct Job(
        float* a, float* result, int outer, int middle, int inner, int groupsPerBlock, bool alongMiddle) : IJob
    {
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            nint group = (nint)middle * inner;
            int first = block * groupsPerBlock;
            int groups = Math.Min(outer - first, groupsPerBlock);
            float* rows = result + (first * group);
            if (!alongMiddle && inner == 1)
            {
                Repeat<V>(a + first, rows, groups, middle);
                return;
            }

            for (int o = 0; o < groups; o++, rows += group)
            {
                if (!alongMiddle)
                {
                    RepeatRow<V>(a + ((nint)(first + o) * inner), rows, middle, inner);
                }
                else if (inner == 1)
                {
                    RepeatRow<V>(a, rows, 1, middle);
                }
                else
                {
                    Repeat<V>(a, rows, middle, inner);
                }
            }
        }

        /// <summary>Each value some times.</summary>
        [MethodImpl(HotLoop.Options)]
        private static void Repeat<V>(float* values, float* target, int count, int times)
            where V : struct, ISimd<V>
        {
            int i = 0;
            if (times == 2 && EveryOther.CanSplit<V>())
            {
                for (; i <= count - V.Width; i += V.Width)
                {
                    V value = V.Load(in values[i]);
                    (V low, V high) = EveryOther.Join(value, value);
                    low.Store(ref target[2 * i]);
                    high.Store(ref target[(2 * i) + V.Width]);
                }
            }

            float* end = target + ((nint)count * times);
            for (; i < count; i++)
            {
                Strip.Fill(V.Broadcast(values[i]), target + ((nint)i * times), times, end);
            }
        }

        /// <summary>A row some times.</summary>
        [MethodImpl(HotLoop.Options)]
        private static void RepeatRow<V>(float* row, float* target, int times, int length)
            where V : struct, ISimd<V>
        {
            for (int m = 0; m < times; m++, target += length)
            {
                Strip.Copy<V>(row, target, length);
            }
        }
    }
}
