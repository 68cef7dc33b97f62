using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>Types of C# whose values are values that stand together: arrays, and what an array or a collection expression may be given to.</summary>
internal static class Lists
{
    private static readonly string[] Names =
    [
        "System.Span", "System.ReadOnlySpan", "System.Collections.Immutable.ImmutableArray",
        "System.Collections.Generic.List", "System.Collections.Generic.IList", "System.Collections.Generic.IReadOnlyList",
        "System.Collections.Generic.ICollection", "System.Collections.Generic.IReadOnlyCollection", "System.Collections.Generic.IEnumerable",
    ];

    private static readonly SymbolDisplayFormat FullName =
        new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    public static bool Is(ITypeSymbol? type) => type is IArrayTypeSymbol { Rank: 1 }
        || (type is INamedTypeSymbol { Arity: 1 } && Names.Contains(type.ToDisplayString(FullName), StringComparer.Ordinal));

    public static bool IsSpan(ITypeSymbol? type) => type is INamedTypeSymbol { Arity: 1, Name: "Span" or "ReadOnlySpan" } && Is(type);
}
