using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Adds the loss of a classifier to <c>[Model]</c>.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddLoss))]
public sealed class AddLoss : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0011"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Declarations.FindAsync<AttributeSyntax>(context).ConfigureAwait(false) is { } attribute
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model)
        {
            await Edit.OfferAsync(
                context,
                "Add the loss CrossEntropy",
                nameof(AddLoss),
                [Arguments.Set(attribute, "Loss", Names.OfLoss(model, attribute.SpanStart, "CrossEntropy"))]).ConfigureAwait(false);
        }
    }
}
