using System.Globalization;

namespace Tasks.Data;

/// <summary>Reads a series from comma-separated values: a line of names, then a date and a number for each column in every line.</summary>
/// <param name="path">The file.</param>
public sealed class SeriesTable(string path)
{
    /// <summary>Reads the numbers.</summary>
    /// <param name="columns">The names of the columns behind the date, as the first line has them.</param>
    /// <param name="least">The least number of lines behind the first.</param>
    /// <returns>The numbers, <c>[steps, columns]</c>.</returns>
    /// <exception cref="InvalidDataException">A line is not as it should be, or there are too few.</exception>
    public float[] Read(IReadOnlyList<string> columns, int least)
    {
        List<float> series = [];
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string[] values = line.Split(',');
            if (values.Length != columns.Count + 1)
            {
                throw Unexpected(number, $"a date and {columns.Count} values", $"{values.Length} values");
            }

            if (number == 1)
            {
                CheckNames(columns, values);
            }
            else
            {
                series.AddRange(values.Skip(1).Select((value, column) => Number(value, columns[column], number)));
            }
        }

        return number > least ? [.. series] : throw new InvalidDataException($"{path}: expected at least {least} lines behind the first, found {Math.Max(number - 1, 0)}");
    }

    private void CheckNames(IReadOnlyList<string> columns, string[] names)
    {
        if (!names.Skip(1).SequenceEqual(columns))
        {
            throw Unexpected(1, $"the columns {string.Join(", ", columns)}", string.Join(", ", names.Skip(1)));
        }
    }

    private float Number(string value, string column, int line) =>
        float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
            ? number
            : throw Unexpected(line, $"a finite number for {column}", $"'{value}'");

    private InvalidDataException Unexpected(int line, string expected, string found) => new($"{path}, line {line}: expected {expected}, found {found}");
}
