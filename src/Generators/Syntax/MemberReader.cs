using System.Diagnostics.CodeAnalysis;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.Syntax;

/// <summary>Checks what a user wrote into the body of a model.</summary>
internal static class MemberReader
{
    private const string GeneratedFileSuffix = ".g.cs";

    /// <summary>Reports members that collide with generated ones, or that carry stray layers.</summary>
    public static void Check(INamedTypeSymbol model, Reading reading)
    {
        foreach (ISymbol member in model.GetMembers())
        {
            if (member.IsImplicitlyDeclared || !IsWrittenByUser(member, out Location? location))
            {
                continue;
            }

            if (GeneratedMembers.Contains(member.Name))
            {
                reading.Report(Rules.MemberCollision, location, model.Name, member.Name);
            }
            else if (member is IPropertySymbol && member.GetAttributes().Any(static attribute =>
                DslSymbols.IsLayerAttribute(attribute) || DslSymbols.IsDerivation(attribute) || DslSymbols.IsWeightOrState(attribute)))
            {
                reading.Report(Rules.LayerOutsidePart, location, member.Name, model.Name);
            }
        }
    }

    /// <summary>The parts that no code of the record names.</summary>
    public static EquatableArray<string> UnmentionedOf(INamedTypeSymbol model, EquatableArray<PartSpec> parts, Reading reading)
    {
        HashSet<string> named =
        [
            .. from declaration in model.DeclaringSyntaxReferences
               where !IsGenerated(declaration.SyntaxTree)
               from member in ((TypeDeclarationSyntax)declaration.GetSyntax(reading.Cancellation)).Members
               from name in member.DescendantNodes().OfType<IdentifierNameSyntax>()
               select name.Identifier.ValueText,
        ];
        return parts.Select(static part => part.Name).Where(part => !named.Contains(part)).ToEquatableArray();
    }

    /// <summary>Whether a file was written by the generator: the analyzer sees the model with its generated members.</summary>
    public static bool IsGenerated(SyntaxTree tree) => tree.FilePath.EndsWith(GeneratedFileSuffix, StringComparison.OrdinalIgnoreCase);

    // Generated members collide with nothing; the property of a part is the part's.
    private static bool IsWrittenByUser(ISymbol member, [NotNullWhen(true)] out Location? location)
    {
        SyntaxReference? declaration = member.DeclaringSyntaxReferences.FirstOrDefault(static reference => !IsGenerated(reference.SyntaxTree));
        location = declaration is null
            ? null
            : member.Locations.FirstOrDefault(location => location.SourceTree == declaration.SyntaxTree);
        return location is not null && declaration!.GetSyntax() is not (ParameterSyntax or RecordDeclarationSyntax);
    }
}
