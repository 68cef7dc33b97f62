// Tiling. Twelve rows by two vectors keep 24 accumulators in the 32 registers of 512-bit processors; six rows by two vectors keep
// 12 in the 16 registers of the others. Each step of k then costs 2 loads and 12 (or 6) broadcasts for 24 (or 12) fused
// multiply-adds, so both multipliers stay busy while the loads fit beside them. A tile of fewer rows is compiled for its own
// number of rows, because a row that is computed and thrown away costs as much as one that counts. Rows of a are addressed in
// threes from four pointers, as base, base + s and base + 2s are addressing modes while base + 3s is not. A turn of the loop is two
// steps: what moves the pointers competes with the multiply-adds for the same ports, and the second step finds a beside the first.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The innermost kernel of all products: a tile of c, held in registers while k runs.</summary>
internal static unsafe class Tile
{
    public const int MaxVectors = 2;

    /// <summary>The floats of the largest tile of any width.</summary>
    public const int MaxLength = 12 * 2 * 16;

    /// <summary>The most rows that the registers hold, two vectors wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxRows<V>()
        where V : struct, ISimd<V> => V.Width >= 16 ? 12 : 6;

    /// <summary>c[i, j] = addends[i, j] + Σₚ a[i, p] b[p, j] for i &lt; rows and j &lt; vectors · width.</summary>
    /// <param name="rows">From 1 to <see cref="MaxRows"/>.</param>
    /// <param name="vectors">1 or 2.</param>
    /// <param name="a">a[i, p] is at <c>a + i * aRow + p * aStep</c>.</param>
    /// <param name="aRow">Floats from a row of a to the next.</param>
    /// <param name="aStep">Floats from a column of a to the next.</param>
    /// <param name="b">The rows of b, one for each p.</param>
    /// <param name="k">The length of the sums.</param>
    /// <param name="c">The tile.</param>
    /// <param name="cRow">Floats from a row of c to the next.</param>
    /// <param name="addends">What the sums are added to, such as c itself, or null.</param>
    /// <param name="addendRow">Floats from a row of the addends to the next; 0 when all rows have the same, such as a bias.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<V, TRows>(
        int rows, int vectors, float* a, nint aRow, nint aStep, TRows b, int k, float* c, nint cRow, float* addends, nint addendRow)
        where V : struct, ISimd<V>
        where TRows : struct, IRowCursor
    {
        if (aStep == 1)
        {
            Multiply<V, TRows, ByRows, SumEnd>(rows, vectors, a, aRow, aStep, b, k, c, cRow, addends, addendRow, default);
        }
        else
        {
            Multiply<V, TRows, BySteps, SumEnd>(rows, vectors, a, aRow, aStep, b, k, c, cRow, addends, addendRow, default);
        }
    }

    /// <summary>c[i, j] = end(Σₚ a[i, p] b[p, j]) with a by rows.</summary>
    /// <param name="rows">From 1 to <see cref="MaxRows"/>.</param>
    /// <param name="vectors">1 or 2.</param>
    /// <param name="a">a[i, p] is at <c>a + i * aRow + p</c>.</param>
    /// <param name="aRow">Floats from a row of a to the next.</param>
    /// <param name="b">The rows of b, one for each p.</param>
    /// <param name="k">The length of the sums.</param>
    /// <param name="c">The tile.</param>
    /// <param name="cRow">Floats from a row of c to the next.</param>
    /// <param name="end">What becomes of the sums before they are written.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<V, TRows, TEnd>(int rows, int vectors, float* a, nint aRow, TRows b, int k, float* c, nint cRow, TEnd end)
        where V : struct, ISimd<V>
        where TRows : struct, IRowCursor
        where TEnd : struct, ITileEnd => Multiply<V, TRows, ByRows, TEnd>(rows, vectors, a, aRow, 1, b, k, c, cRow, null, 0, end);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<V, TRows, TLayout, TEnd>(
        int rows, int vectors, float* a, nint aRow, nint aStep, TRows b, int k, float* c, nint cRow, float* addends, nint addendRow, TEnd end)
        where V : struct, ISimd<V>
        where TRows : struct, IRowCursor
        where TLayout : struct, ILayout
        where TEnd : struct, ITileEnd
    {
        if (vectors == 1)
        {
            Multiply<V, TRows, One, TLayout, TEnd>(rows, a, aRow, aStep, b, k, c, cRow, addends, addendRow, end);
        }
        else
        {
            Multiply<V, TRows, Two, TLayout, TEnd>(rows, a, aRow, aStep, b, k, c, cRow, addends, addendRow, end);
        }
    }

    private static void Multiply<V, TRows, TVectors, TLayout, TEnd>(
        int rows, float* a, nint aRow, nint aStep, TRows b, int k, float* c, nint cRow, float* addends, nint addendRow, TEnd end)
        where V : struct, ISimd<V>
        where TRows : struct, IRowCursor
        where TVectors : struct, ISize
        where TLayout : struct, ILayout
        where TEnd : struct, ITileEnd
    {
        switch (rows)
        {
            case 1: Run<V, TRows, One, TVectors, TLayout, TEnd>(a, aRow, aStep, b, k, c, cRow, addends, addendRow, end); break;
            case 2: Run<V, TRows, Two, TVectors, TLayout, TEnd>(a, aRow, aStep, b, k, c, cRow, addends, addendRow, end); break;
            case 3: Run<V, TRows, Three, TVectors, TLayout, TEnd>(a, aRow, aStep, b, k, c, cRow, addends, addendRow, end); break;
            case 4: Run<V, TRows, Four, TVectors, TLayout, TEnd>(a, aRow, aStep, b, k, c, cRow, addends, addendRow, end); break;
            case 5: Run<V, TRows, Five, TVectors, TLayout, TEnd>(a, aRow, aStep, b, k, c, cRow, addends, addendRow, end); break;
            case 6: Run<V, TRows, Six, TVectors, TLayout, TEnd>(a, aRow, aStep, b, k, c, cRow, addends, addendRow, end); break;
            case 7: Run<V, TRows, Seven, TVectors, TLayout, TEnd>(a, aRow, aStep, b, k, c, cRow, addends, addendRow, end); break;
            case 8: Run<V, TRows, Eight, TVectors, TLayout, TEnd>(a, aRow, aStep, b, k, c, cRow, addends, addendRow, end); break;
            case 9: Run<V, TRows, Nine, TVectors, TLayout, TEnd>(a, aRow, aStep, b, k, c, cRow, addends, addendRow, end); break;
            case 10: Run<V, TRows, Ten, TVectors, TLayout, TEnd>(a, aRow, aStep, b, k, c, cRow, addends, addendRow, end); break;
            case 11: Run<V, TRows, Eleven, TVectors, TLayout, TEnd>(a, aRow, aStep, b, k, c, cRow, addends, addendRow, end); break;
            case 12: Run<V, TRows, Twelve, TVectors, TLayout, TEnd>(a, aRow, aStep, b, k, c, cRow, addends, addendRow, end); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Run<V, TRows, TCount, TVectors, TLayout, TEnd>(
        float* a, nint aRow, nint aStep, TRows b, int k, float* c, nint cRow, float* addends, nint addendRow, TEnd end)
        where V : struct, ISimd<V>
        where TRows : struct, IRowCursor
        where TCount : struct, ISize
        where TVectors : struct, ISize
        where TLayout : struct, ILayout
        where TEnd : struct, ITileEnd
    {
        V c00 = V.Zero, c01 = V.Zero;
        V c10 = V.Zero, c11 = V.Zero;
        V c20 = V.Zero, c21 = V.Zero;
        V c30 = V.Zero, c31 = V.Zero;
        V c40 = V.Zero, c41 = V.Zero;
        V c50 = V.Zero, c51 = V.Zero;
        V c60 = V.Zero, c61 = V.Zero;
        V c70 = V.Zero, c71 = V.Zero;
        V c80 = V.Zero, c81 = V.Zero;
        V c90 = V.Zero, c91 = V.Zero;
        V c100 = V.Zero, c101 = V.Zero;
        V c110 = V.Zero, c111 = V.Zero;
        nint row = TLayout.BySteps ? 1 : aRow;
        nint step = TLayout.BySteps ? aStep : 1;
        float* a0 = a, a3 = a + (3 * row), a6 = a + (6 * row), a9 = a + (9 * row);
        int p = 0;
        for (; p <= k - 2; p += 2)
        {
            float* bRow = b.Next();
            V b0 = V.Load(in bRow[0]);
            V b1 = TVectors.Value > 1 ? V.Load(in bRow[V.Width]) : V.Zero;
            Step<V, TVectors>(*a0, b0, b1, ref c00, ref c01);
            if (TCount.Value > 1) { Step<V, TVectors>(a0[row], b0, b1, ref c10, ref c11); }
            if (TCount.Value > 2) { Step<V, TVectors>(a0[2 * row], b0, b1, ref c20, ref c21); }
            if (TCount.Value > 3) { Step<V, TVectors>(*a3, b0, b1, ref c30, ref c31); }
            if (TCount.Value > 4) { Step<V, TVectors>(a3[row], b0, b1, ref c40, ref c41); }
            if (TCount.Value > 5) { Step<V, TVectors>(a3[2 * row], b0, b1, ref c50, ref c51); }
            if (TCount.Value > 6) { Step<V, TVectors>(*a6, b0, b1, ref c60, ref c61); }
            if (TCount.Value > 7) { Step<V, TVectors>(a6[row], b0, b1, ref c70, ref c71); }
            if (TCount.Value > 8) { Step<V, TVectors>(a6[2 * row], b0, b1, ref c80, ref c81); }
            if (TCount.Value > 9) { Step<V, TVectors>(*a9, b0, b1, ref c90, ref c91); }
            if (TCount.Value > 10) { Step<V, TVectors>(a9[row], b0, b1, ref c100, ref c101); }
            if (TCount.Value > 11) { Step<V, TVectors>(a9[2 * row], b0, b1, ref c110, ref c111); }

            bRow = b.Next();
            b0 = V.Load(in bRow[0]);
            b1 = TVectors.Value > 1 ? V.Load(in bRow[V.Width]) : V.Zero;
            Step<V, TVectors>(*(a0 + step), b0, b1, ref c00, ref c01);
            if (TCount.Value > 1) { Step<V, TVectors>((a0 + step)[row], b0, b1, ref c10, ref c11); }
            if (TCount.Value > 2) { Step<V, TVectors>((a0 + step)[2 * row], b0, b1, ref c20, ref c21); }
            if (TCount.Value > 3) { Step<V, TVectors>(*(a3 + step), b0, b1, ref c30, ref c31); }
            if (TCount.Value > 4) { Step<V, TVectors>((a3 + step)[row], b0, b1, ref c40, ref c41); }
            if (TCount.Value > 5) { Step<V, TVectors>((a3 + step)[2 * row], b0, b1, ref c50, ref c51); }
            if (TCount.Value > 6) { Step<V, TVectors>(*(a6 + step), b0, b1, ref c60, ref c61); }
            if (TCount.Value > 7) { Step<V, TVectors>((a6 + step)[row], b0, b1, ref c70, ref c71); }
            if (TCount.Value > 8) { Step<V, TVectors>((a6 + step)[2 * row], b0, b1, ref c80, ref c81); }
            if (TCount.Value > 9) { Step<V, TVectors>(*(a9 + step), b0, b1, ref c90, ref c91); }
            if (TCount.Value > 10) { Step<V, TVectors>((a9 + step)[row], b0, b1, ref c100, ref c101); }
            if (TCount.Value > 11) { Step<V, TVectors>((a9 + step)[2 * row], b0, b1, ref c110, ref c111); }

            a0 += 2 * step;
            a3 = TLayout.BySteps ? a0 + 3 : a3 + 2;
            a6 = TLayout.BySteps ? a0 + 6 : a6 + 2;
            a9 = TLayout.BySteps ? a0 + 9 : a9 + 2;
        }

        if (p < k)
        {
            float* bRow = b.Next();
            V b0 = V.Load(in bRow[0]);
            V b1 = TVectors.Value > 1 ? V.Load(in bRow[V.Width]) : V.Zero;
            Step<V, TVectors>(*a0, b0, b1, ref c00, ref c01);
            if (TCount.Value > 1) { Step<V, TVectors>(a0[row], b0, b1, ref c10, ref c11); }
            if (TCount.Value > 2) { Step<V, TVectors>(a0[2 * row], b0, b1, ref c20, ref c21); }
            if (TCount.Value > 3) { Step<V, TVectors>(*a3, b0, b1, ref c30, ref c31); }
            if (TCount.Value > 4) { Step<V, TVectors>(a3[row], b0, b1, ref c40, ref c41); }
            if (TCount.Value > 5) { Step<V, TVectors>(a3[2 * row], b0, b1, ref c50, ref c51); }
            if (TCount.Value > 6) { Step<V, TVectors>(*a6, b0, b1, ref c60, ref c61); }
            if (TCount.Value > 7) { Step<V, TVectors>(a6[row], b0, b1, ref c70, ref c71); }
            if (TCount.Value > 8) { Step<V, TVectors>(a6[2 * row], b0, b1, ref c80, ref c81); }
            if (TCount.Value > 9) { Step<V, TVectors>(*a9, b0, b1, ref c90, ref c91); }
            if (TCount.Value > 10) { Step<V, TVectors>(a9[row], b0, b1, ref c100, ref c101); }
            if (TCount.Value > 11) { Step<V, TVectors>(a9[2 * row], b0, b1, ref c110, ref c111); }
        }

        if (addends is not null)
        {
            Add<V, TVectors>(addends, ref c00, ref c01);
            if (TCount.Value > 1) { Add<V, TVectors>(addends + addendRow, ref c10, ref c11); }
            if (TCount.Value > 2) { Add<V, TVectors>(addends + (2 * addendRow), ref c20, ref c21); }
            if (TCount.Value > 3) { Add<V, TVectors>(addends + (3 * addendRow), ref c30, ref c31); }
            if (TCount.Value > 4) { Add<V, TVectors>(addends + (4 * addendRow), ref c40, ref c41); }
            if (TCount.Value > 5) { Add<V, TVectors>(addends + (5 * addendRow), ref c50, ref c51); }
            if (TCount.Value > 6) { Add<V, TVectors>(addends + (6 * addendRow), ref c60, ref c61); }
            if (TCount.Value > 7) { Add<V, TVectors>(addends + (7 * addendRow), ref c70, ref c71); }
            if (TCount.Value > 8) { Add<V, TVectors>(addends + (8 * addendRow), ref c80, ref c81); }
            if (TCount.Value > 9) { Add<V, TVectors>(addends + (9 * addendRow), ref c90, ref c91); }
            if (TCount.Value > 10) { Add<V, TVectors>(addends + (10 * addendRow), ref c100, ref c101); }
            if (TCount.Value > 11) { Add<V, TVectors>(addends + (11 * addendRow), ref c110, ref c111); }
        }

        Write<V, TVectors, TEnd>(c00, c01, c, end, 0);
        if (TCount.Value > 1) { Write<V, TVectors, TEnd>(c10, c11, c + cRow, end, 1); }
        if (TCount.Value > 2) { Write<V, TVectors, TEnd>(c20, c21, c + (2 * cRow), end, 2); }
        if (TCount.Value > 3) { Write<V, TVectors, TEnd>(c30, c31, c + (3 * cRow), end, 3); }
        if (TCount.Value > 4) { Write<V, TVectors, TEnd>(c40, c41, c + (4 * cRow), end, 4); }
        if (TCount.Value > 5) { Write<V, TVectors, TEnd>(c50, c51, c + (5 * cRow), end, 5); }
        if (TCount.Value > 6) { Write<V, TVectors, TEnd>(c60, c61, c + (6 * cRow), end, 6); }
        if (TCount.Value > 7) { Write<V, TVectors, TEnd>(c70, c71, c + (7 * cRow), end, 7); }
        if (TCount.Value > 8) { Write<V, TVectors, TEnd>(c80, c81, c + (8 * cRow), end, 8); }
        if (TCount.Value > 9) { Write<V, TVectors, TEnd>(c90, c91, c + (9 * cRow), end, 9); }
        if (TCount.Value > 10) { Write<V, TVectors, TEnd>(c100, c101, c + (10 * cRow), end, 10); }
        if (TCount.Value > 11) { Write<V, TVectors, TEnd>(c110, c111, c + (11 * cRow), end, 11); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<V, TVectors>(float a, V b0, V b1, ref V c0, ref V c1)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
    {
        V broadcast = V.Broadcast(a);
        V.AddProduct(broadcast, b0, ref c0);
        if (TVectors.Value > 1)
        {
            V.AddProduct(broadcast, b1, ref c1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<V, TVectors>(float* addends, ref V c0, ref V c1)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
    {
        c0 = V.Load(in addends[0]) + c0;
        if (TVectors.Value > 1)
        {
            c1 = V.Load(in addends[V.Width]) + c1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<V, TVectors, TEnd>(V c0, V c1, float* c, TEnd end, int row)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
        where TEnd : struct, ITileEnd
    {
        end.Invoke(c0, row, 0).Store(ref c[0]);
        if (TVectors.Value > 1)
        {
            end.Invoke(c1, row, V.Width).Store(ref c[V.Width]);
        }
    }
}
