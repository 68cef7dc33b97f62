using System.Collections.Immutable;
using System.Composition;
using Adjoint.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Puts the layer that is missing, such as <c>Flatten</c>, before the one that can't take its input.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InsertLayerBefore))]
public sealed class InsertLayerBefore : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0101", "ADJ0311"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (context.Diagnostics[0].Properties.TryGetValue(FixPropertyNames.InsertBefore, out string? layer)
            && layer is not null
            && await Declarations.FindAsync<AttributeSyntax>(context).ConfigureAwait(false) is { } attribute
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model)
        {
            await Edit.OfferAsync(
                context,
                $"Put [{layer}] before it",
                nameof(InsertLayerBefore),
                [Edit.Insert(attribute.SpanStart, Names.OfLayer(model, attribute.SpanStart, layer) + ", ")]).ConfigureAwait(false);
        }
    }
}
