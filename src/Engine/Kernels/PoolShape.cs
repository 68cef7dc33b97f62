namespace Adjoint.Kernels;

/// <summary>The sizes of a pooling of planes: [planes, height, width] to [planes, output height, output width], without padding.</summary>
/// <param name="Planes">The number of planes: batch times channels.</param>
/// <param name="Height">The height of an input plane.</param>
/// <param name="Width">The width of an input plane.</param>
/// <param name="WindowHeight">The height of the window.</param>
/// <param name="WindowWidth">The width of the window.</param>
/// <param name="StrideHeight">Rows from a window to the next.</param>
/// <param name="StrideWidth">Columns from a window to the next.</param>
/// <param name="OutputHeight">The height of an output plane.</param>
/// <param name="OutputWidth">The width of an output plane.</param>
public readonly record struct PoolShape(
    int Planes,
    int Height,
    int Width,
    int WindowHeight,
    int WindowWidth,
    int StrideHeight,
    int StrideWidth,
    int OutputHeight,
    int OutputWidth)
{
    internal long InputLength => Require.Product(Planes, Height, Width);

    internal long OutputLength => Require.Product(Planes, OutputHeight, OutputWidth);

    internal int InputPlane => checked(Height * Width);

    internal int OutputPlane => checked(OutputHeight * OutputWidth);

    internal void Check()
    {
        Require.Shape(Planes, Height, Width);
        Require.Positive(WindowHeight, nameof(WindowHeight));
        Require.Positive(WindowWidth, nameof(WindowWidth));
        Require.Positive(StrideHeight, nameof(StrideHeight));
        Require.Positive(StrideWidth, nameof(StrideWidth));
        Require.Shape(OutputHeight, OutputWidth, 1);
        RequireInside(OutputHeight, StrideHeight, WindowHeight, Height, nameof(OutputHeight));
        RequireInside(OutputWidth, StrideWidth, WindowWidth, Width, nameof(OutputWidth));
    }

    private static void RequireInside(int output, int stride, int window, int input, string name)
    {
        long end = ((output - 1L) * stride) + window;
        if (output > 0 && end > input)
        {
            throw new ArgumentException(
                $"Expected all windows to lie in {input} positions, found {output} windows of {window} at a stride of {stride}.", name);
        }
    }
}
