using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>Samples of functions that move, mask and continue values, and of reductions that choose or multiply.</summary>
internal static class ArrangementSamples
{
    public static IEnumerable<FunctionSample> All =>
    [
        new("Ones", [], static _ => Ones("2, 3"), "2, 3", static _ => [1, 1, 1, 1, 1, 1]),
        .. FunctionSamples.Reductions("Product", static x => Product(x), static (x, axis, keep) => Product(x, axis, keep), static x => x.Aggregate(1.0, static (a, b) => a * b)),
        .. FunctionSamples.Reductions("Norm", static x => Norm(x), static (x, axis, keep) => Norm(x, axis, keep), static x => Math.Sqrt(x.Sum(static v => v * v))),
        new("Product", ["7, 1"], static x => Product(x[0], 0), "1", static v => [v[0].Aggregate(1.0, static (a, b) => a * b)]),
        new("ArgMin", ["2, 3"], static x => ArgMin(x[0]), "2", static v => [Array.IndexOf(v[0][..3], v[0][..3].Min()), Array.IndexOf(v[0][3..], v[0][3..].Min())]),
        new("ArgMin", ["7"], static x => ArgMin(x[0]), string.Empty, static v => [Array.IndexOf(v[0], v[0].Min())]),
        new("ArgMin", ["3, 1"], static x => ArgMin(x[0], 0), "1", static v => [Array.IndexOf(v[0], v[0].Min())]),
        new("TopK", ["5"], static x => TopK(x[0], 3).Values, "3", static v => [.. v[0].OrderDescending().Take(3)]),
        new("TopK", ["5"], static x => TopK(x[0], 5).Indices, "5", static v => [.. v[0].Select(static (x, i) => (x, i)).OrderByDescending(static p => p.x).Select(static p => (double)p.i)]),
        new("TopK", ["2, 3"], static x => TopK(x[0], 2).Values, "2, 2", static v => [.. v[0].Chunk(3).SelectMany(static row => row.OrderDescending().Take(2))]),
        new("TopK", ["weight 4, 1"], static x => TopK(x[0], 1, 0).Values, "1, 1", static v => [v[0].Max()]),
        new("TopK", ["3, 2"], static x => TopK(x[0], 2, 0).Indices, "2, 2", static v => Columns(v[0], 3, 2)),
        new("Split", ["6"], static x => Split(x[0], 0, 3)[1], "2", static v => v[0][2..4]),
        new("Split", ["2, 4"], static x => Split(x[0], -1, 2)[1], "2, 2", static v => [v[0][2], v[0][3], v[0][6], v[0][7]]),
        new("Split", ["weight 3, 1"], static x => Split(x[0], 0, 3)[2], "1, 1", static v => [v[0][2]]),
        new("Pad", ["2"], static x => Pad(x[0], 0, 1, 2), "5", static v => [0, .. v[0], 0, 0]),
        new("Pad", ["2"], static x => Pad(x[0], 0, 1, 2, 0.5f), "5", static v => [0.5, .. v[0], 0.5, 0.5]),
        new("Pad", ["1, 2"], static x => Pad(x[0], 0, 0, 1, -1f), "2, 2", static v => [.. v[0], -1, -1]),
        new("Pad", ["4"], static x => Pad(x[0], 0, 3, 1, PadMode.Reflect), "8", static v => [v[0][3], v[0][2], v[0][1], .. v[0], v[0][2]]),
        new("Pad", ["2, 1"], static x => Pad(x[0], 0, 0, 1, PadMode.Reflect), "3, 1", static v => [.. v[0], v[0][0]]),
        new("Pad", ["3"], static x => Pad(x[0], 0, 2, 3, PadMode.Circular), "8", static v => [v[0][1], v[0][2], .. v[0], .. v[0]]),
        new("Pad", ["weight 2, 2"], static x => Pad(x[0], 1, 1, 1, PadMode.Circular), "2, 4", static v => [v[0][1], v[0][0], v[0][1], v[0][0], v[0][3], v[0][2], v[0][3], v[0][2]]),
        new("Pad", ["2"], static x => Pad(x[0], 0, 2, 3, PadMode.Replicate), "7", static v => [v[0][0], v[0][0], .. v[0], v[0][1], v[0][1], v[0][1]]),
        new("Pad", ["2, 1"], static x => Pad(x[0], 1, 2, 1, PadMode.Replicate), "2, 4", static v => [.. v[0].SelectMany(static a => Enumerable.Repeat(a, 4))]),
        new("Tile", ["3"], static x => Tile(x[0], 0, 2), "6", static v => [.. v[0], .. v[0]]),
        new("Tile", ["2, 1"], static x => Tile(x[0], 1, 3), "2, 3", static v => [.. v[0].SelectMany(static a => Enumerable.Repeat(a, 3))]),
        new("Tile", ["weight 1, 2"], static x => Tile(x[0], -1, 1), "1, 2", static v => v[0]),
        new("Roll", ["4"], static x => Roll(x[0], 0, 1), "4", static v => [v[0][3], .. v[0][..3]]),
        new("Roll", ["3, 2"], static x => Roll(x[0], 0, -4), "3, 2", static v => [.. v[0][2..], .. v[0][..2]]),
        new("Roll", ["weight 2, 5"], static x => Roll(x[0], -1, 10), "2, 5", static v => v[0]),
        new("Roll", ["1, 3"], static x => Roll(x[0], -1, 2), "1, 3", static v => [v[0][1], v[0][2], v[0][0]]),
        new("Tril", ["3, 3"], static x => Tril(x[0]), "3, 3", static v => Masked(v[0], 3, static d => d <= 0)),
        new("Tril", ["2, 5"], static x => Tril(x[0], 1), "2, 5", static v => Masked(v[0], 5, static d => d <= 1)),
        new("Tril", ["weight 4, 1"], static x => Tril(x[0], -2), "4, 1", static v => Masked(v[0], 1, static d => d <= -2)),
        new("Triu", ["3, 3"], static x => Triu(x[0]), "3, 3", static v => Masked(v[0], 3, static d => d >= 0)),
        new("Triu", ["2, 5"], static x => Triu(x[0], 2), "2, 5", static v => Masked(v[0], 5, static d => d >= 2)),
        new("Triu", ["weight 4, 1"], static x => Triu(x[0], -1), "4, 1", static v => Masked(v[0], 1, static d => d >= -1)),
        new("Outer", ["3", "2"], static x => Outer(x[0], x[1]), "3, 2", static v => [.. from a in v[0] from b in v[1] select a * b]),
        new("Outer", ["1", "weight 5"], static x => Outer(x[0], x[1]), "1, 5", static v => [.. from a in v[0] from b in v[1] select a * b]),
        new("Outer", ["weight 2, 2", "3"], static x => Outer(x[0], x[1]), "2, 2, 3", static v => [.. from a in v[0] from b in v[1] select a * b]),
        .. new (int Length, int Size, int Stride, int Dilation)[] { (7, 3, 1, 1), (7, 3, 2, 1), (8, 4, 4, 1), (8, 5, 2, 1), (7, 3, 1, 2), (9, 3, 2, 3), (5, 1, 3, 1), (4, 4, 7, 1), (3, 2, 3, 2) }.SelectMany(Unfolds),
        new("Patchify", ["1, 2, 2"], static x => Patchify(x[0], 2), "1, 4", static v => v[0]),
        new("Patchify", ["2, 2, 4"], static x => Patchify(x[0], 2), "2, 8", static v =>
            [.. new[] { 0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15 }.Select(i => v[0][i])]),
        new("Patchify", ["weight 2, 3, 1"], static x => Patchify(x[0], 1), "3, 2", static v => [v[0][0], v[0][3], v[0][1], v[0][4], v[0][2], v[0][5]]),
        new("ScatterAdd", ["3, 2", "i32[3]"], static x => ScatterAdd(x[0], x[1], 4), "4, 2", static v => Added(v[0], v[1], 2, 4)),
        new("ScatterAdd", ["5", "i32[5]"], static x => ScatterAdd(x[0], x[1], 3), "3", static v => Added(v[0], v[1], 1, 3)),
        new("ScatterAdd", ["weight 4, 1, 3", "i32[4]"], static x => ScatterAdd(x[0], x[1], "5"), "5, 1, 3", static v => Added(v[0], v[1], 3, 5)),
    ];

