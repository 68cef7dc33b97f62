using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>
/// Writes <c>[Frozen]</c> on a part that training can't change or does not change. One at a time: whether that was meant is a question for
/// each.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FreezePart))]
public sealed class FreezePart : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0205", "ADJ0206"];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Declarations.FindAsync<ParameterSyntax>(context).ConfigureAwait(false) is { } part
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model)
        {
            await Edit.OfferAsync(
                context,
                $"Freeze '{part.Identifier.ValueText}'",
                nameof(FreezePart),
                [Edit.Insert(part.SpanStart, $"[{Names.OfLayer(model, part.SpanStart, "Frozen")}] ")]).ConfigureAwait(false);
        }
    }
}
