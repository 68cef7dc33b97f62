// Tiling. Lanes run along the columns, so no lane is ever added to another. A strip of four vectors goes down its rows with its sums
// in registers. Many rows are cut into parts of 256, whose sums are added in order.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>How sums down the rows of [groups, rows, columns] are cut; it follows from the sizes alone.</summary>
internal readonly record struct ColumnSumPlan(int Groups, int Rows, int Columns, int GroupsPerBlock)
{
    private const int RowsPerPart = 256;
    private const int ColumnsPerStrip = 256;
    private const int TermsPerBlock = 16384;

    public int Parts => Math.Max(1, Blocks.Count(Rows, RowsPerPart));

    public int Strips => Math.Max(1, Blocks.Count(Columns, ColumnsPerStrip));

    public int BlockCount => Blocks.Count(Groups, GroupsPerBlock) * Parts * Strips;

    public static ColumnSumPlan For(int groups, int rows, int columns)
    {
        long terms = (long)Math.Min(rows, RowsPerPart) * Math.Min(columns, ColumnsPerStrip);
        return new ColumnSumPlan(groups, rows, columns, (int)Math.Max(1, TermsPerBlock / Math.Max(1, terms)));
    }

    public (int First, int End) RowsOf(int part) => (part * RowsPerPart, Math.Min((part + 1) * RowsPerPart, Rows));

    public (int First, int End) ColumnsOf(int strip) => (strip * ColumnsPerStrip, Math.Min((strip + 1) * ColumnsPerStrip, Columns));
}

/// <summary>
/// result[part, g, j] = scale · Σ op(a[g, r, j], b[g, r, j] …) over the part's rows r, of up to four operands; and another such sum of the same
/// operands, unless that is <see cref="NoSum"/>.
/// </summary>
internal readonly unsafe struct ColumnSumJob<TFirst, TSecond>(
    float* a, float* b, float* c, float* d, ColumnSumPlan plan, SumTarget<TFirst> first, SumTarget<TSecond> second) : IJob
    where TFirst : struct, IRowMap
    where TSecond : struct, IRowMap
{
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int strip = block % plan.Strips;
        int part = block / plan.Strips % plan.Parts;
        int group = block / plan.Strips / plan.Parts * plan.GroupsPerBlock;
        int end = Math.Min(group + plan.GroupsPerBlock, plan.Groups);
        for (; group < end; group++)
        {
            Sum<V>(group, part, strip);
        }
    }

    [MethodImpl(HotLoop.Options)]
    private void Sum<V>(int g, int part, int strip)
        where V : struct, ISimd<V>
    {
        (int row, int rowEnd) = plan.RowsOf(part);
        (int j, int end) = plan.ColumnsOf(strip);
        nint target = (((nint)part * plan.Groups) + g) * plan.Columns;
        int origin = g * plan.Rows * plan.Columns;
        for (; j <= end - (4 * V.Width); j += 4 * V.Width)
        {
            V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
            V t0 = V.Zero, t1 = V.Zero, t2 = V.Zero, t3 = V.Zero;
            for (int r = row; r < rowEnd; r++)
            {
                int i = origin + (r * plan.Columns) + j;
                AddTerms(i, ref s0, ref t0);
                AddTerms(i + V.Width, ref s1, ref t1);
                AddTerms(i + (2 * V.Width), ref s2, ref t2);
                AddTerms(i + (3 * V.Width), ref s3, ref t3);
            }

            Store(target + j, s0, t0);
            Store(target + j + V.Width, s1, t1);
            Store(target + j + (2 * V.Width), s2, t2);
            Store(target + j + (3 * V.Width), s3, t3);
        }

        for (; j <= end - V.Width; j += V.Width)
        {
            (V s, V t) = (V.Zero, V.Zero);
            for (int r = row; r < rowEnd; r++)
            {
                AddTerms(origin + (r * plan.Columns) + j, ref s, ref t);
            }

            Store(target + j, s, t);
        }

        int rest = end - j;
        if (rest > 0)
        {
            (V s, V t) = (V.Zero, V.Zero);
            for (int r = row; r < rowEnd; r++)
            {
                int i = origin + (r * plan.Columns) + j;
                V x = V.Load(in a[i], rest);
                V y = TFirst.Count > 1 ? V.Load(in b[i], rest) : V.Zero;
                V z = TFirst.Count > 2 ? V.Load(in c[i], rest) : V.Zero;
                V w = TFirst.Count > 3 ? V.Load(in d[i], rest) : V.Zero;
                s += first.Op.Invoke(x, y, z, w, V.Zero, V.Zero, V.Zero, V.Zero, i);
                t = TSecond.Count > 0 ? t + second.Op.Invoke(x, y, z, w, V.Zero, V.Zero, V.Zero, V.Zero, i) : t;
            }

            (s * V.Broadcast(first.Scale)).Store(ref first.Result[target + j], rest);
            if (TSecond.Count > 0)
            {
                (t * V.Broadcast(second.Scale)).Store(ref second.Result[target + j], rest);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddTerms<V>(int i, ref V s, ref V t)
        where V : struct, ISimd<V>
    {
        V x = V.Load(in a[i]);
        V y = TFirst.Count > 1 ? V.Load(in b[i]) : V.Zero;
        V z = TFirst.Count > 2 ? V.Load(in c[i]) : V.Zero;
        V w = TFirst.Count > 3 ? V.Load(in d[i]) : V.Zero;
        s += first.Op.Invoke(x, y, z, w, V.Zero, V.Zero, V.Zero, V.Zero, i);
        if (TSecond.Count > 0)
        {
            t += second.Op.Invoke(x, y, z, w, V.Zero, V.Zero, V.Zero, V.Zero, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store<V>(nint index, V s, V t)
        where V : struct, ISimd<V>
    {
        (s * V.Broadcast(first.Scale)).Store(ref first.Result[index]);
        if (TSecond.Count > 0)
        {
            (t * V.Broadcast(second.Scale)).Store(ref second.Result[index]);
        }
    }
}
