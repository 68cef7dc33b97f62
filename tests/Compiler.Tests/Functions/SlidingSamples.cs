using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>Samples of convolutions, pools and resampling, against loops over places.</summary>
internal static class SlidingSamples
{
    public static IEnumerable<FunctionSample> All =>
    [
        new("Conv2D", ["1, 2, 2", "weight 1, 1, 2, 2", "weight 1"], static x => Conv2D(x[0], x[1], x[2], same: false), "1, 1, 1", static v => [Dot(v[0], v[1]) + v[2][0]]),
        new("Conv2D", ["weight 1, 2, 2", "weight 1, 1, 2, 2"], static x => Conv2D(x[0], x[1], same: false), "1, 1, 1", static v => [Dot(v[0], v[1])]),
        new("Conv2D", ["2, 2, 3", "weight 2, 1, 1, 2", "weight 2"], static x => Conv2D(x[0], x[1], x[2], (2, 1), (1, 2), (0, 0), groups: 2), "2, 1, 1", static v =>
            [(v[0][0] * v[1][0]) + (v[0][2] * v[1][1]) + v[2][0], (v[0][6] * v[1][2]) + (v[0][8] * v[1][3]) + v[2][1]]),
        new("DepthwiseConv2D", ["2, 1, 2", "weight 4, 1, 1, 2"], static x => DepthwiseConv2D(x[0], x[1], same: false), "4, 1, 1", static v =>
            [.. Enumerable.Range(0, 4).Select(o => Dot(v[0][(o / 2 * 2)..((o / 2 * 2) + 2)], v[1][(2 * o)..((2 * o) + 2)]))]),
        new("Conv1D", ["1, 4", "weight 1, 1, 3"], static x => Conv1D(x[0], x[1]), "1, 4", static v => Filtered(v[0], v[1], 1)),
        new("Conv1D", ["1, 4", "weight 1, 1, 2"], static x => Conv1D(x[0], x[1], dilation: 2, causal: true), "1, 4", static v => Filtered(v[0], [v[1][0], 0, v[1][1]], 2)),
        new("Conv3D", ["1, 2, 1, 2", "weight 1, 1, 2, 1, 2"], static x => Conv3D(x[0], x[1], same: false), "1, 1, 1, 1", static v => [Dot(v[0], v[1])]),
        new("Conv3D", ["1, 4, 1, 1", "weight 1, 1, 3, 1, 1", "weight 1"], static x => Conv3D(x[0], x[1], x[2]), "1, 4, 1, 1", static v => [.. Filtered(v[0], v[1], 1).Select(y => y + v[2][0])]),
        new("ConvTranspose2D", ["1, 1, 2", "weight 1, 1, 1, 2", "weight 1"], static x => ConvTranspose2D(x[0], x[1], x[2], stride: 2), "1, 2, 4", static v =>
            [.. new[] { v[0][0] * v[1][0], v[0][0] * v[1][1], v[0][1] * v[1][0], v[0][1] * v[1][1], 0, 0, 0, 0 }.Select(y => y + v[2][0])]),
        new("ConvTranspose1D", ["1, 2", "weight 1, 1, 2"], static x => ConvTranspose1D(x[0], x[1], same: false), "1, 3", static v =>
            [v[0][0] * v[1][0], (v[0][0] * v[1][1]) + (v[0][1] * v[1][0]), v[0][1] * v[1][1]]),
        new("MaxPool", ["1, 2, 4"], static x => MaxPool(x[0], 2), "1, 1, 2", static v => [new[] { v[0][0], v[0][1], v[0][4], v[0][5] }.Max(), new[] { v[0][2], v[0][3], v[0][6], v[0][7] }.Max()]),
        new("MaxPool", ["1, 1, 3"], static x => MaxPool(x[0], 3, 2, pad: 1), "1, 1, 2", static v => [v[0][..2].Max(), v[0][1..].Max()]),
        new("MaxPool1D", ["2, 3"], static x => MaxPool1D(x[0], 2, 1), "2, 2", static v => [v[0][..2].Max(), v[0][1..3].Max(), v[0][3..5].Max(), v[0][4..].Max()]),
        new("MaxPool3D", ["1, 2, 2, 3"], static x => MaxPool3D(x[0], 2), "1, 1, 1, 1", static v => [new[] { 0, 1, 3, 4, 6, 7, 9, 10 }.Max(i => v[0][i])]),
        new("AvgPool", ["1, 2, 2"], static x => AvgPool(x[0], 2), "1, 1, 1", static v => [v[0].Average()]),
        new("AvgPool", ["1, 1, 3"], static x => AvgPool(x[0], 3, 2, pad: 1, countPadding: false), "1, 1, 2", static v => [v[0][..2].Average(), v[0][1..].Average()]),
        new("AvgPool1D", ["2, 3"], static x => AvgPool1D(x[0], 2, 1, same: true), "2, 3", static v => [v[0][..2].Average(), v[0][1..3].Average(), v[0][2] / 2, v[0][3..5].Average(), v[0][4..].Average(), v[0][5] / 2]),
        new("GlobalAvgPool", ["2, 1, 3"], static x => GlobalAvgPool(x[0]), "2", static v => [v[0][..3].Average(), v[0][3..].Average()]),
        new("GlobalMaxPool", ["2, 3"], static x => GlobalMaxPool(x[0]), "2", static v => [v[0][..3].Max(), v[0][3..].Max()]),
        new("AdaptiveAvgPool", ["1, 1, 3"], static x => AdaptiveAvgPool(x[0], 1, 2), "1, 1, 2", static v => [v[0][..2].Average(), v[0][1..].Average()]),
        new("Upsample", ["1, 1, 2"], static x => Upsample(x[0], 2), "1, 2, 4", static v => [v[0][0], v[0][0], v[0][1], v[0][1], v[0][0], v[0][0], v[0][1], v[0][1]]),
        new("Upsample", ["1, 1, 2"], static x => Upsample(x[0], 2, bilinear: true), "1, 2, 4", static v =>
            [.. Enumerable.Range(0, 8).Select(i => (v[0][0] * (4 - Weight(i % 4)) / 4) + (v[0][1] * Weight(i % 4) / 4))]),
        new("PixelShuffle", ["4, 1, 2"], static x => PixelShuffle(x[0], 2), "1, 2, 4", static v => [v[0][0], v[0][2], v[0][1], v[0][3], v[0][4], v[0][6], v[0][5], v[0][7]]),
        new("PixelUnshuffle", ["1, 2, 4"], static x => PixelUnshuffle(x[0], 2), "4, 1, 2", static v => [v[0][0], v[0][2], v[0][1], v[0][3], v[0][4], v[0][6], v[0][5], v[0][7]]),
    ];

    private static double Weight(int place) => Math.Clamp(place - 0.5, 0, 2) * 2;

    private static double Dot(double[] a, double[] b) => a.Zip(b, static (x, y) => x * y).Sum();

    /// <summary>A line of numbers under a filter that begins some places before each.</summary>
    private static double[] Filtered(double[] x, double[] filter, int before) =>
    [
        .. Enumerable.Range(0, x.Length).Select(t => filter.Select((weight, i) => t + i - before is >= 0 and var place && place < x.Length ? weight * x[place] : 0).Sum()),
    ];
}
