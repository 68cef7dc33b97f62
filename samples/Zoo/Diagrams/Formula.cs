using System.Globalization;

namespace Zoo.Diagrams;

/// <summary>Numbers as plans write them: sums of products of numbers and of sizes that have names, such as <c>2 * T * n + 16</c>.</summary>
internal static class Formula
{
    /// <summary>The number that a formula is where names have values.</summary>
    /// <exception cref="InvalidDataException">It has another name.</exception>
    public static long Evaluate(string formula, IReadOnlyDictionary<string, int> names) => formula.Replace(" - ", " + -1 * ", StringComparison.Ordinal).Split(" + ").Sum(term =>
        term.Split(" * ").Aggregate(1L, (product, factor) => checked(product * (
            long.TryParse(factor, CultureInfo.InvariantCulture, out long number) ? number
            : names.TryGetValue(factor, out int size) ? size
            : throw new InvalidDataException($"'{formula}' of a plan has the unknown name '{factor}'.")))));
}
