using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>Sizes of convolutions that take every path of the kernels, and meet the ends of every loop.</summary>
internal static class ConvolutionShapes
{
    /// <summary>
    /// Same, valid and lopsided padding; strides; kernels of one tap, even sizes, larger than the stride and smaller; dilations that share a
    /// divisor with the stride and that do not; groups; channels with one, two or many outputs each; images in place and in bands; kernels in parts.
    /// </summary>
    public static ConvolutionShape[] Plain { get; } =
    [
        new(2, 1, 8, 8, 16, 3, 3, 1, 1, 1, 1, 8, 8),
        new(3, 2, 7, 5, 5, 3, 3, 1, 1, 0, 0, 5, 3),
        new(2, 3, 9, 11, 4, 3, 3, 2, 2, 1, 1, 5, 6),
        new(1, 2, 8, 8, 13, 2, 2, 2, 2, 0, 0, 4, 4),
        new(2, 4, 6, 6, 3, 1, 1, 1, 1, 0, 0, 6, 6),
        new(2, 2, 7, 7, 3, 1, 1, 2, 2, 0, 0, 4, 4),
        new(1, 1, 10, 9, 2, 5, 4, 3, 2, 2, 1, 4, 4),
        new(1, 3, 33, 40, 6, 3, 5, 1, 1, 1, 2, 33, 40),
        new(9, 16, 4, 4, 8, 3, 3, 1, 1, 1, 1, 4, 4),
        new(2, 2, 3, 3, 2, 2, 2, 3, 3, 0, 0, 1, 1),
        new(1, 1, 1, 1, 1, 3, 3, 1, 1, 1, 1, 1, 1),
        new(2, 1, 5, 6, 3, 4, 4, 1, 1, 3, 3, 8, 9),
        new(40, 1, 6, 6, 5, 3, 3, 1, 1, 1, 1, 6, 6),
        new(2, 3, 11, 9, 4, 3, 3, 1, 1, 2, 2, 11, 9, 2, 2),
        new(2, 2, 13, 12, 3, 3, 2, 2, 3, 2, 1, 6, 4, 3, 2),
        new(1, 2, 17, 16, 3, 4, 3, 4, 2, 3, 2, 3, 7, 6, 2),
        new(1, 1, 9, 9, 2, 2, 2, 2, 2, 0, 0, 4, 4, 2, 2),
        new(2, 6, 7, 5, 4, 3, 3, 1, 1, 1, 1, 7, 5, Groups: 2),
        new(9, 6, 8, 7, 9, 3, 2, 2, 1, 1, 0, 4, 6, Groups: 3),
        new(2, 4, 9, 8, 40, 3, 3, 2, 3, 2, 2, 5, 3, 2, 1, 2),
        new(3, 5, 7, 7, 5, 3, 3, 1, 1, 1, 1, 7, 7, Groups: 5),
        new(2, 3, 33, 40, 3, 5, 4, 1, 1, 2, 2, 33, 40, Groups: 3),
        new(3, 4, 9, 10, 8, 3, 3, 2, 2, 1, 1, 5, 5, Groups: 4),
        new(1, 2, 12, 13, 6, 3, 3, 3, 2, 2, 4, 4, 8, 2, 4, 2),
        new(2, 3, 6, 6, 12, 3, 3, 1, 1, 1, 1, 6, 6, Groups: 3),
        new(19, 2, 1, 1, 2, 1, 1, 1, 1, 0, 0, 1, 1, Groups: 2),
        new(600, 1, 3, 3, 1, 2, 2, 1, 1, 0, 0, 2, 2),
        new(3, 9, 10, 10, 10, 1, 1, 1, 1, 0, 0, 10, 10),
        new(2, 6, 7, 7, 9, 1, 1, 1, 1, 0, 0, 6, 5),
        new(2, 7, 9, 11, 17, 1, 1, 2, 2, 0, 0, 5, 6),
        new(2, 8, 40, 40, 24, 4, 3, 1, 1, 1, 1, 39, 40),
        new(1, 8, 90, 90, 8, 3, 3, 1, 1, 1, 1, 90, 90),
        new(2, 8, 40, 40, 24, 4, 3, 1, 1, 1, 0, 39, 39),
        new(1, 8, 90, 90, 8, 3, 3, 1, 1, 1, 3, 90, 92),
        new(1, 400, 3, 3, 40, 3, 5, 1, 1, 1, 2, 3, 3),
        new(24, 20, 8, 8, 35, 4, 3, 1, 1, 1, 0, 7, 7),
        new(9, 3, 9, 30, 9, 3, 3, 2, 2, 1, 0, 5, 15),
        new(1, 400, 3, 3, 40, 3, 3, 1, 1, 1, 1, 3, 3),
        new(2, 6, 15, 13, 18, 5, 4, 2, 3, 2, 1, 8, 5, 1, 2),
        new(5, 8, 7, 7, 33, 3, 3, 1, 1, 1, 1, 7, 7),
        new(2, 3, 9, 5, 3, 3, 3, 1, 1, 1, 1, 9, 5, Groups: 3),
        new(2, 2, 8, 7, 6, 3, 5, 1, 1, 0, 2, 6, 7, Groups: 2),
        new(3, 4, 5, 4, 4, 3, 3, 1, 1, 2, 2, 5, 4, 2, 2, 4),
        new(3, 5, 14, 15, 15, 3, 3, 1, 1, 1, 1, 14, 15),
        new(3, 7, 25, 5, 7, 3, 3, 1, 1, 1, 1, 25, 5, Groups: 7),
        new(2, 20, 9, 17, 40, 5, 5, 1, 1, 2, 2, 9, 17, Groups: 20),
        new(2, 2, 6, 9, 2, 4, 5, 1, 1, 5, 4, 5, 9, 2, 2, 2),
        new(1, 2, 100, 90, 2, 3, 3, 1, 1, 1, 1, 100, 90, Groups: 2),
        new(2, 3, 4, 2, 3, 2, 7, 1, 1, 0, 0, 3, 2, Groups: 3),
        new(2, 3, 40, 33, 11, 3, 2, 1, 1, 1, 1, 40, 34),
        new(2, 2, 7, 16, 6, 3, 3, 1, 1, 1, 1, 7, 16, Groups: 2),
        new(2, 3, 6, 1, 3, 3, 3, 1, 1, 1, 1, 6, 1, Groups: 3),
        new(3, 2, 1, 19, 4, 3, 3, 1, 1, 1, 1, 1, 19, Groups: 2),
        new(2, 2, 4, 65, 2, 3, 3, 1, 1, 0, 1, 2, 65, Groups: 2),
        new(64, 1, 25, 5, 24, 10, 4, 2, 2, 5, 1, 13, 3),
        new(9, 3, 9, 30, 9, 3, 3, 2, 2, 1, 1, 5, 15),
        new(2, 2, 7, 70, 3, 3, 2, 1, 2, 1, 0, 7, 35),
        new(33, 5, 6, 6, 17, 1, 1, 2, 2, 0, 0, 3, 3),
        new(24, 20, 8, 8, 35, 3, 3, 1, 1, 1, 1, 8, 8),
        new(17, 40, 5, 5, 40, 3, 3, 1, 1, 1, 1, 5, 5, Groups: 40),
        new(2, 2, 12, 31, 2, 3, 3, 1, 1, 3, 1, 12, 31, 3, 1, 2),
    ];

