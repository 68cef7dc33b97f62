using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Adds a shape to an input of <c>Forward</c> or an objective, for the user to edit.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddShape))]
public sealed class AddShape : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0026"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Declarations.FindAsync<ParameterSyntax>(context).ConfigureAwait(false) is { } parameter
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model)
        {
            await Edit.OfferAsync(
                context,
                $"Add a shape to '{parameter.Identifier.ValueText}'",
                nameof(AddShape),
                [Edit.Insert(parameter.SpanStart, $"[{Names.OfLayer(model, parameter.SpanStart, "Shape")}(\"1\")] ")]).ConfigureAwait(false);
        }
    }
}
