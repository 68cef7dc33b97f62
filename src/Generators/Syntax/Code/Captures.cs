using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>
/// Functions that see variables around them. In C# every round of a loop has variables of its own, which a function keeps; in the
/// compiler's code a variable is one in all rounds.
/// </summary>
internal static class Captures
{
    /// <summary>Whether a variable of outside of a loop gets a function that sees variables of one round.</summary>
    public static bool OfRound(ISimpleAssignmentOperation assignment)
    {
        if (assignment is not { Target: ILocalReferenceOperation { Local: var target } } || DeclarationOf(target) is not { } declaration)
        {
            return false;
        }

        return assignment.Value.DescendantsAndSelf().OfType<IAnonymousFunctionOperation>()
            .SelectMany(static function => function.Descendants().OfType<ILocalReferenceOperation>()
                .Select(static reference => DeclarationOf(reference.Local))
                .Where(captured => captured is not null && !function.Syntax.Span.Contains(captured.Span)))
            .Any(captured => RoundOf(captured!) is { } loop && !loop.Span.Contains(declaration.Span));
    }

    private static SyntaxNode? DeclarationOf(ILocalSymbol local) => local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();

    // The loop in whose body, or as whose variable, something is declared; the variable of 'for' is one in all rounds.
    private static SyntaxNode? RoundOf(SyntaxNode declaration)
    {
        for (SyntaxNode node = declaration; node.Parent is { } parent; node = parent)
        {
            if (node is CommonForEachStatementSyntax || (parent is ForStatementSyntax { Statement: var body } && body == node) || parent is CommonForEachStatementSyntax or WhileStatementSyntax)
            {
                return node is CommonForEachStatementSyntax ? node : parent;
            }
        }

        return null;
    }
}
