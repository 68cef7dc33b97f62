using System.Globalization;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Shapes;

/// <summary>
/// A number of elements that may depend on named sizes: a polynomial with whole coefficients, such as <c>256·n + 16</c>.
/// The terms are kept sorted and without zeros, so equal sizes are structurally equal.
/// </summary>
internal readonly record struct Size : IEquatable<Size>
{
    /// <summary>The name of the batch size in every formula.</summary>
    public const string BatchName = "n";

    private Size(EquatableArray<SizeTerm> terms)
    {
        Terms = terms;
    }

    /// <summary>The terms, sorted by their names, without zero coefficients.</summary>
    public EquatableArray<SizeTerm> Terms { get; }

    /// <summary>The batch size.</summary>
    public static Size Batch => Named(BatchName);

    public static Size Zero => default;

    public static Size One => 1;

    public bool IsConstant => Terms.Count == 0 || (Terms.Count == 1 && Terms[0].Names.Count == 0);

    /// <summary>The value of a constant size.</summary>
    /// <exception cref="InvalidOperationException">The size depends on a name.</exception>
    public long Constant => IsConstant
        ? (Terms.Count == 0 ? 0 : Terms[0].Coefficient)
        : throw new InvalidOperationException($"The size {this} is not a constant.");

    /// <summary>The largest number that divides every coefficient; 0 for the size zero.</summary>
    public long Content => Terms.Aggregate(0L, static (divisor, term) => GreatestCommonDivisor(divisor, term.Coefficient));

    public static Size Named(string name) => new([new SizeTerm([name], 1)]);

    public static implicit operator Size(long value) => value == 0 ? default : new([new SizeTerm([], value)]);

    public static Size operator +(Size left, Size right) => Normalise(left.Terms.Concat(right.Terms));

    public static Size operator -(Size left, Size right) => left + (right * -1);

    public static Size operator *(Size left, Size right) => Normalise(
        from a in left.Terms
        from b in right.Terms
        select new SizeTerm(
            a.Names.Concat(b.Names).OrderBy(static name => name, StringComparer.Ordinal).ToEquatableArray(),
            checked(a.Coefficient * b.Coefficient)));

    /// <summary>The product of sizes; one for none.</summary>
    public static Size Product(IEnumerable<Size> sizes) => sizes.Aggregate(One, static (product, size) => product * size);

    /// <summary>This size divided by a number that divides every coefficient.</summary>
    public Size DividedBy(long divisor) => Content % divisor == 0
        ? new(Terms.Select(term => term with { Coefficient = term.Coefficient / divisor }).ToEquatableArray())
        : throw new InvalidOperationException($"{divisor} does not divide {this}.");

    /// <summary>The names that the size depends on.</summary>
    public IEnumerable<string> Names => Terms.SelectMany(static term => term.Names).Distinct();

    /// <summary>The size with names replaced; null keeps a name.</summary>
    public Size Substitute(Func<string, Size?> value)
    {
        Size sum = Zero;
        foreach (SizeTerm term in Terms)
        {
            sum += term.Names.Aggregate((Size)term.Coefficient, (product, name) => product * (value(name) ?? Named(name)));
        }

        return sum;
    }

    /// <summary>The value when every name is bound.</summary>
    public long Evaluate(IReadOnlyDictionary<string, long> bindings)
    {
        long sum = 0;
        foreach (SizeTerm term in Terms)
        {
            long product = term.Coefficient;
            foreach (string name in term.Names)
            {
                product = checked(product * bindings[name]);
            }

            sum = checked(sum + product);
        }

        return sum;
    }

    /// <summary>The coefficient of the term with just these names; zero when there is none.</summary>
    public long Coefficient(params string[] names) =>
        Terms.FirstOrDefault(term => term.Names.SequenceEqual(names)) is { } found ? found.Coefficient : 0;

    /// <summary>As a C# expression, which <see cref="ShapeParser"/> reads too: <c>256 * n + 16</c>, <c>n - 1</c>.</summary>
    public override string ToString() => Terms.Count == 0
        ? "0"
        : Terms.OrderByDescending(static term => term.Names.Count).Aggregate(string.Empty, static (text, term) =>
            text.Length == 0 ? term.ToString()
            : term.Coefficient < 0 ? $"{text} - {term with { Coefficient = -term.Coefficient }}"
            : $"{text} + {term}");

    private static Size Normalise(IEnumerable<SizeTerm> terms) => new(
        terms
            .GroupBy(static term => term.Names)
            .Select(static group => new SizeTerm(group.Key, group.Sum(static term => term.Coefficient)))
            .Where(static term => term.Coefficient != 0)
            .OrderBy(static term => term.Key, StringComparer.Ordinal)
            .ToEquatableArray());

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return Math.Abs(a);
    }
}

/// <summary>A coefficient times a product of named sizes.</summary>
/// <param name="Names">The factors' names, sorted; none for a constant.</param>
/// <param name="Coefficient">The coefficient.</param>
internal sealed record SizeTerm(EquatableArray<string> Names, long Coefficient)
{
    public string Key => string.Join("*", Names);

    public override string ToString()
    {
        string number = Coefficient.ToString(CultureInfo.InvariantCulture);
        return Names.Count == 0 ? number : Coefficient == 1 ? string.Join(" * ", Names) : $"{number} * {string.Join(" * ", Names)}";
    }
}
