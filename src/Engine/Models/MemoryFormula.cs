using System.Collections.Immutable;
using System.Globalization;
using Adjoint.Compiler.Plan;

namespace Adjoint;

/// <summary>How much memory a program needs, exactly, as a formula of the batch size n: <c>4 * (FloatsPerSample n + Floats)</c> bytes.</summary>
/// <param name="FloatsPerSample">The floats that each sample of the batch adds.</param>
/// <param name="Floats">The floats that are needed whatever the batch size.</param>
public readonly record struct MemoryFormula(long FloatsPerSample, long Floats)
{
    private static readonly string[] Digits = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

    /// <summary>
    /// For a program that relates the samples of a batch to each other: the factors of n², n³ and so on, which come on top; empty for most.
    /// </summary>
    public ImmutableArray<long> HigherPowers
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>
    /// For a program that works on a few samples at a time: how many at most. The memory is that of so many then, however large the batch is.
    /// 0 for a program that works on the whole batch.
    /// </summary>
    public int MicroBatch { get; init; }

    /// <summary>For such a program, the floats that one micro-batch adds to the others': the length of the gradient, 0 without one.</summary>
    public int Sums { get; init; }

    /// <summary>The floats needed for a batch, on one thread or on several that share their work.</summary>
    /// <param name="batch">The number of samples, at least 0.</param>
    /// <exception cref="OverflowException">The result does not fit in 64 bits.</exception>
    public long FloatsFor(int batch) => FloatsFor(batch, threads: 1);

    /// <summary>The floats with which each of several threads can work on samples of its own. The result of a program is the same without.</summary>
    /// <param name="batch">The number of samples, at least 0.</param>
    /// <param name="threads">The number of threads, at least 1.</param>
    /// <exception cref="OverflowException">The result does not fit in 64 bits.</exception>
    public long FloatsFor(int batch, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        MicroBatchPlan plan = PlanFor(batch);
        return plan.Count == 1 ? FloatsAtOnce(batch) : checked(plan.LanesFor(threads) * (FloatsAtOnce(plan.Largest) + Aligned(Sums)));
    }

    /// <summary>How a batch is cut.</summary>
    internal MicroBatchPlan PlanFor(int batch) => new(batch, MicroBatch == 0 ? int.MaxValue : MicroBatch);

    /// <summary>The floats needed for samples that are worked on together.</summary>
    internal long FloatsAtOnce(int batch)
    {
        checked
        {
            long floats = 0;
            for (int i = HigherPowers.Length - 1; i >= 0; i--)
            {
                floats = (floats + HigherPowers[i]) * batch;
            }

            return ((floats + FloatsPerSample) * batch) + Floats;
        }
    }

    /// <summary>The bytes needed for a batch, on one thread or on several that share their work.</summary>
    /// <param name="batch">The number of samples, at least 0.</param>
    /// <exception cref="OverflowException">The result does not fit in 64 bits.</exception>
    public long BytesFor(int batch) => checked(FloatsFor(batch) * sizeof(float));

    /// <summary>A number of floats that leaves what follows on a boundary of 64 bytes.</summary>
    private static int Aligned(int floats) => checked(floats + 15) & ~15;

    /// <summary>Whether another formula has the same factors.</summary>
    /// <param name="other">The other formula.</param>
    public bool Equals(MemoryFormula other) =>
        FloatsPerSample == other.FloatsPerSample && Floats == other.Floats && MicroBatch == other.MicroBatch && Sums == other.Sums && HigherPowers.AsSpan().SequenceEqual(other.HigherPowers.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(FloatsPerSample, Floats, HigherPowers.Length, MicroBatch, Sums);

    /// <summary>A formula that is enough for two programs, also where both work on the whole batch.</summary>
    internal static MemoryFormula Larger(MemoryFormula a, MemoryFormula b)
    {
        ImmutableArray<long>.Builder powers = ImmutableArray.CreateBuilder<long>();
        for (int i = 0; i < Math.Max(a.HigherPowers.Length, b.HigherPowers.Length); i++)
        {
            powers.Add(Math.Max(i < a.HigherPowers.Length ? a.HigherPowers[i] : 0, i < b.HigherPowers.Length ? b.HigherPowers[i] : 0));
        }

        return new(Math.Max(a.FloatsPerSample, b.FloatsPerSample), Math.Max(a.Floats, b.Floats)) { HigherPowers = powers.ToImmutable() };
    }

    /// <summary>The formula as text, alike in every culture: <c>4 * (1360 n + 16) bytes</c>.</summary>
    public override string ToString()
    {
        IEnumerable<string> higher = HigherPowers
            .Select(static (factor, i) => (Factor: factor, Power: i + 2))
            .Where(static term => term.Factor != 0)
            .Reverse()
            .Select(static term => string.Create(CultureInfo.InvariantCulture, $"{term.Factor} n{Raised(term.Power)} + "));
        string part = MicroBatch == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", n at most {MicroBatch} at a time");
        return string.Create(CultureInfo.InvariantCulture, $"4 * ({string.Concat(higher)}{FloatsPerSample} n + {Floats}) bytes{part}");
    }

    /// <summary>A power above what it raises.</summary>
    internal static string Raised(int power) =>
        string.Concat(power.ToString(CultureInfo.InvariantCulture).Select(static digit => Digits[digit - '0']));
}
