using Adjoint.Compiler.Syntax;

namespace Adjoint.Emit;

/// <summary>Unique names within a scope; a name that is taken gets the next free number.</summary>
internal sealed class NameTable(params string[] reserved)
{
    private readonly HashSet<string> _taken = new(reserved, StringComparer.Ordinal);

    /// <summary>The name itself, or with a number behind it.</summary>
    public string Take(string name)
    {
        string unique = name;
        for (int number = 2; !_taken.Add(unique); number++)
        {
            unique = name + Literal.Integer(number);
        }

        return CSharpName.Escape(unique);
    }

    /// <summary>Starting with a small letter.</summary>
    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>Starting with a capital.</summary>
    public static string Pascal(string name)
    {
        string plain = name.TrimStart('@');
        return char.ToUpperInvariant(plain[0]) + plain.Substring(1);
    }
}
