using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.CodeFixes;

/// <summary>
/// Changes of a document's text, offered as a fix. They are changes of text rather than of the tree, so comments and layout stay
/// as they are.
/// </summary>
internal static class Edit
{
    public static TextChange Insert(int position, string text) => new(new TextSpan(position, 0), text);

    public static TextChange Replace(TextSpan span, string text) => new(span, text);

    public static TextChange Delete(TextSpan span) => new(span, "");

    /// <summary>Offers changes, unless C# would report errors that it does not report now.</summary>
    /// <param name="context">What is to be fixed.</param>
    /// <param name="title">The title in the editor's list.</param>
    /// <param name="key">The name of the fix; all of one name can be done at once.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="document">The document changed; that of the diagnostic when null.</param>
    /// <param name="names">Names whose meaning changes. Other documents that contain one are checked too.</param>
    public static async Task OfferAsync(
        CodeFixContext context, string title, string key, IReadOnlyList<TextChange> changes, Document? document = null, params string[] names)
    {
        Document before = document ?? context.Document;
        SourceText text = await before.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        Document after = before.WithText(text.WithChanges(changes));
        if (await CompilesAsWellAsync(before, after, names, context.CancellationToken).ConfigureAwait(false))
        {
            context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(after), key), context.Diagnostics);
        }
    }

    // In the same compilation with one tree exchanged, so that generators need not run again.
    private static async Task<bool> CompilesAsWellAsync(Document before, Document after, string[] names, CancellationToken cancellation)
    {
        if (await before.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation
            || await before.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false) is not { } oldTree
            || await after.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false) is not { } newTree)
        {
            return false;
        }

        Compilation changed = compilation.ReplaceSyntaxTree(oldTree, newTree);
        return !Worsens(oldTree, newTree)
            && compilation.SyntaxTrees.Where(tree => tree != oldTree && Mentions(tree)).All(tree => !Worsens(tree, tree));

        bool Mentions(SyntaxTree tree) =>
            Array.Exists(names, name => tree.GetText(cancellation).ToString().IndexOf(name, StringComparison.Ordinal) >= 0);

        bool Worsens(SyntaxTree old, SyntaxTree current)
        {
            List<string> known = Errors(compilation.GetSemanticModel(old));
            return Errors(changed.GetSemanticModel(current)).Exists(error => !known.Remove(error));
        }

        List<string> Errors(SemanticModel model) =>
        [
            .. model.GetDiagnostics(cancellationToken: cancellation)
                .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(static diagnostic => diagnostic.Id + diagnostic.GetMessage(CultureInfo.InvariantCulture)),
        ];
    }
}