    private static IEnumerable<FunctionSample> Unfolds((int Length, int Size, int Stride, int Dilation) w)
    {
        int windows = ((w.Length - ((w.Size - 1) * w.Dilation) - 1) / w.Stride) + 1;
        yield return new("Unfold", [$"{w.Length}"], x => Unfold(x[0], 0, w.Size, w.Stride, w.Dilation), $"{windows}, {w.Size}", v =>
            [.. from i in Enumerable.Range(0, windows) from k in Enumerable.Range(0, w.Size) select v[0][(i * w.Stride) + (k * w.Dilation)]]);
        yield return new("Unfold", [$"{w.Length}, 2"], x => Unfold(x[0], 0, w.Size, w.Stride, w.Dilation), $"{windows}, 2, {w.Size}", v =>
            [.. from i in Enumerable.Range(0, windows) from c in Enumerable.Range(0, 2) from k in Enumerable.Range(0, w.Size) select v[0][(2 * ((i * w.Stride) + (k * w.Dilation))) + c]]);
    }

    private static double[] Masked(double[] x, int columns, Func<int, bool> isKept) => [.. x.Select((value, i) => isKept((i % columns) - (i / columns)) ? value : 0)];

    private static double[] Added(double[] values, double[] rows, int width, int count)
    {
        double[] sums = new double[width * count];
        for (int i = 0; i < values.Length; i++)
        {
            sums[((int)rows[i / width] * width) + (i % width)] += values[i];
        }

        return sums;
    }

    /// <summary>The places of the two greatest elements of each column.</summary>
    private static double[] Columns(double[] x, int rows, int columns) =>
    [
        .. from rank in Enumerable.Range(0, 2)
           from column in Enumerable.Range(0, columns)
           select (double)Enumerable.Range(0, rows).OrderByDescending(row => x[(row * columns) + column]).ElementAt(rank),
    ];
}
