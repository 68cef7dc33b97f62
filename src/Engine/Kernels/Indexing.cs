namespace Adjoint.Kernels;

/// <summary>
/// Kernels that read from, or write to, places which whole numbers name. Every index is checked before anything is written.
/// </summary>
public static unsafe class Indexing
{
    /// <summary>y[i] = table[indices[i]], row by row.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="table">The table, [rows, width].</param>
    /// <param name="indices">The rows that are read, each from 0 to rows − 1.</param>
    /// <param name="y">The result, [indices, width], apart from the table.</param>
    /// <param name="rows">The number of rows of the table.</param>
    /// <param name="width">The length of a row.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is no row; the message names its position.</exception>
    public static void Gather(Threads threads, ReadOnlySpan<float> table, ReadOnlySpan<int> indices, Span<float> y, int rows, int width)
    {
        ArgumentNullException.ThrowIfNull(threads);
        CheckRows(table, indices, y, rows, width);
        Require.Apart<float, float>(table, y, nameof(table));
        Require.Apart<int, float>(indices, y, nameof(indices));
        fixed (float* tableStart = table)
        fixed (int* indexStart = indices)
        fixed (float* yStart = y)
        {
            GatherJob job = new(tableStart, indexStart, yStart, indices.Length, width);
            threads.Run(ref job, job.BlockCount, y.Length);
        }
    }

    /// <summary>y[r] = Σ values[i] over all i with indices[i] = r, added in the order of i; zero where there is none.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="indices">The rows that are added to, each from 0 to rows − 1.</param>
    /// <param name="values">What is added, [indices, width].</param>
    /// <param name="y">The result, [rows, width], apart from the values.</param>
    /// <param name="rows">The number of rows of the result.</param>
    /// <param name="width">The length of a row.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is no row; the message names its position.</exception>
    public static void ScatterAdd(Threads threads, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, Span<float> y, int rows, int width)
    {
        ArgumentNullException.ThrowIfNull(threads);
        CheckRows(y, indices, values, rows, width);
        Require.Apart<float, float>(values, y, nameof(values));
        Require.Apart<int, float>(indices, y, nameof(indices));
        fixed (int* indexStart = indices)
        fixed (float* valueStart = values)
        fixed (float* yStart = y)
        {
            ScatterAddJob job = new(indexStart, valueStart, yStart, indices.Length, rows, width);
            threads.Run(ref job, job.BlockCount, (long)y.Length + values.Length);
        }
    }

    /// <summary>y[i, j] = 1 where j = indices[i], and 0 elsewhere.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="indices">The place of each row's one, from 0 to classes − 1.</param>
    /// <param name="y">The result, [indices, classes].</param>
    /// <param name="classes">The length of a row.</param>
    /// <exception cref="ArgumentException">A length doesn't fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is no class; the message names its position.</exception>
    public static void OneHot(Threads threads, ReadOnlySpan<int> indices, Span<float> y, int classes)
    {
        ArgumentNullException.ThrowIfNull(threads);
        SpreadRows(threads, indices, [], y, classes);
    }

    /// <summary>y[i, j] = 1 where j = indices[i], and 0 elsewhere; a row whose index is −1 is 0 everywhere.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="indices">The place of each row's one, from 0 to classes − 1, or −1.</param>
    /// <param name="y">The result, [indices, classes].</param>
    /// <param name="classes">The length of a row.</param>
    /// <exception cref="ArgumentException">A length doesn't fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is no class and not −1; the message names its position.</exception>
    public static void OneHotOrNone(Threads threads, ReadOnlySpan<int> indices, Span<float> y, int classes)
    {
        ArgumentNullException.ThrowIfNull(threads);
        SpreadRows(threads, indices, [], y, classes, least: -1);
    }

    /// <summary>y[i, j] = values[i] where j = indices[i], and 0 elsewhere.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="indices">The place of each row's value, from 0 to classes − 1.</param>
    /// <param name="values">The values, as many as indices.</param>
    /// <param name="y">The result, [indices, classes], apart from the values.</param>
    /// <param name="classes">The length of a row.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is no class; the message names its position.</exception>
    public static void Spread(Threads threads, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, Span<float> y, int classes)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Length(values, indices.Length, nameof(values));
        Require.Apart<float, float>(values, y, nameof(values));
        SpreadRows(threads, indices, values, y, classes);
    }

    /// <summary>y[i] = x[i, indices[i]].</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The rows, [indices, classes].</param>
    /// <param name="indices">The place that is read in each row, from 0 to classes − 1.</param>
    /// <param name="y">The result, as many as indices, apart from the rows.</param>
    /// <param name="classes">The length of a row.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is no class; the message names its position.</exception>
    public static void Pick(Threads threads, ReadOnlySpan<float> x, ReadOnlySpan<int> indices, Span<float> y, int classes)
    {
        ArgumentNullException.ThrowIfNull(threads);
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        Require.Length(x, (long)indices.Length * classes, nameof(x));
        Require.Length<float>(y, indices.Length, nameof(y));
        Require.Apart<float, float>(x, y, nameof(x));
        Require.Apart<int, float>(indices, y, nameof(indices));
        CheckIndices(indices, classes);
        fixed (float* xStart = x)
        fixed (int* indexStart = indices)
        fixed (float* yStart = y)
        {
            PickJob job = new(xStart, indexStart, yStart, indices.Length, classes);
            threads.Run(ref job, job.BlockCount, y.Length);
        }
    }

    private static void SpreadRows(Threads threads, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, Span<float> y, int classes, int least = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        Require.Length<float>(y, (long)indices.Length * classes, nameof(y));
        Require.Apart<int, float>(indices, y, nameof(indices));
        CheckIndices(indices, classes, least);
        fixed (int* indexStart = indices)
        fixed (float* valueStart = values)
        fixed (float* yStart = y)
        {
            SpreadJob job = new(indexStart, valueStart, yStart, indices.Length, classes);
            threads.Run(ref job, job.BlockCount, y.Length);
        }
    }

    /// <summary>Checks a table [rows, width] and what belongs to the indices, [indices, width].</summary>
    private static void CheckRows(ReadOnlySpan<float> table, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, int rows, int width)
    {
        Require.Shape(rows, width, 1);
        Require.Length(table, (long)rows * width, nameof(table));
        Require.Length(values, (long)indices.Length * width, nameof(values));
        CheckIndices(indices, rows);
    }

    private static void CheckIndices(ReadOnlySpan<int> indices, int count, int least = 0)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] < least || indices[i] >= count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices), indices[i], $"Expected indices from {least} to {count - 1}, found {indices[i]} at position {i}.");
            }
        }
    }
}
