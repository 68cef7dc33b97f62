using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Removes <c>abstract</c> from a model.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveAbstract))]
public sealed class RemoveAbstract : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0018"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Declarations.FindAsync<TypeDeclarationSyntax>(context).ConfigureAwait(false) is { } declaration
            && await Declarations.AllOfAsync(context, declaration).ConfigureAwait(false) is { } declarations)
        {
            await Edit.OfferAsync(
                context,
                "Remove 'abstract'",
                nameof(RemoveAbstract),
                [
                    .. declarations.Select(static part => Declarations.ModifierOf(part, SyntaxKind.AbstractKeyword))
                        .Where(static modifier => modifier != default)
                        .Select(static modifier => Edit.Delete(Declarations.WithSpace(modifier))),
                ]).ConfigureAwait(false);
        }
    }
}