    /// <summary>
    /// Those with output channels along the lanes: vectors full and in part; widths below, at and above a tile's, and of several pieces; images in
    /// place and with borders on one side, on both, and wider than half the kernel; windows that lie above and below the image altogether;
    /// both strides, dilations, groups, and an image in bands.
    /// </summary>
    public static ConvolutionShape[] Channels { get; } =
    [
        new(2, 16, 14, 14, 32, 3, 3, 1, 1, 1, 0, 14, 14),
        new(1, 32, 9, 7, 32, 5, 3, 1, 1, 2, 0, 9, 7),
        new(2, 64, 7, 7, 64, 2, 3, 1, 1, 1, 1, 7, 7),
        new(3, 20, 11, 13, 31, 3, 3, 2, 2, 1, 1, 6, 7),
        new(2, 24, 5, 70, 30, 3, 3, 1, 1, 1, 1, 5, 70),
        new(2, 24, 6, 6, 64, 3, 3, 1, 1, 3, 3, 10, 10),
        new(5, 40, 7, 6, 64, 3, 3, 1, 1, 1, 1, 7, 6, Groups: 2),
        new(2, 16, 9, 12, 32, 3, 3, 1, 1, 2, 2, 9, 12, 2, 2),
        new(3, 20, 13, 12, 32, 3, 3, 3, 2, 0, 0, 4, 5),
        new(3, 16, 9, 9, 32, 2, 3, 1, 1, 0, 0, 9, 9),
        new(1, 16, 6, 12, 32, 3, 5, 1, 1, 4, 2, 14, 12),
        new(1, 16, 40, 24, 32, 3, 5, 1, 1, 1, 2, 40, 24),
        new(9, 20, 5, 1, 32, 5, 1, 1, 1, 2, 0, 5, 1),
        new(4, 30, 1, 12, 90, 3, 3, 1, 1, 1, 1, 1, 12),
    ];

