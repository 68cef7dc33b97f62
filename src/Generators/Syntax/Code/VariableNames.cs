using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>The names of a method's variables: as written, but unique in the method, since C# lets blocks and lambdas use a name again.</summary>
internal sealed class VariableNames
{
    private readonly Dictionary<ISymbol, string> _names = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The name of a parameter, local or local function.</summary>
    public string Of(ISymbol variable)
    {
        if (!_names.TryGetValue(variable, out string? name))
        {
            name = Temporary(variable.Name);
            _names.Add(variable, name);
        }

        return name;
    }

    /// <summary>A new name for a value that the user's code does not name.</summary>
    public string Temporary(string word)
    {
        string name = word;
        for (int number = 2; !_taken.Add(name); number++)
        {
            name = word + number.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }
}
