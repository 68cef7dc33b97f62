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

/// <summary>result[part, g, j] = scale · Σ op(a[g, r, j], b[g, r, j]) over the part's rows r.</summary>
internal readonly unsafe struct ColumnSumJob<TOp>(float* a, float* b, float* result, ColumnSumPlan plan, float scale, TOp op) : IJob
    where TOp : struct, IMap2
{
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int strip = block % plan.Strips;
        int part = block / plan.Strips % plan.Parts;
        int first = block / plan.Strips / plan.Parts * plan.GroupsPerBlock;
        int end = Math.Min(first + plan.GroupsPerBlock, plan.Groups);
        for (int g = first; g < end; g++)
        {
            Sum<V>(g, part, strip);
        }
    }

    [MethodImpl(HotLoop.Options)]
    private void Sum<V>(int g, int part, int strip)
        where V : struct, ISimd<V>
    {
        (int row, int rowEnd) = plan.RowsOf(part);
        (int j, int end) = plan.ColumnsOf(strip);
        float* target = result + ((((nint)part * plan.Groups) + g) * plan.Columns);
        int origin = g * plan.Rows * plan.Columns;
        V factor = V.Broadcast(scale);
        for (; j <= end - (4 * V.Width); j += 4 * V.Width)
        {
            V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
            for (int r = row; r < rowEnd; r++)
            {
                int i = origin + (r * plan.Columns) + j;
                s0 += Term<V>(i);
                s1 += Term<V>(i + V.Width);
                s2 += Term<V>(i + (2 * V.Width));
                s3 += Term<V>(i + (3 * V.Width));
            }

            (s0 * factor).Store(ref target[j]);
            (s1 * factor).Store(ref target[j + V.Width]);
            (s2 * factor).Store(ref target[j + (2 * V.Width)]);
            (s3 * factor).Store(ref target[j + (3 * V.Width)]);
        }

        for (; j <= end - V.Width; j += V.Width)
        {
            V sum = V.Zero;
            for (int r = row; r < rowEnd; r++)
            {
                sum += Term<V>(origin + (r * plan.Columns) + j);
            }

            (sum * factor).Store(ref target[j]);
        }

        int rest = end - j;
        if (rest > 0)
        {
            V sum = V.Zero;
            for (int r = row; r < rowEnd; r++)
            {
                int i = origin + (r * plan.Columns) + j;
                sum += op.Invoke(V.Load(in a[i], rest), V.Load(in b[i], rest), i);
            }

            (sum * factor).Store(ref target[j], rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Term<V>(int i)
        where V : struct, ISimd<V> => op.Invoke(V.Load(in a[i]), V.Load(in b[i]), i);
}
