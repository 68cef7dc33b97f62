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

    private const string WholeBatchName = "batch.Count";

    private Size(EquatableArray<SizeTerm> terms)
    {
        Terms = terms;
    }

    /// <summary>The terms, sorted by their names, without zero coefficients.</summary>
    public EquatableArray<SizeTerm> Terms { get; }

    /// <summary>The batch size.</summary>
    public static Size Batch { get; } = OfName(BatchName);

    /// <summary>The size of the whole batch in a program that works on some of its samples at a time; a name that no declaration can have.</summary>
    public static Size WholeBatch { get; } = OfName(WholeBatchName);

    public static Size Zero => default;

    public static Size One { get; } = new([new SizeTerm([], 1)]);

    public bool IsConstant => Terms.Count == 0 || (Terms.Count == 1 && Terms[0].Names.Count == 0);

    /// <summary>The value of a constant size.</summary>
    /// <exception cref="InvalidOperationException">The size depends on a name.</exception>
    public long Constant => IsConstant
        ? (Terms.Count == 0 ? 0 : Terms[0].Coefficient)
        : throw new InvalidOperationException($"The size {this} is not a constant.");

    /// <summary>The largest number that divides every coefficient; 0 for the size zero.</summary>
    public long Content
    {
        get
        {
            long divisor = 0;
            foreach (SizeTerm term in Terms)
            {
                divisor = GreatestCommonDivisor(divisor, term.Coefficient);
            }

            return divisor;
        }
    }

    public static Size Named(string name) => name == BatchName ? Batch : OfName(name);

    public static implicit operator Size(long value) => value switch
    {
        0 => default,
        1 => One,
        _ => new([new SizeTerm([], value)]),
    };

    public static Size operator +(Size left, Size right)
    {
        if (left.Terms.Count == 0 || right.Terms.Count == 0)
        {
            return left.Terms.Count == 0 ? right : left;
        }

        List<SizeTerm> terms = new(left.Terms.Count + right.Terms.Count);
        foreach (SizeTerm term in left.Terms)
        {
            terms.Add(term);
        }

        foreach (SizeTerm term in right.Terms)
        {
            Insert(terms, term);
        }

        return new(new EquatableArray<SizeTerm>(terms.ToArray()));
    }

    public static Size operator -(Size left, Size right) => left + (right * -1);

    public static Size operator *(Size left, Size right)
    {
        // Most products are of a number and something else.
        if (left.IsConstant || right.IsConstant)
        {
            return left.IsConstant ? right.Times(left.Constant) : left.Times(right.Constant);
        }

        List<SizeTerm> terms = new(left.Terms.Count * right.Terms.Count);
        foreach (SizeTerm a in left.Terms)
        {
            foreach (SizeTerm b in right.Terms)
            {
                Insert(terms, a.Times(b));
            }
        }

        return new(new EquatableArray<SizeTerm>(terms.ToArray()));
    }

    /// <summary>The product of sizes; one for none.</summary>
    public static Size Product(IEnumerable<Size> sizes)
    {
        Size product = One;
        foreach (Size size in sizes)
        {
            product *= size;
        }

        return product;
    }

    /// <summary>This size divided by a number that divides every coefficient.</summary>
    public Size DividedBy(long divisor) => divisor == 1 ? this
        : Content % divisor == 0 ? WithCoefficients(term => term.Coefficient / divisor)
        : throw new InvalidOperationException($"{divisor} does not divide {this}.");

    /// <summary>This size divided by a number, each coefficient rounded up: no less than the quotient, whatever the names are.</summary>
    public Size DividedUp(long divisor) => WithCoefficients(term => (term.Coefficient + divisor - 1) / divisor);

    /// <summary>This size with the coefficients of some terms rounded up to a multiple.</summary>
    public Size RoundedUp(long multiple, Func<SizeTerm, bool> isRounded) =>
        WithCoefficients(term => isRounded(term) ? (term.Coefficient + multiple - 1) / multiple * multiple : term.Coefficient);

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

    /// <summary>The value when every name is bound; the whole batch is what is worked on at a time where nothing else is said.</summary>
    public long Evaluate(IReadOnlyDictionary<string, long> bindings)
    {
        long sum = 0;
        foreach (SizeTerm term in Terms)
        {
            long product = term.Coefficient;
            foreach (string name in term.Names)
            {
                product = checked(product * bindings[name == WholeBatchName && !bindings.ContainsKey(name) ? BatchName : name]);
            }

            sum = checked(sum + product);
        }

        return sum;
    }

    /// <summary>The coefficient of the term with just these names; zero when there is none.</summary>
    public long Coefficient(params string[] names) =>
        Terms.FirstOrDefault(term => term.Names.SequenceEqual(names)) is { } found ? found.Coefficient : 0;

    /// <summary>The highest power of a name.</summary>
    public int Degree(string name) => Terms.Select(term => term.Names.Count(factor => factor == name)).DefaultIfEmpty().Max();

    /// <summary>What multiplies a power of a name.</summary>
    public Size OfPower(string name, int power)
    {
        Size sum = Zero;
        foreach (SizeTerm term in Terms.Where(term => term.Names.Count(factor => factor == name) == power))
        {
            sum += new Size([new SizeTerm(term.Names.Where(factor => factor != name).ToEquatableArray(), term.Coefficient)]);
        }

        return sum;
    }

    /// <summary>As a C# expression, which <see cref="ShapeParser"/> reads too: <c>256 * n + 16</c>, <c>n - 1</c>.</summary>
    public override string ToString() => Terms.Count switch
    {
        0 => "0",
        1 => Terms[0].ToString(),
        _ => Ordered.Aggregate(string.Empty, static (text, term) =>
            text.Length == 0 ? term.ToString()
            : term.Coefficient < 0 ? $"{text} - {term with { Coefficient = -term.Coefficient }}"
            : $"{text} + {term}"),
    };

    /// <summary>The terms as formulas show them: products of many names first.</summary>
    public IEnumerable<SizeTerm> Ordered => Terms.OrderByDescending(static term => term.Names.Count);

    private static Size OfName(string name) => new([new SizeTerm([name], 1)]);

    private Size Times(long factor) => factor switch
    {
        0 => default,
        1 => this,
        _ => WithCoefficients(term => checked(term.Coefficient * factor)),
    };

    private Size WithCoefficients(Func<SizeTerm, long> change)
    {
        List<SizeTerm> terms = new(Terms.Count);
        foreach (SizeTerm term in Terms)
        {
            if (change(term) is not 0 and long changed)
            {
                terms.Add(term with { Coefficient = changed });
            }
        }

        return new(new EquatableArray<SizeTerm>(terms.ToArray()));
    }

    /// <summary>Adds a term to sorted ones: to that with the same names, which may vanish, or in its place among them.</summary>
    private static void Insert(List<SizeTerm> terms, SizeTerm term)
    {
        int place = 0;
        int order = -1;
        while (place < terms.Count && (order = string.CompareOrdinal(terms[place].Key, term.Key)) < 0)
        {
            place++;
        }

        if (place == terms.Count || order != 0)
        {
            terms.Insert(place, term);
            return;
        }

        long sum = checked(terms[place].Coefficient + term.Coefficient);
        if (sum == 0)
        {
            terms.RemoveAt(place);
        }
        else
        {
            terms[place] = term with { Coefficient = sum };
        }
    }

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
internal sealed record SizeTerm
{
    /// <param name="names">The factors' names, sorted; none for a constant.</param>
    /// <param name="coefficient">The coefficient.</param>
    public SizeTerm(EquatableArray<string> names, long coefficient)
    {
        (Names, Coefficient) = (names, coefficient);
        Key = names.Count switch
        {
            0 => string.Empty,
            1 => names[0],
            _ => string.Join("*", names),
        };
    }

    public EquatableArray<string> Names { get; }

    /// <summary>The names as one text, by which terms are sorted and told apart.</summary>
    public string Key { get; }

    public long Coefficient { get; init; }

    public SizeTerm Times(SizeTerm other) => new(
        Names.Count == 0 ? other.Names
            : other.Names.Count == 0 ? Names
            : Names.Concat(other.Names).OrderBy(static name => name, StringComparer.Ordinal).ToEquatableArray(),
        checked(Coefficient * other.Coefficient));

    public bool Equals(SizeTerm? other) => ReferenceEquals(this, other) || (other is not null && Coefficient == other.Coefficient && Key == other.Key);

    // Sizes are compared all the time: the text itself would be most of the work, and tells hardly more apart.
    public override int GetHashCode() => unchecked((Coefficient.GetHashCode() * 31) + Key.Length);

    public override string ToString()
    {
        string number = Coefficient.ToString(CultureInfo.InvariantCulture);
        return Names.Count == 0 ? number : Coefficient == 1 ? string.Join(" * ", Names) : $"{number} * {string.Join(" * ", Names)}";
    }
}
