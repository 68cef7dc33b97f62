namespace Adjoint.Compiler.Operations;

/// <summary>A window that slides over the last two axes of <c>[n, channels, height, width]</c>.</summary>
/// <param name="Height">The image's height.</param>
/// <param name="Width">The image's width.</param>
/// <param name="WindowHeight">The window's height.</param>
/// <param name="WindowWidth">The window's width.</param>
/// <param name="StrideHeight">The step downwards.</param>
/// <param name="StrideWidth">The step to the right.</param>
/// <param name="PadTop">Rows of zeros above the image.</param>
/// <param name="PadLeft">Columns of zeros left of the image.</param>
/// <param name="OutputHeight">The number of positions downwards.</param>
/// <param name="OutputWidth">The number of positions to the right.</param>
/// <param name="DilationHeight">Rows of the image from a row of the window to the next.</param>
/// <param name="DilationWidth">Columns of the image from a column of the window to the next.</param>
internal sealed record Window(
    int Height,
    int Width,
    int WindowHeight,
    int WindowWidth,
    int StrideHeight,
    int StrideWidth,
    int PadTop,
    int PadLeft,
    int OutputHeight,
    int OutputWidth,
    int DilationHeight = 1,
    int DilationWidth = 1)
{
    /// <summary>A square window; null when it is larger than the image without padding.</summary>
    public static Window? Create(int height, int width, int size, int stride, bool same) =>
        Create(height, width, new Slide(size, stride, Zeros: same ? null : (0, 0)), new Slide(size, stride, Zeros: same ? null : (0, 0)));

    /// <summary>A window that slides in its own way along each axis; null when it is larger than the padded image.</summary>
    public static Window? Create(int height, int width, Slide down, Slide right) =>
        down.Over(height) is (var rows, var top) && right.Over(width) is (var columns, var left)
            ? new Window(height, width, down.Size, right.Size, down.Stride, right.Stride, top, left, rows, columns, down.Dilation, right.Dilation)
            : null;

    /// <summary>
    /// The window that takes an image apart which it could have put together: its positions are the pixels of a smaller image. Null when
    /// the image that it would slide over has no pixels, or more than can be counted.
    /// </summary>
    public static Window? Spread(int rows, int columns, Slide down, Slide right) =>
        down.Spread(rows) is (var height, var top) && right.Spread(columns) is (var width, var left)
            ? new Window(height, width, down.Size, right.Size, down.Stride, right.Stride, top, left, rows, columns, down.Dilation, right.Dilation)
            : null;

    /// <summary>
    /// Calls back for every place in the image that a window covers: the window's number, the place in the window, the place in
    /// the image, each in reading order.
    /// </summary>
    public void ForEach(Action<int, int, int> visit)
    {
        for (int row = 0; row < OutputHeight; row++)
        {
            for (int column = 0; column < OutputWidth; column++)
            {
                for (int y = 0; y < WindowHeight; y++)
                {
                    for (int x = 0; x < WindowWidth; x++)
                    {
                        int imageY = (row * StrideHeight) + (y * DilationHeight) - PadTop;
                        int imageX = (column * StrideWidth) + (x * DilationWidth) - PadLeft;
                        if (imageY >= 0 && imageY < Height && imageX >= 0 && imageX < Width)
                        {
                            visit((row * OutputWidth) + column, (y * WindowWidth) + x, (imageY * Width) + imageX);
                        }
                    }
                }
            }
        }
    }
}
