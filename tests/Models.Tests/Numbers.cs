namespace Models.Tests;

/// <summary>A tensor of the fixture: its values, or the bounds of numbers that PyTorch's side computes in the same way.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Shape">Its shape, which for data begins with the batch.</param>
/// <param name="Low">What computed numbers are at least.</param>
/// <param name="High">What they are below.</param>
/// <param name="Values">The values; null when they are computed.</param>
internal sealed record Numbers(string Name, int[] Shape, double Low = 0, double High = 0, double[]? Values = null)
{
    /// <summary>
    /// The values as a model's. Number i is <c>low + (high − low) · k / 2²⁴</c>, rounded to single precision, where k is the upper 24 bits of SplitMix64
    /// (Steele, Lea and Flood 2014) at position i of the stream that the tensor's full name has by FNV-1a in 64 bits.
    /// </summary>
    public double[] Of(string model)
    {
        if (Values is not null)
        {
            return Values;
        }

        ulong position = Stream($"{model}/{Name}");
        double[] values = new double[Shape.Aggregate(1, static (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
        {
            position = unchecked(position + 0x9E3779B97F4A7C15);
            values[i] = (float)(Low + ((High - Low) * ((Mix(position) >> 40) / (double)(1 << 24))));
        }

        return values;
    }

    private static ulong Stream(string name) => name.Aggregate(14695981039346656037, static (hash, letter) => unchecked((hash ^ letter) * 1099511628211));

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
