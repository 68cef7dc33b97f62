using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>Keys of methods: their full names with the types of their parameters, alike in source and in metadata.</summary>
internal static class MethodKey
{
    private static readonly SymbolDisplayFormat Signature = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeExplicitInterface,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        propertyStyle: SymbolDisplayPropertyStyle.NameOnly,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.ExpandNullable);

    /// <summary>Such as <c>Company.Attention.Split(Adjoint.Expr, int)</c>.</summary>
    public static string Of(IMethodSymbol method) => method.ToDisplayString(Signature);
}
