using System.Globalization;
using System.Text;
using Adjoint;

namespace Digits;

/// <summary>
/// Reads digits from comma-separated values. Each line holds 64 pixels, 0 (paper) to 16 (ink), and the digit, 0 to 9; empty lines
/// are passed over. Lines and columns of messages are counted from 1, a column being a value.
/// </summary>
internal sealed class DigitReader(TextReader text, string file)
{
    /// <summary>The pixels of a digit.</summary>
    public const int Pixels = 64;

    /// <summary>The value of a pixel that is all ink.</summary>
    public const int Ink = 16;

    /// <summary>Far more than a line needs; a file that is no text at all must not be read into memory as one line.</summary>
    private const int LongestLine = 4096;

    private readonly List<float> _pixels = [];
    private readonly List<int> _labels = [];
    private int _line;

    /// <summary>Reads all rows. Pixels are scaled to the range 0 to 1.</summary>
    /// <exception cref="InputException">A line is not as it should be, or there is none.</exception>
    public Dataset ReadAll()
    {
        while (ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                ReadRow(line.Split(','));
            }
        }

        return _labels.Count > 0
            ? Dataset.WithLabels(_pixels.ToArray(), _labels.ToArray(), Pixels)
            : throw Unexpected(1, $"{Pixels} pixels and a digit", "the end of the file");
    }

    private void ReadRow(string[] values)
    {
        for (int column = 1; column <= Pixels; column++)
        {
            _pixels.Add(Number(values, column, Ink, "a pixel") / (float)Ink);
        }

        _labels.Add(Number(values, Pixels + 1, 9, "a digit"));
        if (values.Length > Pixels + 1)
        {
            throw Unexpected(Pixels + 2, $"the end of the line after {Pixels} pixels and a digit", Quoted(values[Pixels + 1]));
        }
    }

    private int Number(string[] values, int column, int most, string what)
    {
        const NumberStyles digits = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        string expected = $"{what}, a whole number from 0 to {most}";
        if (column > values.Length)
        {
            throw Unexpected(column, expected, "the end of the line");
        }

        string value = values[column - 1];
        return int.TryParse(value, digits, CultureInfo.InvariantCulture, out int number) && number <= most
            ? number
            : throw Unexpected(column, expected, Quoted(value));
    }

    private string? ReadLine()
    {
        _line++;
        StringBuilder line = new();
        int next;
        while ((next = NextCharacter()) is not (-1 or '\n'))
        {
            line.Append((char)next);
            if (line.Length > LongestLine)
            {
                throw Unexpected(1, $"{Pixels} pixels and a digit", $"a line of more than {LongestLine} characters");
            }
        }

        return next < 0 && line.Length == 0 ? null : line.ToString();
    }

    private int NextCharacter()
    {
        try
        {
            return text.Read();
        }
        catch (InvalidDataException exception)
        {
            throw new InputException($"{file}, line {_line}: the compressed data are damaged: {exception.Message}", exception);
        }
    }

    private InputException Unexpected(int column, string expected, string found) =>
        new($"{file}, line {_line}, column {column}: expected {expected}, found {found}");

    /// <summary>The value as it can stand in a message: short, and without what would move a terminal's cursor.</summary>
    private static string Quoted(string value)
    {
        const int longest = 20;
        string trimmed = value.Trim();
        string start = trimmed.Length > longest ? trimmed[..longest] + "…" : trimmed;
        return $"'{string.Concat(start.Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c))}'";
    }
}
