namespace Adjoint.Kernels;

/// <summary>
/// Matrices of one size, one after the other over a span: each row-major, or each the transpose of a row-major one. It is a view and
/// copies nothing.
/// </summary>
public readonly ref struct MatrixBatch
{
    /// <summary>Views a span as row-major matrices.</summary>
    /// <param name="values">The elements, count × rows × columns of them.</param>
    /// <param name="count">The number of matrices; there may be none.</param>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or another size is below 1.</exception>
    public MatrixBatch(ReadOnlySpan<float> values, int count, int rows, int columns)
        : this(values, count, rows, columns, isTransposed: false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Require.Positive(rows, nameof(rows));
        Require.Positive(columns, nameof(columns));
        Require.Length(values, Require.Product(count, rows, columns), nameof(values));
    }

    private MatrixBatch(ReadOnlySpan<float> values, int count, int rows, int columns, bool isTransposed)
    {
        Values = values;
        Count = count;
        Rows = rows;
        Columns = columns;
        IsTransposed = isTransposed;
    }

    /// <summary>The elements in the order of storage.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>The number of matrices.</summary>
    public int Count { get; }

    /// <summary>The number of rows of each.</summary>
    public int Rows { get; }

    /// <summary>The number of columns of each.</summary>
    public int Columns { get; }

    /// <summary>Whether the storage of each matrix holds the columns one after another, rather than the rows.</summary>
    public bool IsTransposed { get; }

    /// <summary>The same elements with rows and columns of each matrix exchanged.</summary>
    public MatrixBatch Transposed => new(Values, Count, Columns, Rows, !IsTransposed);

    /// <summary>The distance in storage from a row to the next.</summary>
    internal int RowStride => IsTransposed ? 1 : Columns;

    /// <summary>The distance in storage from a column to the next.</summary>
    internal int ColumnStride => IsTransposed ? Rows : 1;
}
