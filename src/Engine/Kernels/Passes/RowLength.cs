namespace Adjoint.Kernels;

/// <summary>How long the rows are in which a pass with repeated operands goes.</summary>
internal static class RowLength
{
    // Rows so long are cut where that leaves whole ones, so that threads can share them.
    private const int Long = 8192;

    /// <summary>The longest rows within which each operand is one value or a run of neighbours; 0 when no operand is repeated.</summary>
    public static int Of(int length, Operand a, Operand b = default, Operand c = default, Operand d = default) =>
        (a.Each | b.Each | c.Each | d.Each) == 0 ? 0 : Cut(length, Divisor(Divisor(Divisor(Divisor(0, a), b), c), d));

    /// <summary>The same of five to eight operands.</summary>
    public static int Of(
        int length, Operand a, Operand b, Operand c, Operand d, Operand e, Operand f = default, Operand g = default, Operand h = default) =>
        Cut(length, Divisor(Divisor(Divisor(Divisor(Divisor(Divisor(Divisor(Divisor(0, a), b), c), d), e), f), g), h));

    private static int Cut(int length, int row)
    {
        for (int parts = 2; row > Long && parts <= row / Long * 2; parts++)
        {
            row = row % parts == 0 ? row / parts : row;
        }

        return length == 0 ? 0 : row;
    }

    private static int Divisor(int row, Operand operand) => operand.Each switch
    {
        0 => row,
        1 => GreatestCommonDivisor(row, operand.Values.Length),
        int each => GreatestCommonDivisor(row, each),
    };

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
