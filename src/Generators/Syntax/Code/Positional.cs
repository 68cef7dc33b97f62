using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.Syntax;

/// <summary>Positional records and tuples: values that stand together under names.</summary>
internal static class Positional
{
    /// <summary>
    /// The constructor of a record's positional members; null for other types, and for records of other projects or with a base record.
    /// </summary>
    public static IMethodSymbol? ConstructorOf(ITypeSymbol? type, Reading reading) =>
        type is INamedTypeSymbol { IsRecord: true, BaseType.SpecialType: SpecialType.System_Object or SpecialType.System_ValueType } record
            ? record.InstanceConstructors.FirstOrDefault(constructor =>
                reading.SourceOf(constructor)?.GetSyntax(reading.Cancellation) is RecordDeclarationSyntax)
            : null;

    /// <summary>The types of the values that a tuple or positional record is taken apart into; null for other types.</summary>
    public static IReadOnlyList<ITypeSymbol>? ElementsOf(ITypeSymbol? type, Reading reading) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple => [.. tuple.TupleElements.Select(static element => element.Type)],
        INamedTypeSymbol when ConstructorOf(type, reading) is { } constructor
            && type.GetMembers("Deconstruct").OfType<IMethodSymbol>().All(static method => method.IsImplicitlyDeclared) =>
            [.. constructor.Parameters.Select(static parameter => parameter.Type)],
        _ => null,
    };

    /// <summary>The names of the values that a tuple or positional record is taken apart into; none for other types, and for a tuple without them.</summary>
    public static IEnumerable<string> NamesOf(ITypeSymbol type, Reading reading) => type is INamedTypeSymbol { IsTupleType: true } tuple
        ? tuple.TupleElements.All(static element => element.IsExplicitlyNamedTupleElement) ? tuple.TupleElements.Select(static element => element.Name) : []
        : ConstructorOf(type, reading)?.Parameters.Select(static parameter => parameter.Name) ?? [];

    /// <summary>The place of a record's member among its positional members; null when it is another one.</summary>
    public static int? IndexOf(IPropertySymbol property, Reading reading)
    {
        if (ConstructorOf(property.ContainingType, reading) is not { } constructor
            || reading.SourceOf(property)?.GetSyntax(reading.Cancellation) is not ParameterSyntax)
        {
            return null;
        }

        int index = constructor.Parameters.IndexOf(constructor.Parameters.FirstOrDefault(parameter => parameter.Name == property.Name)!);
        return index < 0 ? null : index;
    }

    /// <summary>Whether a property is a part of a model, of this project or another.</summary>
    public static bool IsPart(IPropertySymbol property, Reading reading) => DslSymbols.IsModel(property.ContainingType)
        && (reading.SourceOf(property.ContainingType) is null
            ? DslSymbols.IsLayer(property.Type) || DslSymbols.IsExpr(property.Type) || DslSymbols.IsModel(property.Type)
            : IndexOf(property, reading) is not null);
}
