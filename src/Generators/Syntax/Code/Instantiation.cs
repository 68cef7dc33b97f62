using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>
/// What the type parameters of a method and of its type are in one of its uses. A generic method is read once for each set of type
/// arguments, since they decide which static methods its body calls.
/// </summary>
internal sealed class Instantiation
{
    private readonly Dictionary<ITypeParameterSymbol, ITypeSymbol> _arguments = new(SymbolEqualityComparer.Default);

    public Instantiation(IMethodSymbol method)
    {
        Add(method.OriginalDefinition.TypeParameters, method.TypeArguments);
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            Add(type.OriginalDefinition.TypeParameters, type.TypeArguments);
        }
    }

    /// <summary>A type of the method's body with the type arguments put in.</summary>
    public ITypeSymbol Of(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol parameter => _arguments.TryGetValue(parameter, out ITypeSymbol? argument) ? argument : parameter,
        INamedTypeSymbol { IsGenericType: true } named when _arguments.Count > 0 => OfGeneric(named),
        _ => type,
    };

    /// <summary>A method that the body calls with the type arguments put in.</summary>
    public IMethodSymbol Of(IMethodSymbol method)
    {
        if (_arguments.Count == 0)
        {
            return method;
        }

        IMethodSymbol found = method.ContainingType is { IsGenericType: true } type
            ? OfGeneric(type).GetMembers(method.Name).OfType<IMethodSymbol>()
                .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method.OriginalDefinition)) ?? method
            : method;
        return method.Arity == 0 ? found : found.OriginalDefinition.Construct([.. method.TypeArguments.Select(Of)]);
    }

    /// <summary>How deep type arguments are nested: a method that calls itself with ever deeper ones would never be read to its end.</summary>
    public static int Depth(ITypeSymbol type) => type is INamedTypeSymbol { IsGenericType: true } named
        ? 1 + named.TypeArguments.Select(Depth).DefaultIfEmpty().Max()
        : 0;

    private INamedTypeSymbol OfGeneric(INamedTypeSymbol type) =>
        type.Arity == 0 ? type : type.OriginalDefinition.Construct([.. type.TypeArguments.Select(Of)]);

    private void Add(IEnumerable<ITypeParameterSymbol> parameters, IEnumerable<ITypeSymbol> arguments)
    {
        foreach ((ITypeParameterSymbol parameter, ITypeSymbol argument) in parameters.Zip(arguments, static (parameter, argument) => (parameter, argument)))
        {
            if (!SymbolEqualityComparer.Default.Equals(parameter, argument))
            {
                _arguments[parameter] = argument;
            }
        }
    }
}
