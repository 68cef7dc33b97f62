namespace Adjoint.Kernels;

/// <summary>
/// One phase of the derivative by the input. Pixels of x whose padded coordinates have the remainders (i₀, j₀) by the strides meet
/// only the kernel taps with those remainders, and among themselves they form a plain convolution of dy at stride 1 with these
/// taps turned around. So the derivative takes no more work than the convolution, at any stride.
/// </summary>
internal readonly record struct InputGradientPhase(ConvolutionShape Shape, int Row, int Column)
{
    /// <summary>Taps of this phase.</summary>
    public int TapRows => CountTaps(Shape.KernelHeight, Row, Shape.StrideHeight);

    public int TapColumns => CountTaps(Shape.KernelWidth, Column, Shape.StrideWidth);

    private int FirstRow => FirstStep(Shape.PadTop, Row, Shape.StrideHeight);

    private int FirstColumn => FirstStep(Shape.PadLeft, Column, Shape.StrideWidth);

    /// <summary>Pixels of x in this phase.</summary>
    public int Rows => CountPixels(Shape.Height, Grid.FirstRow, Shape.StrideHeight);

    public int Columns => CountPixels(Shape.Width, Grid.FirstColumn, Shape.StrideWidth);

    public bool IsEmpty => TapRows == 0 || TapColumns == 0 || Rows == 0 || Columns == 0;

    public OutputGrid Grid => new(
        Shape.Height,
        Shape.Width,
        (Shape.StrideHeight * FirstRow) + Row - Shape.PadTop,
        (Shape.StrideWidth * FirstColumn) + Column - Shape.PadLeft,
        Shape.StrideHeight,
        Shape.StrideWidth);

    public PaddedLayout Layout => new(
        Shape.OutputChannels,
        Shape.OutputHeight,
        Shape.OutputWidth,
        TapRows,
        TapColumns,
        1,
        1,
        TapRows - 1 - FirstRow,
        TapColumns - 1 - FirstColumn,
        Rows,
        Columns);

    /// <summary>weights[c, (o, i, j)] = kernel[o, c, i₀ + stride · (last − i), j₀ + stride · (last − j)].</summary>
    public unsafe void TurnKernel(float* kernel, float* weights)
    {
        int taps = Shape.KernelHeight * Shape.KernelWidth;
        for (int c = 0; c < Shape.InputChannels; c++)
        {
            for (int o = 0; o < Shape.OutputChannels; o++)
            {
                float* source = kernel + ((((nint)o * Shape.InputChannels) + c) * taps);
                for (int i = TapRows - 1; i >= 0; i--)
                {
                    for (int j = TapColumns - 1; j >= 0; j--)
                    {
                        *weights++ = source[((Row + (Shape.StrideHeight * i)) * Shape.KernelWidth) + Column + (Shape.StrideWidth * j)];
                    }
                }
            }
        }
    }

    private static int CountTaps(int kernel, int remainder, int stride) =>
        remainder >= kernel ? 0 : ((kernel - 1 - remainder) / stride) + 1;

    private static int FirstStep(int pad, int remainder, int stride) =>
        pad <= remainder ? 0 : Blocks.Count(pad - remainder, stride);

    private static int CountPixels(int size, int first, int stride) => first >= size ? 0 : ((size - 1 - first) / stride) + 1;
}
