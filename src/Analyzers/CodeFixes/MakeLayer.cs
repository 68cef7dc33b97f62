using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Gives a part the type <c>Layer</c>.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeLayer))]
public sealed class MakeLayer : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0007"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Declarations.FindAsync<ParameterSyntax>(context).ConfigureAwait(false) is { Type: { } type } part
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model)
        {
            await Edit.OfferAsync(
                context,
                $"Make '{part.Identifier.ValueText}' a Layer",
                nameof(MakeLayer),
                [Edit.Replace(type.Span, Names.OfType(model, type.SpanStart, "Layer"))],
                names: part.Identifier.ValueText).ConfigureAwait(false);
        }
    }
}
