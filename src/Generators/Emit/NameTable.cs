using Adjoint.Compiler.Syntax;

namespace Adjoint.Emit;

/// <summary>Unique names within a scope; a name that is taken gets the next free number.</summary>
internal sealed class NameTable(params string[] reserved)
{
    private readonly HashSet<string> _taken = new(reserved, StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private NameTable? _outer;

    /// <summary>A scope within this one, which has all its names by then. Others beside it may have the same names.</summary>
    public NameTable Inner() => new() { _outer = this };

    /// <summary>Whether a name means something else around this scope.</summary>
    public bool IsOutside(string name) => _outer is not null && _outer.IsTaken(name);

    /// <summary>The name itself, or with a number behind it.</summary>
    public string Take(string name)
    {
        string unique = name;
        if (IsTaken(name))
        {
            // All numbers up to the last one are taken.
            int number = _numbers.TryGetValue(name, out int last) ? last : 1;
            do
            {
                number++;
                unique = name + Literal.Integer(number);
            }
            while (IsTaken(unique));
            _numbers[name] = number;
        }

        _taken.Add(unique);
        return CSharpName.Escape(unique);
    }

    private bool IsTaken(string name) => _taken.Contains(name) || IsOutside(name);

    /// <summary>Starting with a small letter.</summary>
    public static string Camel(string name)
    {
        string joined = Joined(name);
        return char.ToLowerInvariant(joined[0]) + joined.Substring(1);
    }

    /// <summary>Starting with a capital.</summary>
    public static string Pascal(string name)
    {
        string plain = Joined(name.TrimStart('@'));
        return char.ToUpperInvariant(plain[0]) + plain.Substring(1);
    }

    /// <summary>The names of a path as one: <c>Blocks.0.Norm</c> is <c>Blocks0Norm</c>. What is still without a name while somebody writes it is a value.</summary>
    private static string Joined(string path) => path.Length == 0 ? "value" : string.Concat(path.Split('.').Select(static (name, i) =>
        i == 0 || name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1)));
}