    /// <summary>
    /// Those with sums for each column of the kernel: rows as long as tiles, as parts of them and as none of these, so that tiles begin and end within
    /// rows; kernels of one to five rows, dilated, and beyond the image; outputs that fill tiles and don't; groups, an image in bands, and
    /// weights in parts.
    /// </summary>
    public static ConvolutionShape[] Columns { get; } =
    [
        new(2, 16, 5, 32, 16, 3, 3, 1, 1, 1, 1, 5, 32),
        new(3, 6, 16, 16, 10, 3, 3, 1, 1, 1, 1, 16, 16),
        new(2, 9, 8, 8, 7, 3, 3, 1, 1, 1, 1, 8, 8),
        new(2, 5, 7, 20, 9, 3, 3, 1, 1, 1, 1, 7, 20),
        new(2, 9, 4, 33, 8, 3, 3, 1, 1, 1, 1, 4, 33),
        new(2, 8, 3, 64, 4, 1, 3, 1, 1, 0, 1, 3, 64),
        new(1, 6, 6, 5, 13, 5, 3, 1, 1, 2, 1, 6, 5),
        new(2, 7, 9, 12, 8, 2, 3, 1, 1, 0, 1, 9, 12),
        new(2, 12, 14, 24, 8, 3, 3, 1, 1, 3, 1, 16, 24, 2),
        new(4, 16, 10, 40, 16, 3, 3, 1, 1, 1, 1, 10, 40, Groups: 2),
        new(1, 16, 40, 24, 16, 3, 3, 1, 1, 1, 1, 40, 24),
        new(1, 700, 1, 32, 68, 1, 3, 1, 1, 0, 1, 1, 32),
        new(1, 4, 8, 1, 6, 3, 3, 1, 1, 1, 1, 8, 1),
    ];

    /// <summary>
    /// Those whose derivative by the input has sums for each column at a stride of two: rows of whole half vectors, and shorter ones that are gathered;
    /// the last column of pixels present and not; a column of padding and none; other strides down, so that rows of pixels are left out; groups, bands, and both with gaps.
    /// </summary>
    public static ConvolutionShape[] Halved { get; } =
    [
        new(2, 5, 6, 32, 7, 3, 3, 2, 2, 1, 1, 3, 16),
        new(2, 8, 16, 16, 6, 3, 3, 2, 2, 1, 1, 8, 8),
        new(1, 3, 5, 80, 5, 3, 3, 2, 2, 1, 1, 3, 40),
        new(2, 6, 7, 47, 4, 3, 3, 2, 2, 1, 1, 4, 24),
        new(3, 9, 9, 13, 5, 3, 3, 2, 2, 0, 1, 4, 7),
        new(2, 4, 6, 30, 3, 5, 3, 1, 2, 2, 1, 6, 15),
        new(2, 4, 11, 16, 6, 2, 3, 3, 2, 1, 1, 4, 8),
        new(2, 6, 8, 32, 8, 3, 3, 2, 2, 1, 1, 4, 16, Groups: 2),
        new(1, 16, 48, 48, 24, 3, 3, 2, 2, 1, 1, 24, 24),
        new(1, 24, 48, 48, 24, 1, 3, 2, 2, 0, 1, 24, 24),
        new(2, 3, 12, 16, 4, 3, 3, 2, 2, 2, 1, 5, 8, 3),
        new(1, 2, 3, 1, 3, 3, 3, 2, 2, 1, 1, 2, 1),
        new(2, 5, 6, 32, 7, 3, 3, 2, 2, 0, 0, 3, 16),
        new(2, 8, 16, 16, 6, 3, 3, 2, 2, 0, 0, 8, 8),
        new(1, 3, 5, 80, 5, 3, 3, 2, 2, 1, 0, 3, 40),
        new(2, 6, 7, 48, 4, 3, 3, 2, 2, 1, 0, 4, 24),
        new(3, 9, 9, 13, 5, 3, 3, 2, 2, 0, 0, 4, 7),
        new(2, 4, 6, 30, 3, 5, 3, 1, 2, 2, 0, 6, 15),
        new(1, 16, 48, 48, 24, 3, 3, 2, 2, 0, 0, 24, 24),
        new(1, 2, 3, 2, 3, 3, 3, 2, 2, 0, 0, 2, 1),
    ];

