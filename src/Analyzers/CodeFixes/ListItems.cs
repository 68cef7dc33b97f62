using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.CodeFixes;

/// <summary>Takes items out of lists, with the comma that has no use without them.</summary>
internal static class ListItems
{
    /// <summary>Takes out an attribute; its brackets go too when it is the only one between them.</summary>
    public static IReadOnlyList<TextChange> Removal(AttributeSyntax attribute)
    {
        AttributeListSyntax list = (AttributeListSyntax)attribute.Parent!;
        return list.Attributes.Count == 1
            ? [Edit.Delete(WithSpaceBehind(list))]
            : Removal(list.Attributes, attribute);
    }

    /// <summary>Takes out an item of a list that has others too, or the only one.</summary>
    public static IReadOnlyList<TextChange> Removal<T>(SeparatedSyntaxList<T> list, T item)
        where T : SyntaxNode
    {
        int index = list.IndexOf(item);
        if (index > 0)
        {
            // A comment behind the comma is about the item before it.
            SyntaxToken comma = list.GetSeparator(index - 1);
            return comma.TrailingTrivia.All(IsSpace)
                ? [Edit.Delete(TextSpan.FromBounds(comma.SpanStart, item.Span.End))]
                : [Edit.Delete(comma.Span), Edit.Delete(item.Span)];
        }

        return list.Count == 1
            ? [Edit.Delete(item.Span)]
            : [Edit.Delete(TextSpan.FromBounds(item.SpanStart, list[1].SpanStart))];
    }

    private static TextSpan WithSpaceBehind(SyntaxNode node) => node.GetTrailingTrivia().All(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))
        ? TextSpan.FromBounds(node.SpanStart, node.FullSpan.End)
        : node.Span;

    private static bool IsSpace(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia;
}
