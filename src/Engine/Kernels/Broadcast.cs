// Tiling. A broadcast only writes, so each block is a run of whole [middle, inner] groups of about 32 KB, filled by the runtime's
// own vectorised fill and copy.
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
            int group = middle * inner;
            int end = Math.Min(outer, (block + 1) * groupsPerBlock);
            for (int o = block * groupsPerBlock; o < end; o++)
            {
                Span<float> rows = new(result + ((nint)o * group), group);
                if (alongMiddle)
                {
                    FillRows(rows);
                }
                else
                {
                    RepeatRow(new ReadOnlySpan<float>(a + ((nint)o * inner), inner), rows);
                }
            }
        }

        private void FillRows(Span<float> rows)
        {
            if (inner == 1)
            {
                new ReadOnlySpan<float>(a, middle).CopyTo(rows);
                return;
            }

            for (int m = 0; m < middle; m++)
            {
                rows.Slice(m * inner, inner).Fill(a[m]);
            }
        }

        private void RepeatRow(ReadOnlySpan<float> row, Span<float> rows)
        {
            if (inner == 1)
            {
                rows.Fill(row[0]);
                return;
            }

            for (int m = 0; m < middle; m++)
            {
                row.CopyTo(rows.Slice(m * inner, inner));
            }
        }
    }
}