    /// <summary>
    /// Those whose derivative by the kernel is one of dot products over images as they lie: several images at a time, and the rows of one in bands; outputs
    /// that fill tiles and don't, and blocks of them; channels without another; rows that whole vectors fill and don't.
    /// </summary>
    public static ConvolutionShape[] Dots { get; } =
    [
        new(5, 4, 6, 16, 6, 3, 3, 1, 1, 1, 1, 6, 16),
        new(1, 2, 40, 40, 3, 3, 3, 1, 1, 1, 1, 40, 40),
        new(11, 9, 6, 5, 5, 3, 3, 1, 1, 1, 1, 6, 5),
        new(7, 4, 3, 7, 1, 3, 3, 1, 1, 1, 1, 3, 7),
        new(2, 160, 14, 14, 9, 3, 3, 1, 1, 1, 1, 14, 14),
        new(20, 16, 16, 16, 8, 3, 3, 1, 1, 1, 1, 16, 16, Groups: 2),
        new(2, 8, 12, 20, 6, 5, 3, 1, 1, 1, 1, 10, 20),
        new(3, 6, 4, 9, 3, 3, 3, 1, 1, 7, 1, 12, 9, 3),
    ];

    /// <summary>
    /// Those in tiles of two by two results: even and odd heights and widths; rows of tiles shorter than a vector, as long, longer, and of whole vectors; one row; images together,
    /// of which the last block has fewer, and in bands; outputs that fill tiles and don't; borders on all sides, on some and on none; groups; and those whose derivative alone is.
    /// </summary>
    public static ConvolutionShape[] Winograd { get; } =
    [
        new(2, 16, 32, 32, 16, 3, 3, 1, 1, 1, 1, 32, 32),
        new(19, 24, 8, 8, 27, 3, 3, 1, 1, 1, 1, 8, 8),
        new(2, 17, 11, 31, 24, 3, 3, 1, 1, 1, 1, 11, 31),
        new(1, 16, 18, 62, 23, 3, 3, 1, 1, 1, 1, 18, 62),
        new(3, 24, 18, 50, 24, 3, 3, 1, 1, 0, 0, 16, 48),
        new(2, 24, 15, 34, 24, 3, 3, 1, 1, 2, 0, 17, 32),
        new(2, 16, 9, 40, 25, 3, 3, 1, 1, 0, 1, 7, 40),
        new(2, 18, 2, 65, 36, 3, 3, 1, 1, 1, 1, 2, 65),
        new(4, 48, 16, 16, 24, 3, 3, 1, 1, 1, 1, 16, 16, Groups: 2),
        new(1, 24, 70, 28, 12, 3, 3, 1, 1, 1, 1, 70, 28),
        new(5, 24, 12, 12, 24, 3, 3, 1, 1, 1, 1, 12, 13),
        new(2, 24, 14, 30, 24, 3, 3, 1, 1, 2, 2, 16, 32),
        new(2, 20, 9, 61, 24, 3, 3, 1, 1, 1, 2, 9, 63),
    ];

    /// <summary>
    /// Those whose derivative by the kernel is a sum over tiles: images together, of which the last are fewer, and one in bands; channels and outputs that fill vectors and tiles and
    /// don't; even and odd sizes; borders on all sides, on some and on none; groups; one part and several.
    /// </summary>
    public static ConvolutionShape[] WinogradSums { get; } =
    [
        new(3, 32, 12, 12, 32, 3, 3, 1, 1, 1, 1, 12, 12),
        new(19, 47, 8, 8, 45, 3, 3, 1, 1, 1, 1, 8, 8),
        new(2, 62, 9, 50, 35, 3, 3, 1, 1, 1, 1, 9, 50),
        new(5, 128, 7, 10, 96, 3, 3, 1, 1, 1, 1, 7, 10, Groups: 2),
        new(1, 48, 34, 30, 32, 3, 3, 1, 1, 1, 1, 34, 30),
        new(3, 32, 15, 18, 36, 3, 3, 1, 1, 0, 0, 13, 16),
        new(2, 32, 14, 33, 36, 3, 3, 1, 1, 2, 1, 16, 32),
        new(9, 15, 16, 16, 63, 3, 3, 1, 1, 1, 1, 16, 16),
        new(3, 32, 12, 14, 47, 3, 3, 1, 1, 2, 2, 14, 16),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<ConvolutionShape> All => [.. Plain, .. Channels, .. Columns, .. Halved, .. Dots, .. Winograd, .. WinogradSums];
}
