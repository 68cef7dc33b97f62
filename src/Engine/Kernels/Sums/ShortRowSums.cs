// Tiling. Rows shorter than a vector would leave most of its lanes empty, and a sum across lanes takes longer than all that it adds. So as many
// rows as a vector has lanes are taken at once, as they lie in memory: their terms wait in the first-level cache, as many vectors as a row has
// terms. While that is even, neighbours are added, which halves the vectors and the rows; what is left of a row is added one by one.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>result[m] = scale · Σᵢ op(a[m, i], b[m, i]), of rows shorter than a vector.</summary>
/// <param name="a">The first input, [rows, length].</param>
/// <param name="b">The second input, where the operator takes two.</param>
/// <param name="target">Where the sums are written.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="length">The terms of a row.</param>
internal readonly unsafe struct ShortRowSumJob<TOp>(float* a, float* b, SumTarget<TOp> target, int rows, int length) : IJob
    where TOp : struct, IRowMap
{
    private const int TermsPerBlock = 16384;

    /// <summary>The number of blocks.</summary>
    public int BlockCount => Blocks.Count(rows, RowsPerBlock);

    private int RowsPerBlock => TurnedRows.RowsWithin(TermsPerBlock, length);

    /// <summary>Whether rows of a length are better summed so.</summary>
    public static bool Suits(int length, int lanes) => length > 0 && length < lanes;

    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        float* terms = stackalloc float[TurnedRows.MostLanes * TurnedRows.MostLanes];
        int end = Math.Min((block + 1) * RowsPerBlock, rows);
        for (int row = block * RowsPerBlock; row < end; row += V.Width)
        {
            int count = Math.Min(V.Width, end - row);
            int first = row * length;
            int last = first + (count * length);
            for (int i = first; i < last; i += V.Width)
            {
                Term<V>(i, last - i).Store(ref terms[i - first]);
            }

            int left = Halve<V>(terms);
            if (left > 1)
            {
                AddOneByOne(terms, count, left);
            }

            V sums = V.Load(in *terms) * V.Broadcast(target.Scale);
            if (count == V.Width)
            {
                sums.Store(ref target.Result[row]);
            }
            else
            {
                sums.Store(ref target.Result[row], count);
            }
        }
    }

    /// <summary>Adds neighbours as long as rows are of even length; what is left of that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Halve<V>(float* terms)
        where V : struct, ISimd<V>
    {
        int left = length;
        for (; left % 2 == 0 && EveryOther.CanSplit<V>(); left /= 2)
        {
            for (int i = 0; i < left / 2; i++)
            {
                (V evens, V odds) = EveryOther.Split<V>(terms + (2 * i * V.Width));
                (evens + odds).Store(ref terms[i * V.Width]);
            }
        }

        return left;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddOneByOne(float* terms, int count, int length)
    {
        for (int m = 0; m < count; m++)
        {
            float sum = terms[m * length];
            for (int i = 1; i < length; i++)
            {
                sum += terms[(m * length) + i];
            }

            terms[m] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Term<V>(int i, int count)
        where V : struct, ISimd<V> =>
        count >= V.Width
            ? Invoke(V.Load(in a[i]), TOp.Count > 1 ? V.Load(in b[i]) : V.Zero, i)
            : Invoke(V.Load(in a[i], count), TOp.Count > 1 ? V.Load(in b[i], count) : V.Zero, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Invoke<V>(V x, V y, int index)
        where V : struct, ISimd<V> => target.Op.Invoke(x, y, V.Zero, V.Zero, V.Zero, V.Zero, V.Zero, V.Zero, index);
}
