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
    int OutputWidth)
{
    /// <summary>A square window; null when it is larger than the image without padding.</summary>
    public static Window? Create(int height, int width, int size, int stride, bool same)
    {
        if (!same && (size > height || size > width))
        {
            return null;
        }

        (int rows, int top) = Fit(height);
        (int columns, int left) = Fit(width);
        return new Window(height, width, size, size, stride, stride, top, left, rows, columns);

        (int Positions, int Before) Fit(int length)
        {
            if (!same)
            {
                return (((length - size) / stride) + 1, 0);
            }

            // In 64 bits: an image may be as long as an array can be.
            long positions = (length + (long)stride - 1) / stride;
            long padding = Math.Max(0, ((positions - 1) * stride) + size - length);
            return ((int)positions, (int)padding / 2);
        }
    }

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
                        int imageY = (row * StrideHeight) + y - PadTop;
                        int imageX = (column * StrideWidth) + x - PadLeft;
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
