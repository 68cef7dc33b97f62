using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>Recognises the types of the language by their full names, which needs no compilation at hand.</summary>
internal static class DslSymbols
{
    public const string ModelAttribute = "Adjoint.ModelAttribute";

    private const string AttributeSuffix = "Attribute";

    /// <summary>The <c>[Model]</c> attributes of a type, in the order of its declarations; more than one is an error of C#.</summary>
    public static List<AttributeData> ModelAttributesOf(INamedTypeSymbol type) =>
        [.. type.GetAttributes().Where(static attribute => IsDsl(attribute.AttributeClass, "ModelAttribute"))];

    /// <summary>Whether a type has <c>[Model]</c>, in this project or another.</summary>
    public static bool IsModel(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class } named && ModelAttributesOf(named).Count > 0;

    /// <summary>Whether a type is <c>Adjoint.Expr</c>.</summary>
    public static bool IsExpr(ITypeSymbol? type) => IsDsl(type, "Expr");

    /// <summary>Whether the methods of a type are functions of the language.</summary>
    public static bool IsLanguage(ITypeSymbol? type) => IsDsl(type, "Expr") || IsDsl(type, "Ops");

    /// <summary>The attribute of a symbol with a name such as <c>ShapeAttribute</c>; null when it has none.</summary>
    public static AttributeData? AttributeOf(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => IsDsl(attribute.AttributeClass, name));

    /// <summary>Whether an attribute is <c>[Frozen]</c>.</summary>
    public static bool IsFrozen(AttributeData attribute) => IsDsl(attribute.AttributeClass, "FrozenAttribute");

    /// <summary>Whether an attribute is <c>[Weight]</c> or <c>[State]</c>.</summary>
    public static bool IsWeightOrState(AttributeData attribute) =>
        IsDsl(attribute.AttributeClass, "WeightAttribute") || IsDsl(attribute.AttributeClass, "StateAttribute");

    /// <summary>The model that an attribute <c>[Use&lt;T&gt;]</c> uses; null for another attribute.</summary>
    public static ITypeSymbol? UsedBy(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "UseAttribute", Arity: 1 } use && IsInDsl(use) ? use.TypeArguments[0] : null;

    /// <summary>Whether a type is the delegate <c>Adjoint.Layer</c>.</summary>
    public static bool IsLayer(ITypeSymbol type) => type.TypeKind == TypeKind.Delegate && IsDsl(type, "Layer");

    /// <summary>Whether an attribute's class derives from <c>Adjoint.LayerAttribute</c>.</summary>
    public static bool IsLayerAttribute(AttributeData attribute) => Derives(attribute, "LayerAttribute");

    /// <summary>Whether an attribute's class derives from <c>Adjoint.DerivationAttribute</c>.</summary>
    public static bool IsDerivation(AttributeData attribute) => Derives(attribute, "DerivationAttribute");

    private static bool Derives(AttributeData attribute, string name)
    {
        for (INamedTypeSymbol? type = attribute.AttributeClass; type is not null; type = type.BaseType)
        {
            if (IsDsl(type, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The layer's name; a user's own attribute keeps its namespace, so that it is never taken for a built-in layer.</summary>
    public static string LayerNameOf(INamedTypeSymbol attributeClass)
    {
        string name = IsInDsl(attributeClass) ? attributeClass.Name : attributeClass.ToDisplayString();
        return name.EndsWith(AttributeSuffix, StringComparison.Ordinal)
            ? name.Substring(0, name.Length - AttributeSuffix.Length)
            : name;
    }

    private static bool IsDsl(ITypeSymbol? type, string name) =>
        type is INamedTypeSymbol { Arity: 0 } && type.Name == name && IsInDsl(type);

    private static bool IsInDsl(ITypeSymbol type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "Adjoint" } space } && space.ContainingNamespace.IsGlobalNamespace;
}
