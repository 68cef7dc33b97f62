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

    /// <summary>Whether a type is the delegate <c>Adjoint.Layer</c>.</summary>
    public static bool IsLayer(ITypeSymbol type) => type.TypeKind == TypeKind.Delegate && IsDsl(type, "Layer");

    /// <summary>Whether an attribute's class derives from <c>Adjoint.LayerAttribute</c>.</summary>
    public static bool IsLayerAttribute(AttributeData attribute)
    {
        for (INamedTypeSymbol? type = attribute.AttributeClass; type is not null; type = type.BaseType)
        {
            if (IsDsl(type, "LayerAttribute"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The layer's name; a user's own attribute keeps its namespace, so that it is never taken for a built-in layer.</summary>
    public static string LayerNameOf(INamedTypeSymbol attributeClass)
    {
        string name = IsDsl(attributeClass, attributeClass.Name) ? attributeClass.Name : attributeClass.ToDisplayString();
        return name.EndsWith(AttributeSuffix, StringComparison.Ordinal)
            ? name.Substring(0, name.Length - AttributeSuffix.Length)
            : name;
    }

    private static bool IsDsl(ITypeSymbol? type, string name) =>
        type is INamedTypeSymbol { Arity: 0, ContainingType: null, ContainingNamespace: { Name: "Adjoint" } space }
        && type.Name == name
        && space.ContainingNamespace.IsGlobalNamespace;
}
