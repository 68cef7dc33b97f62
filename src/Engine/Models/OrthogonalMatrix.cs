namespace Adjoint;

/// <summary>
/// Random matrices with orthonormal rows or columns: Gram and Schmidt's process on normal vectors, which favours no direction. It runs in
/// double and twice over each vector, which is enough for orthogonality to the last digit of a float (Giraud et al. 2005).
/// </summary>
internal static class OrthogonalMatrix
{
    /// <summary>Fills a row-major matrix.</summary>
    public static void Fill(Span<float> values, int rows, RandomValues random, float gain)
    {
        int columns = rows == 0 ? 0 : values.Length / rows;
        bool byRow = rows <= columns;
        int count = Math.Min(rows, columns);
        int length = Math.Max(rows, columns);
        double[][] vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] vector = vectors[i] = new double[length];
            for (int j = 0; j < length; j++)
            {
                vector[j] = random.Normal((uint)Index(i, j));
            }

            Subtract(vectors.AsSpan(0, i), vector);
            Subtract(vectors.AsSpan(0, i), vector);
            double scale = 1 / Math.Sqrt(Dot(vector, vector));
            for (int j = 0; j < length; j++)
            {
                vector[j] *= scale;
                values[Index(i, j)] = (float)(vector[j] * gain);
            }
        }

        int Index(int vector, int element) => byRow ? (vector * columns) + element : (element * columns) + vector;
    }

    /// <summary>Takes the part that lies along earlier vectors away.</summary>
    private static void Subtract(ReadOnlySpan<double[]> earlier, double[] vector)
    {
        foreach (double[] direction in earlier)
        {
            double along = Dot(direction, vector);
            for (int j = 0; j < vector.Length; j++)
            {
                vector[j] -= along * direction[j];
            }
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
        {
            sum += a[j] * b[j];
        }

        return sum;
    }
}
