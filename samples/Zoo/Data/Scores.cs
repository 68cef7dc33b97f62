using Adjoint;

namespace Zoo.Data;

/// <summary>How good predictions are, and how far models are apart.</summary>
internal static class Scores
{
    /// <summary>The share of rows whose greatest output is that of their label; NaN where an output is NaN, so that a network that diverged meets no bar and misses none.</summary>
    /// <param name="outputs">The outputs of each row, one row after the other.</param>
    /// <param name="data">The rows.</param>
    public static double Accuracy(ReadOnlySpan<float> outputs, Dataset data)
    {
        // Equals, by which Contains compares, finds NaN; == would not.
        if (outputs.Contains(float.NaN))
        {
            return double.NaN;
        }

        int classes = outputs.Length / data.Count;
        int right = 0;
        for (int row = 0; row < data.Count; row++)
        {
            right += IndexOfMax(outputs.Slice(row * classes, classes)) == data.Labels[row] ? 1 : 0;
        }

        return right / (double)data.Count;
    }

    /// <summary>The largest difference of two values of one parameter.</summary>
    public static double Difference(ParameterBuffer left, ParameterBuffer right)
    {
        double largest = 0;
        for (int i = 0; i < left.Values.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(left.Values[i] - right.Values[i]));
        }

        return largest;
    }

    private static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
