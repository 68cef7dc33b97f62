using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>How the compiler computes with a type of C#: whole numbers in 64 bits, real ones in double precision.</summary>
internal static class Numbers
{
    public static bool IsWhole(ITypeSymbol? type) => WithoutNull(type)?.SpecialType is
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
        or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64;

    public static bool IsReal(ITypeSymbol? type) => WithoutNull(type)?.SpecialType is SpecialType.System_Single or SpecialType.System_Double;

    public static bool IsNumber(ITypeSymbol? type) => IsWhole(type) || IsReal(type);

    /// <summary>Whether a whole number of this type is kept as it is in C#, unless it is too large; smaller ones would wrap.</summary>
    public static bool IsKept(ITypeSymbol? type) =>
        WithoutNull(type)?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 || IsReal(type);

    /// <summary>
    /// Whether a value of one type may be given to a variable of the other without a conversion: everything but a whole number that
    /// would have to become a real one, also within tuples.
    /// </summary>
    public static bool AreOfOneKind(ITypeSymbol? from, ITypeSymbol? to) => (from, to) switch
    {
        (INamedTypeSymbol { IsTupleType: true } left, INamedTypeSymbol { IsTupleType: true } right) =>
            left.TupleElements.Length == right.TupleElements.Length
            && left.TupleElements.Zip(right.TupleElements, static (a, b) => AreOfOneKind(a.Type, b.Type)).All(static same => same),
        _ => IsWhole(from) == IsWhole(to) && IsReal(from) == IsReal(to),
    };

    private static ITypeSymbol? WithoutNull(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
}
