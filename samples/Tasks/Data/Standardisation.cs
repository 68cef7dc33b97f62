namespace Tasks.Data;

/// <summary>Brings every column of a table to mean 0 and standard deviation 1.</summary>
public static class Standardisation
{
    /// <summary>Changes the values in place; mean and deviation are those of the first rows, so that nothing is learnt of the others.</summary>
    /// <param name="table">The values, <c>[rows, columns]</c>.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rows">How many rows count; a column with the same value in all of them is only shifted.</param>
    public static void Apply(Span<float> table, int columns, int rows)
    {
        for (int column = 0; column < columns; column++)
        {
            double sum = 0;
            double squares = 0;
            for (int row = 0; row < rows; row++)
            {
                double value = table[(row * columns) + column];
                sum += value;
                squares += value * value;
            }

            double mean = sum / rows;
            double deviation = Math.Sqrt(Math.Max(0, (squares / rows) - (mean * mean)));
            for (int i = column; i < table.Length; i += columns)
            {
                table[i] = (float)((table[i] - mean) / (deviation > 0 ? deviation : 1));
            }
        }
    }
}
