using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Removes type parameters that a model does not use.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveTypeParameters))]
public sealed class RemoveTypeParameters : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0004"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Declarations.FindAsync<TypeDeclarationSyntax>(context).ConfigureAwait(false) is { TypeParameterList: not null } declaration
            && await Declarations.AllOfAsync(context, declaration).ConfigureAwait(false) is { } declarations)
        {
            // Used ones, and their constraints, would be errors afterwards, so the fix is then not offered.
            await Edit.OfferAsync(
                context,
                "Remove the type parameters",
                nameof(RemoveTypeParameters),
                [.. declarations.Select(static part => Edit.Delete(part.TypeParameterList!.Span))],
                names: declaration.Identifier.ValueText).ConfigureAwait(false);
        }
    }
}
