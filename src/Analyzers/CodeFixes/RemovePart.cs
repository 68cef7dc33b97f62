using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.CodeFixes;

/// <summary>
/// Removes a part without layers, or one that nothing uses. One at a time: whether something was forgotten or the part is too much is a
/// question for each.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemovePart))]
public sealed class RemovePart : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0008", "ADJ0209", "ADJ0301"];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Declarations.FindAsync<ParameterSyntax>(context).ConfigureAwait(false) is { Parent: ParameterListSyntax { Parameters.Count: > 1 } list } part
            && part.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } model)
        {
            await Edit.OfferAsync(
                context,
                $"Remove '{part.Identifier.ValueText}'",
                nameof(RemovePart),
                Removal(list, list.Parameters.IndexOf(part)),
                document: null,
                part.Identifier.ValueText,
                model.Identifier.ValueText).ConfigureAwait(false);
        }
    }

    private static TextChange[] Removal(ParameterListSyntax list, int index)
    {
        ParameterSyntax part = list.Parameters[index];
        if (index + 1 < list.Parameters.Count)
        {
            // A part with lines of its own takes them along, comments included.
            SyntaxToken next = list.Parameters.GetSeparator(index);
            bool ownLine = next.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
            return [Edit.Delete(TextSpan.FromBounds(ownLine ? part.FullSpan.Start : part.SpanStart, next.FullSpan.End))];
        }

        // A comment behind the last comma is about the part before it.
        SyntaxToken comma = list.Parameters.GetSeparator(index - 1);
        return comma.TrailingTrivia.All(IsSpace)
            ? [Edit.Delete(TextSpan.FromBounds(comma.SpanStart, part.Span.End))]
            : [Edit.Delete(comma.Span), Edit.Delete(part.Span)];
    }

    private static bool IsSpace(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia;
}
