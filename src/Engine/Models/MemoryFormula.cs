using System.Globalization;

namespace Adjoint;

/// <summary>How much memory a program needs, exactly, as a formula of the batch size n: <c>4 * (FloatsPerSample n + Floats)</c> bytes.</summary>
/// <param name="FloatsPerSample">The floats that each sample of the batch adds.</param>
/// <param name="Floats">The floats that are needed whatever the batch size.</param>
public readonly record struct MemoryFormula(long FloatsPerSample, long Floats)
{
    /// <summary>The floats that each pair of samples adds, for a program that compares the samples of a batch: those of n².</summary>
    public long FloatsPerSampleSquared { get; init; }

    /// <summary>The floats needed for a batch.</summary>
    /// <param name="batch">The number of samples, at least 0.</param>
    /// <exception cref="OverflowException">The result does not fit in 64 bits.</exception>
    public long FloatsFor(int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        return checked((((FloatsPerSampleSquared * batch) + FloatsPerSample) * batch) + Floats);
    }

    /// <summary>The bytes needed for a batch.</summary>
    /// <param name="batch">The number of samples, at least 0.</param>
    /// <exception cref="OverflowException">The result does not fit in 64 bits.</exception>
    public long BytesFor(int batch) => checked(FloatsFor(batch) * sizeof(float));

    /// <summary>A formula that is enough for two programs.</summary>
    internal static MemoryFormula Larger(MemoryFormula a, MemoryFormula b) => new(Math.Max(a.FloatsPerSample, b.FloatsPerSample), Math.Max(a.Floats, b.Floats))
    {
        FloatsPerSampleSquared = Math.Max(a.FloatsPerSampleSquared, b.FloatsPerSampleSquared),
    };

    /// <summary>The formula as text, alike in every culture: <c>4 * (1360 n + 16) bytes</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"4 * ({(FloatsPerSampleSquared == 0 ? string.Empty : $"{FloatsPerSampleSquared} n² + ")}{FloatsPerSample} n + {Floats}) bytes");
}
