namespace Adjoint.Kernels;

/// <summary>
/// One phase of the derivative by the input. Pixels of x whose padded coordinates have the remainders (i₀, j₀) by the strides meet
/// only the kernel taps with those remainders, and among themselves they form a plain convolution of dy at stride 1 with these
/// taps turned around. So the derivative takes no more work than the convolution, at any stride. With a dilation d, tap i belongs to the
/// phase when i · d has its remainder by the stride s: these are every (s / g)-th tap from some first one on, g the common divisor of d
/// and s, and they lie d / g rows of dy apart.
/// </summary>
/// <param name="Shape">The sizes of the convolution.</param>
/// <param name="Row">The remainder i₀.</param>
/// <param name="Column">The remainder j₀; or <see cref="AllColumns"/> for a phase of rows, whose taps are all columns of the kernel.</param>
internal readonly record struct InputGradientPhase(ConvolutionShape Shape, int Row, int Column)
{
    /// <summary>Instead of a remainder of columns.</summary>
    public const int AllColumns = -1;

    /// <summary>Taps of this phase.</summary>
    public int TapRows => Vertical.Count;

    public int TapColumns => Horizontal.Count;

    private PhaseTaps Vertical => PhaseTaps.Of(Shape.KernelHeight, Row, Shape.StrideHeight, Shape.DilationHeight);

    private PhaseTaps Horizontal => Column == AllColumns
        ? new PhaseTaps(0, 1, Shape.KernelWidth, 0, Shape.DilationWidth)
        : PhaseTaps.Of(Shape.KernelWidth, Column, Shape.StrideWidth, Shape.DilationWidth);

    private int FirstRow => FirstStep(Shape.PadTop, Row, Shape.StrideHeight);

    private int FirstColumn => Column == AllColumns ? 0 : FirstStep(Shape.PadLeft, Column, Shape.StrideWidth);

    /// <summary>Rows and columns of x in this phase.</summary>
    public int Rows => CountPixels(Shape.Height, Grid.FirstRow, Shape.StrideHeight);

    public int Columns => Column == AllColumns ? Shape.Width : CountPixels(Shape.Width, Grid.FirstColumn, Shape.StrideWidth);

    /// <summary>The columns of y, with the rows of this phase of rows: what one plain convolution of dy for each column of the kernel gives.</summary>
    public WindowSizes SizesOfRows => new(
        Shape.GroupOutputs,
        Shape.OutputHeight,
        Shape.OutputWidth,
        TapRows,
        TapColumns,
        1,
        1,
        Vertical.LastOffset - FirstRow,
        TapColumns / 2,
        Rows,
        Shape.OutputWidth,
        Vertical.Distance);

    public bool IsEmpty => TapRows == 0 || TapColumns == 0 || Rows == 0 || Columns == 0;

    public OutputGrid Grid => new(
        Shape.Height,
        Shape.Width,
        (Shape.StrideHeight * FirstRow) + Row - Shape.PadTop,
        Column == AllColumns ? 0 : (Shape.StrideWidth * FirstColumn) + Column - Shape.PadLeft,
        Shape.StrideHeight,
        Column == AllColumns ? 1 : Shape.StrideWidth);

    public WindowSizes Sizes => new(
        Shape.GroupOutputs,
        Shape.OutputHeight,
        Shape.OutputWidth,
        TapRows,
        TapColumns,
        1,
        1,
        Vertical.LastOffset - FirstRow,
        Horizontal.LastOffset - FirstColumn,
        Rows,
        Columns,
        Vertical.Distance,
        Horizontal.Distance);

    /// <summary>Lists where the taps of this phase lie in a kernel of one channel: turned around, which the plain convolution of dy wants.</summary>
    public unsafe void ListTaps(int* offsets)
    {
        (PhaseTaps rows, PhaseTaps columns) = (Vertical, Horizontal);
        for (int i = rows.Count - 1; i >= 0; i--)
        {
            for (int j = columns.Count - 1; j >= 0; j--)
            {
                *offsets++ = ((rows.First + (rows.Step * i)) * Shape.KernelWidth) + columns.First + (columns.Step * j);
            }
        }
    }

    private static int FirstStep(int pad, int remainder, int stride) =>
        pad <= remainder ? 0 : Blocks.Count(pad - remainder, stride);

    private static int CountPixels(int size, int first, int stride) => first >= size ? 0 : ((size - 1 - first) / stride) + 1;
}
