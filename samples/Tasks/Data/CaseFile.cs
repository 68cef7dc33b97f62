using System.Globalization;

namespace Tasks.Data;

/// <summary>
/// Reads the format of the archive of time-series classification (.ts): comments behind '#', declarations behind '@', and after <c>@data</c> a case in each
/// line: the values of the series, divided by commas, a colon, the class. Lines of messages are counted from 1.
/// </summary>
/// <param name="path">The file.</param>
public sealed class CaseFile(string path)
{
    /// <summary>Reads series of one variable.</summary>
    /// <param name="length">The number of values of each.</param>
    /// <param name="classes">The names of the classes, in the order of their numbers.</param>
    /// <returns>The series, <c>[count, length]</c>, and the number of each one's class.</returns>
    /// <exception cref="InvalidDataException">A line is not as it should be, or there is no case.</exception>
    public (float[] Series, int[] Labels) Read(int length, params ReadOnlySpan<string> classes)
    {
        List<float> series = [];
        List<int> labels = [];
        bool inData = false;
        int number = 0;
        foreach (string line in File.ReadLines(path).Select(static line => line.Trim()))
        {
            number++;
            if (inData && line.Length > 0)
            {
                if (line.Split(':') is not [string values, string name])
                {
                    throw Unexpected(number, "a series of one variable, a colon and a class", $"{line.Count(static c => c == ':')} colons");
                }

                series.AddRange(Numbers(values.Split(','), length, number));
                labels.Add(classes.IndexOf(name) is >= 0 and var label ? label : throw Unexpected(number, $"one of the classes {string.Join(", ", classes)}", $"'{name}'"));
            }

            inData |= line.Equals("@data", StringComparison.OrdinalIgnoreCase);
        }

        return labels.Count > 0 ? ([.. series], [.. labels]) : throw Unexpected(number, "a case", "the end of the file");
    }

    private IEnumerable<float> Numbers(string[] values, int length, int line) => values.Length != length
        ? throw Unexpected(line, $"{length} values", $"{values.Length}")
        : values.Select(value => float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
            ? number
            : throw Unexpected(line, "a finite number", $"'{value}'"));

    private InvalidDataException Unexpected(int line, string expected, string found) => new($"{path}, line {line}: expected {expected}, found {found}");
}
