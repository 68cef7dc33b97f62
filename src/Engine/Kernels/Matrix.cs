namespace Adjoint.Kernels;

/// <summary>A matrix over a span: row-major, or the transpose of a row-major one. It is a view and copies nothing.</summary>
public readonly ref struct Matrix
{
    /// <summary>Views a span as a row-major matrix.</summary>
    /// <param name="values">The elements, rows × columns of them.</param>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Matrix(ReadOnlySpan<float> values, int rows, int columns)
        : this(values, rows, columns, isTransposed: false)
    {
        Require.Positive(rows, nameof(rows));
        Require.Positive(columns, nameof(columns));
        Require.Length(values, (long)rows * columns, nameof(values));
    }

    private Matrix(ReadOnlySpan<float> values, int rows, int columns, bool isTransposed)
    {
        Values = values;
        Rows = rows;
        Columns = columns;
        IsTransposed = isTransposed;
    }

    /// <summary>The elements in the order of storage.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>Whether the storage holds the columns one after another, rather than the rows.</summary>
    public bool IsTransposed { get; }

    /// <summary>The same elements with rows and columns exchanged.</summary>
    public Matrix Transposed => new(Values, Columns, Rows, !IsTransposed);

    /// <summary>The distance in storage from a row to the next.</summary>
    internal int RowStride => IsTransposed ? 1 : Columns;

    /// <summary>The distance in storage from a column to the next.</summary>
    internal int ColumnStride => IsTransposed ? Rows : 1;
}
