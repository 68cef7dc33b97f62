using System.Collections.Immutable;
using System.Globalization;

namespace Adjoint;

/// <summary>A number of operations or floats as a formula of the batch size n, such as <c>131,328 n + 64</c>.</summary>
public readonly struct CostFormula : IEquatable<CostFormula>
{
    private readonly ImmutableArray<long> _factors;

    /// <summary>A formula with given factors.</summary>
    /// <param name="factors">The factors of 1, n, n² and so on; none for zero.</param>
    public CostFormula(params ReadOnlySpan<long> factors)
    {
        _factors = [.. factors[..(factors.LastIndexOfAnyExcept(0) + 1)]];
    }

    /// <summary>The factors of 1, n, n² and so on, without zeros at the end.</summary>
    public ImmutableArray<long> Factors => _factors.IsDefault ? [] : _factors;

    /// <summary>The number for a batch.</summary>
    /// <param name="batch">The number of samples, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of samples is negative.</exception>
    /// <exception cref="OverflowException">The result does not fit in 64 bits.</exception>
    public long For(int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        long value = 0;
        for (int i = Factors.Length - 1; i >= 0; i--)
        {
            value = checked((value * batch) + Factors[i]);
        }

        return value;
    }

    /// <summary>The sum of two formulas.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    /// <exception cref="OverflowException">A factor does not fit in 64 bits.</exception>
    public static CostFormula operator +(CostFormula left, CostFormula right) => Add(left, right);

    /// <summary>The sum of two formulas.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    /// <exception cref="OverflowException">A factor does not fit in 64 bits.</exception>
    public static CostFormula Add(CostFormula left, CostFormula right)
    {
        long[] sums = new long[Math.Max(left.Factors.Length, right.Factors.Length)];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = checked(left.Factors.ElementAtOrDefault(i) + right.Factors.ElementAtOrDefault(i));
        }

        return new(sums);
    }

    /// <summary>Whether two formulas have the same factors.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator ==(CostFormula left, CostFormula right) => left.Equals(right);

    /// <summary>Whether two formulas differ in a factor.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator !=(CostFormula left, CostFormula right) => !left.Equals(right);

    /// <summary>Whether another formula has the same factors.</summary>
    /// <param name="other">The other formula.</param>
    public bool Equals(CostFormula other) => Factors.AsSpan().SequenceEqual(other.Factors.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CostFormula other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Factors.Aggregate(0, HashCode.Combine);

    /// <summary>The formula as text, alike in every culture: <c>131,328 n + 64</c>.</summary>
    public override string ToString()
    {
        string[] terms = [.. Factors.Select(Term).Where(static term => term.Length > 0).Reverse()];
        return terms.Length == 0 ? "0" : string.Join(" + ", terms);
    }

    private static string Term(long factor, int power)
    {
        string number = factor.ToString("N0", CultureInfo.InvariantCulture);
        return factor == 0 ? string.Empty : power == 0 ? number : $"{number} n{(power == 1 ? string.Empty : MemoryFormula.Raised(power))}";
    }
}
