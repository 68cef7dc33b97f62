namespace Adjoint.Compiler.Operations;

/// <summary>The reference of how rows of numbers are kept in less memory: what a number becomes, and where it stands.</summary>
internal static class Kept
{
    private const double LargestHalf = 65504;

    /// <summary>Writes a row.</summary>
    /// <param name="compression">How it is kept.</param>
    /// <param name="row">The numbers.</param>
    /// <param name="kept">Receives them, several in an element.</param>
    public static void Write(Compression compression, ReadOnlySpan<double> row, Span<double> kept)
    {
        double scale = 1;
        if (compression.Type == KeptType.Int8)
        {
            double largest = 0;
            foreach (double number in row)
            {
                largest = Math.Max(largest, Math.Abs(number));
            }

            scale = largest / 127;
            kept[0] = scale;
            kept = kept.Slice(1);
        }

        for (int i = 0; i < row.Length; i++)
        {
            kept[i / compression.PerFloat] += Code(compression.Type, row[i], scale) * Place(compression, i);
        }
    }

    /// <summary>Reads a row back.</summary>
    /// <param name="compression">How it is kept.</param>
    /// <param name="kept">The row as it is kept.</param>
    /// <param name="row">Receives the numbers.</param>
    public static void Read(Compression compression, ReadOnlySpan<double> kept, Span<double> row)
    {
        double scale = 1;
        if (compression.Type == KeptType.Int8)
        {
            scale = kept[0];
            kept = kept.Slice(1);
        }

        double digits = compression.Type == KeptType.Int8 ? 256 : 65536;
        for (int i = 0; i < row.Length; i++)
        {
            double code = Math.Floor(kept[i / compression.PerFloat] / Place(compression, i)) % digits;
            row[i] = compression.Type switch
            {
                KeptType.Int8 => (code - 128) * scale,
                KeptType.Half => HalfOf((int)code),
                _ => SingleOf((uint)code << 16),
            };
        }
    }

    /// <summary>A number as a digit: not negative, below 256 or 65536.</summary>
    private static double Code(KeptType type, double number, double scale) => type switch
    {
        KeptType.Int8 => 128 + (scale > 0 ? Math.Max(-127, Math.Min(127, Math.Round(number / scale))) : 0),
        KeptType.Half => BitsOfHalf(number),
        _ => (BitsOf((float)number) + 0x7FFFu + ((BitsOf((float)number) >> 16) & 1)) >> 16,
    };

    private static double Place(Compression compression, int i) => Math.Pow(compression.Type == KeptType.Int8 ? 256 : 65536, i % compression.PerFloat);

    private static int BitsOfHalf(double number)
    {
        double magnitude = Math.Min(Math.Abs(number), LargestHalf);
        int sign = number < 0 ? 1 << 15 : 0;

        // Below 2^-14 numbers are multiples of 2^-24.
        int exponent = magnitude == 0 ? -14 : Math.Max(-14, (int)Math.Floor(Math.Log(magnitude, 2)));
        double step = Math.Pow(2, exponent - 10);
        int steps = (int)Math.Round(magnitude / step);
        return sign | (steps < 1024 ? steps : steps < 2048 ? ((exponent + 15) << 10) | (steps - 1024) : (exponent + 16) << 10);
    }

    private static double HalfOf(int bits)
    {
        int exponent = (bits >> 10) & 31;
        double magnitude = exponent == 0 ? (bits & 1023) * Math.Pow(2, -24) : (1024 + (bits & 1023)) * Math.Pow(2, exponent - 25);
        return (bits >> 15) != 0 ? -magnitude : magnitude;
    }

    private static uint BitsOf(float number) => BitConverter.ToUInt32(BitConverter.GetBytes(number), 0);

    private static double SingleOf(uint bits) => BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);
}
