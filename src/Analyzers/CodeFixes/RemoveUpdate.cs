using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Takes a part out of an objective's <c>Updates</c>.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveUpdate))]
public sealed class RemoveUpdate : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0203", "ADJ0204", "ADJ0207", "ADJ0208"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        // Without any part an objective trains nothing, so the last one stays.
        if (await Declarations.FindAsync<ExpressionElementSyntax>(context).ConfigureAwait(false) is { Parent: CollectionExpressionSyntax { Elements: { Count: > 1 } elements } } element)
        {
            await Edit.OfferAsync(context, "Take it out of Updates", nameof(RemoveUpdate), ListItems.Removal(elements, element)).ConfigureAwait(false);
        }
    }
}
