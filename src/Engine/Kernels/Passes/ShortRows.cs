// Tiling. To begin a row takes as long as sixteen elements or so, and its last vector is not full. Short rows are passed some at a time, as if they
// were one: of each repeated operand a value for every element is written out before, by whole vectors that the next row overwrites. What is written
// stays in the first-level cache. Rows of four elements take 0.6 of the time of one by one with an operand of single values, 0.2 with a run that all
// rows share, and 0.4 where there is an exponential. The loop is apart from that of long rows, whose cursors would else not stay in registers.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>An element-wise pass over short rows, with its repeated operands written out.</summary>
internal static unsafe class ShortRows
{
    /// <summary>The most elements that are taken together: eight operands of so many stay in the first-level cache.</summary>
    private const int MostElements = 512;

    /// <summary>A row by itself takes as long as so many elements of rows together.</summary>
    private const int ElementsPerRow = 16;

    /// <summary>To write out a value for a row takes as long as so many elements.</summary>
    private const int ElementsPerValue = 4;

    /// <summary>Whether rows are better passed together.</summary>
    /// <param name="length">The elements of a row.</param>
    /// <param name="values">How many operands have a single value for a row; a run that is the same for all rows is written once.</param>
    public static bool Suit<V>(int length, int values)
        where V : struct, ISimd<V> => length < V.Width && length + (values * ElementsPerValue) <= ElementsPerRow;

    /// <summary>result[i] = op(a[i], b[i] …) from an element on that begins a row.</summary>
    /// <param name="operands">The first four operands.</param>
    /// <param name="more">Up to four more.</param>
    /// <param name="result">The result.</param>
    /// <param name="first">The first element.</param>
    /// <param name="end">The element after the last.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="op">The operator.</param>
    [MethodImpl(HotLoop.Options)]
    public static void Run<TOp, V>(in RowOperands operands, in RowOperands more, float* result, int first, int end, int length, TOp op)
        where TOp : struct, IRowMap
        where V : struct, ISimd<V>
    {
        RowCursors at = new(operands, first);
        RowCursors atMore = TOp.Count > 4 ? new RowCursors(more, first) : default;
        int step = MostElements / length * length;
        int room = step + V.Width;
        float* written = Scratch.ForBlock(TOp.Count * (long)room);
        bool isFirst = true;
        for (int i = first; i < end; i += step)
        {
            int count = Math.Min(step, end - i);
            int rows = Blocks.Count(count, length);
            float* a = at.A.WriteOut<V>(rows, length, written, isFirst);
            float* b = TOp.Count > 1 ? at.B.WriteOut<V>(rows, length, written + room, isFirst) : null;
            float* c = TOp.Count > 2 ? at.C.WriteOut<V>(rows, length, written + (2 * room), isFirst) : null;
            float* d = TOp.Count > 3 ? at.D.WriteOut<V>(rows, length, written + (3 * room), isFirst) : null;
            float* e = TOp.Count > 4 ? atMore.A.WriteOut<V>(rows, length, written + (4 * room), isFirst) : null;
            float* f = TOp.Count > 5 ? atMore.B.WriteOut<V>(rows, length, written + (5 * room), isFirst) : null;
            float* g = TOp.Count > 6 ? atMore.C.WriteOut<V>(rows, length, written + (6 * room), isFirst) : null;
            float* h = TOp.Count > 7 ? atMore.D.WriteOut<V>(rows, length, written + (7 * room), isFirst) : null;
            isFirst = false;
            int j = 0;
            for (; j <= count - V.Width; j += V.Width)
            {
                op.Invoke(
                    V.Load(in a[j]),
                    TOp.Count <= 1 ? V.Zero : V.Load(in b[j]),
                    TOp.Count <= 2 ? V.Zero : V.Load(in c[j]),
                    TOp.Count <= 3 ? V.Zero : V.Load(in d[j]),
                    TOp.Count <= 4 ? V.Zero : V.Load(in e[j]),
                    TOp.Count <= 5 ? V.Zero : V.Load(in f[j]),
                    TOp.Count <= 6 ? V.Zero : V.Load(in g[j]),
                    TOp.Count <= 7 ? V.Zero : V.Load(in h[j]),
                    i + j).Store(ref result[i + j]);
            }

            int rest = count - j;
            if (rest > 0)
            {
                op.Invoke(
                    V.Load(in a[j], rest),
                    TOp.Count <= 1 ? V.Zero : V.Load(in b[j], rest),
                    TOp.Count <= 2 ? V.Zero : V.Load(in c[j], rest),
                    TOp.Count <= 3 ? V.Zero : V.Load(in d[j], rest),
                    TOp.Count <= 4 ? V.Zero : V.Load(in e[j], rest),
                    TOp.Count <= 5 ? V.Zero : V.Load(in f[j], rest),
                    TOp.Count <= 6 ? V.Zero : V.Load(in g[j], rest),
                    TOp.Count <= 7 ? V.Zero : V.Load(in h[j], rest),
                    i + j).Store(ref result[i + j], rest);
            }
        }
    }
}
