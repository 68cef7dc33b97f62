using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.Syntax;

/// <summary>Reads the types around a model, as they have to be repeated around its generated parts.</summary>
internal static class ContainerReader
{
    /// <summary>The containers, outermost first.</summary>
    public static EquatableArray<ContainerSpec> Read(INamedTypeSymbol model, Reading reading)
    {
        List<ContainerSpec> containers = [];
        for (INamedTypeSymbol? type = model.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.Name.Length == 0)
            {
                reading.RejectedByCompiler();
            }
            else if (FirstDeclarationWithoutPartial(type, reading.Cancellation) is { } declaration)
            {
                reading.Report(Rules.ContainerNotPartial, declaration.Identifier.GetLocation(), type.Name, model.Name);
            }

            containers.Insert(0, new ContainerSpec(DeclarationOf(type)));
        }

        return containers.ToEquatableArray();
    }

    /// <summary>The first declaration of a type that lacks <c>partial</c>, or null.</summary>
    public static TypeDeclarationSyntax? FirstDeclarationWithoutPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .OfType<TypeDeclarationSyntax>()
            .FirstOrDefault(static declaration => !declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>The words that declare a type of this kind.</summary>
    public static string KindOf(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        { IsRecord: true } => "record",
        _ => "class",
    };

    private static string DeclarationOf(INamedTypeSymbol type)
    {
        string parameters = type.TypeParameters.Length == 0
            ? ""
            : "<" + string.Join(", ", type.TypeParameters.Select(static parameter => CSharpName.Escape(parameter.Name))) + ">";
        return "partial " + KindOf(type) + " " + CSharpName.Escape(type.Name) + parameters;
    }
}
