// Tiling. A row makes three passes (maximum, exponentials and their sum, scaling) while it lies in the first-level cache; blocks
// are runs of rows of about 4096 elements. Rows of few columns lie along the lanes instead (TurnedRows.cs). Rows of triangles are shorter by what
// is above the diagonal; turned, it becomes −∞.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The softmax of rows, and its logarithm.</summary>
public static unsafe class Softmax
{
    private const int BlockLength = 4096;
    private const int CostPerElement = 20;

    /// <summary>
    /// y[r, j] = e^(x[r, j]) / Σⱼ e^(x[r, j]), computed from differences to the row's maximum so that nothing overflows. A row
    /// with NaN, with +∞ or of −∞ alone gives NaN.
    /// </summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The input, [rows, columns].</param>
    /// <param name="y">The result, [rows, columns]; may be the input.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap in part.</exception>
    public static void Forward(Threads threads, ReadOnlySpan<float> x, Span<float> y, int rows, int columns) =>
        Run(threads, x, y, rows, columns, Form.Whole);

    /// <summary>
    /// y[r, j] = x[r, j] − ln Σⱼ e^(x[r, j]), the logarithm of the softmax, finite also where the softmax is 0. A row with NaN, with +∞ or
    /// of −∞ alone gives NaN.
    /// </summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The input, [rows, columns].</param>
    /// <param name="y">The result, [rows, columns]; may be the input.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap in part.</exception>
    public static void Log(Threads threads, ReadOnlySpan<float> x, Span<float> y, int rows, int columns) =>
        Run(threads, x, y, rows, columns, Form.Logarithm);

    /// <summary>
    /// The softmax of the lower triangles of square matrices, one after the other: in each row of the elements up to the diagonal, and zeros after it. What is above the diagonal
    /// isn't read. A row with NaN, with +∞ or of −∞ alone, up to there, gives NaN.
    /// </summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The input, [matrices, columns, columns].</param>
    /// <param name="y">The result, [matrices, columns, columns]; may be the input.</param>
    /// <param name="rows">The number of rows of all matrices.</param>
    /// <param name="columns">The number of columns, and of rows of each matrix.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, the rows are no whole matrices, or the spans overlap in part.</exception>
    public static void Lower(Threads threads, ReadOnlySpan<float> x, Span<float> y, int rows, int columns)
    {
        if (columns > 0 && rows % columns != 0)
        {
            throw new ArgumentException($"Expected the rows of square matrices of {columns} columns, found {rows}.", nameof(rows));
        }

        Run(threads, x, y, rows, columns, Form.Lower);
    }

    private static void Run(Threads threads, ReadOnlySpan<float> x, Span<float> y, int rows, int columns, Form form)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Shape(rows, columns, 1);
        Require.Length(x, (long)rows * columns, nameof(x));
        Require.Length<float>(y, (long)rows * columns, nameof(y));
        Require.SameOrApart(x, y, nameof(x));
        if (x.IsEmpty)
        {
            return;
        }

        fixed (float* xStart = x)
        fixed (float* yStart = y)
        {
            if (TurnedRows.Suit(rows, columns))
            {
                int turned = TurnedRows.RowsWithin(BlockLength, columns);
                TurnedJob job = new(xStart, yStart, rows, columns, turned, form);
                threads.Run(ref job, Blocks.Count(rows, turned), (long)x.Length * CostPerElement);
            }
            else
            {
                int rowsPerBlock = Math.Max(1, BlockLength / columns);
                Job job = new(xStart, yStart, rows, columns, rowsPerBlock, form);
                threads.Run(ref job, Blocks.Count(rows, rowsPerBlock), (long)x.Length * CostPerElement);
            }
        }
    }

    private enum Form
    {
        Whole,
        Logarithm,
        Lower,
    }

    private readonly struct Job(float* x, float* y, int rows, int columns, int rowsPerBlock, Form form) : IJob
    {
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int end = Math.Min((block + 1) * rowsPerBlock, rows);
            for (int r = block * rowsPerBlock; r < end; r++)
            {
                nint start = (nint)r * columns;
                int length = form == Form.Lower ? (r % columns) + 1 : columns;
                float max = RowPass.Max<V>(x + start, length);
                if (form == Form.Logarithm)
                {
                    float sum = RowPass.SumOfExp<V>(x + start, max, null, columns);
                    RowPass.Subtract<V>(x + start, max, (float)Math.Log(sum), y + start, columns);
                }
                else
                {
                    float sum = RowPass.SumOfExp<V>(x + start, max, y + start, length);
                    RowPass.Scale<V>(y + start, 1f / sum, length);
                    Strip.Clear<V>(y + start + length, columns - length);
                }
            }
        }
    }

    private readonly struct TurnedJob(float* x, float* y, int rows, int columns, int rowsPerBlock, Form form) : IJob
    {
        [SkipLocalsInit]
        [MethodImpl(HotLoop.Options)]
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            float* panel = stackalloc float[TurnedRows.MostLength];
            int end = Math.Min((block + 1) * rowsPerBlock, rows);
            for (int r = block * rowsPerBlock; r < end; r += V.Width)
            {
                nint start = (nint)r * columns;
                int count = Math.Min(V.Width, end - r);
                TurnedRows.Turn<V>(x + start, count, columns, panel);
                if (form == Form.Lower)
                {
                    TurnedRows.CloseUpper<V>(panel, r, columns);
                }

                V max = TurnedRows.Max<V>(panel, columns);
                if (form == Form.Logarithm)
                {
                    V sum = V.Zero;
                    for (int j = 0; j < columns; j++)
                    {
                        V difference = V.Load(in panel[j * V.Width]) - max;
                        difference.Store(ref panel[j * V.Width]);
                        sum += V.Exp(difference);
                    }

                    V log = V.Log(sum);
                    for (int j = 0; j < columns; j++)
                    {
                        (V.Load(in panel[j * V.Width]) - log).Store(ref panel[j * V.Width]);
                    }
                }
                else
                {
                    V sum = TurnedRows.Exponentials(panel, max, columns);
                    TurnedRows.Scale(panel, V.One / sum, columns);
                }

                TurnedRows.TurnBack<V>(panel, count, columns, y + start);
            }
        }
    }
}
