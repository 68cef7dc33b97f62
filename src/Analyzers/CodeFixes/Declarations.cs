using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.CodeFixes;

/// <summary>Finds the declaration that a diagnostic is about.</summary>
internal static class Declarations
{
    /// <summary>The innermost syntax of a kind around the diagnostic.</summary>
    public static async Task<T?> FindAsync<T>(CodeFixContext context)
        where T : SyntaxNode
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        return root?.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>();
    }

    /// <summary>All declarations of a partial type, when they stand in the document; else null, since each has to change.</summary>
    public static async Task<IReadOnlyList<TypeDeclarationSyntax>?> AllOfAsync(CodeFixContext context, TypeDeclarationSyntax declaration)
    {
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        SyntaxNode[] all = [.. model?.GetDeclaredSymbol(declaration, context.CancellationToken)?.DeclaringSyntaxReferences
            .Where(reference => reference.SyntaxTree == declaration.SyntaxTree || !IsGenerated(reference.SyntaxTree))
            .Select(reference => reference.GetSyntax(context.CancellationToken)) ?? []];
        return Array.TrueForAll(all, node => node.SyntaxTree == declaration.SyntaxTree)
            ? [.. all.OfType<TypeDeclarationSyntax>()]
            : null;
    }

    /// <summary>A modifier of a type; the default token when it has none.</summary>
    public static SyntaxToken ModifierOf(TypeDeclarationSyntax declaration, SyntaxKind kind) =>
        declaration.Modifiers.FirstOrDefault(modifier => modifier.IsKind(kind));

    /// <summary>A modifier with the space behind it.</summary>
    public static TextSpan WithSpace(SyntaxToken modifier) => modifier.TrailingTrivia.All(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))
        ? TextSpan.FromBounds(modifier.SpanStart, modifier.FullSpan.End)
        : modifier.Span;

    private static bool IsGenerated(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);
}
