namespace Adjoint.Kernels;

/// <summary>
/// Matrices of one size over a span, one after the other, or so many abreast that the rows of these alternate, as those of an attention's heads do. Each is row-major, or the
/// transpose of a row-major one. It is a view and copies nothing.
/// </summary>
public readonly ref struct MatrixBatch
{
    /// <summary>Views a span as row-major matrices.</summary>
    /// <param name="values">The elements, [count / abreast, rows, abreast, columns].</param>
    /// <param name="count">The number of matrices; there may be none.</param>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <param name="abreast">How many matrices lie abreast: their first rows, then their second ones, and so on. At least 1, which the number of matrices is a multiple of.</param>
    /// <exception cref="ArgumentException">The span has another length, or the number of matrices is no multiple of those abreast.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or another size is below 1.</exception>
    public MatrixBatch(ReadOnlySpan<float> values, int count, int rows, int columns, int abreast = 1)
        : this(values, count, rows, columns, abreast, isTransposed: false, Triangle.None)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Require.Positive(rows, nameof(rows));
        Require.Positive(columns, nameof(columns));
        Require.Length(values, Require.Product(count, rows, columns), nameof(values));
        Require.Abreast(count, abreast, nameof(abreast));
    }

    private MatrixBatch(ReadOnlySpan<float> values, int count, int rows, int columns, int abreast, bool isTransposed, Triangle triangle)
    {
        Values = values;
        Count = count;
        Rows = rows;
        Columns = columns;
        Abreast = abreast;
        IsTransposed = isTransposed;
        Triangle = triangle;
    }

    /// <summary>The elements in the order of storage.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>The number of matrices.</summary>
    public int Count { get; }

    /// <summary>The number of rows of each.</summary>
    public int Rows { get; }

    /// <summary>The number of columns of each.</summary>
    public int Columns { get; }

    /// <summary>How many matrices lie abreast.</summary>
    public int Abreast { get; }

    /// <summary>Whether the storage of each matrix holds the columns one after another, rather than the rows.</summary>
    public bool IsTransposed { get; }

    /// <summary>The same elements with rows and columns of each matrix exchanged.</summary>
    public MatrixBatch Transposed => new(Values, Count, Columns, Rows, Abreast, !IsTransposed, Triangle switch
    {
        Triangle.Lower => Triangle.Upper,
        Triangle.Upper => Triangle.Lower,
        _ => Triangle.None,
    });

    /// <summary>
    /// The same matrices, whose elements above the diagonal are known to be zero, as the weights of causal attention are. A product with them on its left leaves out much of
    /// what these would be multiplied by, also if that is NaN.
    /// </summary>
    public MatrixBatch Lower => new(Values, Count, Rows, Columns, Abreast, IsTransposed, Triangle.Lower);

    /// <summary>Where elements are known to be zero.</summary>
    internal Triangle Triangle { get; }

    /// <summary>The distance in storage from a row to the next.</summary>
    internal int RowStride => IsTransposed ? 1 : Abreast * Columns;

    /// <summary>The distance in storage from a column to the next.</summary>
    internal int ColumnStride => IsTransposed ? Abreast * Rows : 1;

    /// <summary>Where each of the matrices begins.</summary>
    internal BatchPlaces Places => IsTransposed ? new(Abreast, Columns, Rows) : new(Abreast, Rows, Columns);
}
