namespace Adjoint.Kernels;

/// <summary>
/// The sizes of a pooling of planes: [planes, height, width] to [planes, output height, output width]. Windows may reach beyond the plane,
/// above and left by the padding, below and right by what the output size implies; only what lies inside counts.
/// </summary>
/// <param name="Planes">The number of planes: batch times channels.</param>
/// <param name="Height">The height of an input plane.</param>
/// <param name="Width">The width of an input plane.</param>
/// <param name="WindowHeight">The height of the window.</param>
/// <param name="WindowWidth">The width of the window.</param>
/// <param name="StrideHeight">Rows from a window to the next.</param>
/// <param name="StrideWidth">Columns from a window to the next.</param>
/// <param name="OutputHeight">The height of an output plane.</param>
/// <param name="OutputWidth">The width of an output plane.</param>
/// <param name="PadTop">Rows that the first windows begin above the plane.</param>
/// <param name="PadLeft">Columns that the first windows begin left of the plane.</param>
public readonly record struct PoolShape(
    int Planes,
    int Height,
    int Width,
    int WindowHeight,
    int WindowWidth,
    int StrideHeight,
    int StrideWidth,
    int OutputHeight,
    int OutputWidth,
    int PadTop = 0,
    int PadLeft = 0)
{
    internal long InputLength => Require.Product(Planes, Height, Width);

    internal long OutputLength => Require.Product(Planes, OutputHeight, OutputWidth);

    internal int InputPlane => checked(Height * Width);

    internal int OutputPlane => checked(OutputHeight * OutputWidth);

    /// <summary>Rows from the first window's first to the last window's last.</summary>
    internal int ReachHeight => checked(((OutputHeight - 1) * StrideHeight) + WindowHeight);

    /// <summary>Columns from the first window's first to the last window's last.</summary>
    internal int ReachWidth => checked(((OutputWidth - 1) * StrideWidth) + WindowWidth);

    /// <summary>Whether no window reaches beyond the plane.</summary>
    internal bool IsInside => OutputPlane == 0 || (PadTop == 0 && PadLeft == 0 && ReachHeight <= Height && ReachWidth <= Width);

    /// <summary>Whether no two windows share an element.</summary>
    internal bool IsApart => StrideHeight >= WindowHeight && StrideWidth >= WindowWidth;

    /// <summary>Whether strides cut the rows of a plane without a rest, and no window reaches beyond its stride's rows or the plane.</summary>
    internal bool IsCutEvenly => IsInside && WindowHeight <= StrideHeight && (long)OutputHeight * StrideHeight == Height;

    internal void Check()
    {
        Require.Shape(Planes, Height, Width);
        Require.Positive(WindowHeight, nameof(WindowHeight));
        Require.Positive(WindowWidth, nameof(WindowWidth));
        Require.Positive(StrideHeight, nameof(StrideHeight));
        Require.Positive(StrideWidth, nameof(StrideWidth));
        Require.Shape(OutputHeight, OutputWidth, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(PadTop);
        ArgumentOutOfRangeException.ThrowIfNegative(PadLeft);
        RequireContent(OutputHeight, StrideHeight, WindowHeight, PadTop, Height, nameof(OutputHeight));
        RequireContent(OutputWidth, StrideWidth, WindowWidth, PadLeft, Width, nameof(OutputWidth));
    }

    /// <summary>Every window has something of the plane in it: else it would have no maximum.</summary>
    private static void RequireContent(int output, int stride, int window, int pad, int input, string name)
    {
        long last = ((output - 1L) * stride) - pad;
        if (output > 0 && (pad >= window || last >= input || last + pad + window > int.MaxValue))
        {
            throw new ArgumentException(
                $"Expected all windows to meet the {input} positions, found {output} windows of {window} at a stride of {stride} after {pad} of padding.", name);
        }
    }
}
