namespace Adjoint;

/// <content>Windows over something long: a text, a series.</content>
public sealed partial class Dataset
{
    /// <summary>
    /// Makes a data set for predicting the next token at every position of a text: a row's input is a window of the text, its labels are the same
    /// window one token later. What is left at the end is too short for a row.
    /// </summary>
    /// <param name="tokens">The text, as whole numbers counted from 0.</param>
    /// <param name="length">The number of tokens of a window.</param>
    /// <param name="stride">How many tokens further the next window begins; 0, the default, for as many as a window has.</param>
    /// <exception cref="ArgumentException">The text is too short for a row, or a token is negative.</exception>
    public static Dataset NextTokens(ReadOnlySpan<int> tokens, int length, int stride = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfNegative(stride);
        int step = stride == 0 ? length : stride;
        int count = WindowsOf(tokens.Length, length, 1, step, "tokens", nameof(tokens));
        int[] inputs = new int[checked(count * length)];
        int[] labels = new int[inputs.Length];
        for (int row = 0; row < count; row++)
        {
            tokens.Slice(row * step, length).CopyTo(inputs.AsSpan(row * length));
            tokens.Slice((row * step) + 1, length).CopyTo(labels.AsSpan(row * length));
        }

        return IntegersWithLabels(inputs, labels, length, length);
    }

    /// <summary>
    /// Makes a data set for predicting how a series goes on: a row's input is a window of its steps, <c>[length, width]</c>, and its target is the steps that
    /// follow, <c>[horizon, width]</c>.
    /// </summary>
    /// <param name="series">The series, <c>[steps, width]</c>.</param>
    /// <param name="width">The number of values of each step.</param>
    /// <param name="length">The number of steps of a window.</param>
    /// <param name="horizon">The number of steps to predict.</param>
    /// <param name="stride">How many steps further the next window begins; 1 by default.</param>
    /// <exception cref="ArgumentException">The series is too short for a row, has no whole number of steps, or a value is not finite.</exception>
    public static Dataset Forecasts(ReadOnlySpan<float> series, int width, int length, int horizon, int stride = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        CheckLength(series.Length, series.Length / width, width, "values", nameof(series));
        int count = WindowsOf(series.Length / width, length, horizon, stride, "steps", nameof(series));
        float[] inputs = new float[checked(count * length * width)];
        float[] targets = new float[checked(count * horizon * width)];
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> window = series[(row * stride * width)..];
            window[..(length * width)].CopyTo(inputs.AsSpan(row * length * width));
            window.Slice(length * width, horizon * width).CopyTo(targets.AsSpan(row * horizon * width));
        }

        return WithTargets(inputs, targets, length * width, horizon * width).WithShape(length, width);
    }

    private static int WindowsOf(int available, int length, int after, int stride, string what, string name)
    {
        long rest = available - ((long)length + after);
        return rest >= 0
            ? checked((int)((rest / stride) + 1))
            : throw new ArgumentException($"Expected at least {(long)length + after} {what} ({length} for a window and {after} behind it), found {available}.", name);
    }
}
