// Tiling. Rows of few columns leave most lanes of a vector empty, and each wants sums across lanes. Here as many rows as a vector has lanes are
// turned first, 4x4 blocks at a time (Panel.cs), into a panel of the first-level cache where each column is a vector: every pass then uses all
// lanes, and adds up down the panel. A softmax or a cross-entropy of 32 rows takes a quarter of the time with two columns, and up to half with ten.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Passes over rows of few columns: each lane is a row.</summary>
internal static unsafe class TurnedRows
{
    /// <summary>The floats of the largest panel: the most columns that suit.</summary>
    public const int MostLength = ColumnsPerRow * MostLanes * MostLanes;

    /// <summary>The most rows of a panel.</summary>
    public const int MostLanes = 16;

    /// <summary>A row by itself takes as long as so many columns of a panel, which take the same however many of its lanes are rows.</summary>
    private const int ColumnsPerRow = 2;

    /// <summary>Whether rows take less time turned than one by one; so that nothing depends on who runs which, all of a call are of one kind.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="columns">The columns.</param>
    public static bool Suit(int rows, int columns) => (long)Blocks.Count(rows, MostLanes) * columns <= (long)ColumnsPerRow * rows;

    /// <summary>Rows that make a block of about as many elements, a multiple of every width.</summary>
    /// <param name="length">The elements.</param>
    /// <param name="columns">The columns.</param>
    public static int RowsWithin(int length, int columns) => Blocks.Count(length / Math.Max(1, columns), MostLanes) * MostLanes;

    /// <summary>panel[j, lane] = x[lane, j]; zeros where there are no rows.</summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="rows">At most as many as a vector has lanes.</param>
    /// <param name="columns">Their columns.</param>
    /// <param name="panel">A vector for each column.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<V>(float* x, int rows, int columns, float* panel)
        where V : struct, ISimd<V> => Panel.Pack<V>(x, 1, columns, columns, rows, panel, V.Width);

    /// <summary>y[lane, j] = panel[j, lane], for the lanes that are rows.</summary>
    /// <param name="panel">A vector for each column.</param>
    /// <param name="rows">At most as many as a vector has lanes.</param>
    /// <param name="columns">Their columns.</param>
    /// <param name="y">The rows, one after the other.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TurnBack<V>(float* panel, int rows, int columns, float* y)
        where V : struct, ISimd<V> => Panel.Transpose(panel, 1, V.Width, rows, columns, y, columns);

    /// <summary>−∞ in place of what is above the diagonal of square matrices.</summary>
    /// <param name="panel">A vector for each column.</param>
    /// <param name="row">The row of the first lane, in all matrices.</param>
    /// <param name="columns">The columns, as many as the rows of a matrix.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CloseUpper<V>(float* panel, int row, int columns)
        where V : struct, ISimd<V>
    {
        for (int lane = 0; lane < V.Width; lane++)
        {
            for (int j = ((row + lane) % columns) + 1; j < columns; j++)
            {
                panel[(j * V.Width) + lane] = float.NegativeInfinity;
            }
        }
    }

    /// <summary>The greatest element of each row; NaN if any of it is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Max<V>(float* panel, int columns)
        where V : struct, ISimd<V>
    {
        V max = V.Load(in panel[0]);
        for (int j = 1; j < columns; j++)
        {
            max = V.Max(max, V.Load(in panel[j * V.Width]));
        }

        return max;
    }

    /// <summary>panel = e^(panel − shift); the sum of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exponentials<V>(float* panel, V shift, int columns)
        where V : struct, ISimd<V>
    {
        V sum = V.Zero;
        for (int j = 0; j < columns; j++)
        {
            V e = V.Exp(V.Load(in panel[j * V.Width]) - shift);
            e.Store(ref panel[j * V.Width]);
            sum += e;
        }

        return sum;
    }

    /// <summary>panel *= factor, each row by its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale<V>(float* panel, V factor, int columns)
        where V : struct, ISimd<V>
    {
        for (int j = 0; j < columns; j++)
        {
            (V.Load(in panel[j * V.Width]) * factor).Store(ref panel[j * V.Width]);
        }
    }
}
