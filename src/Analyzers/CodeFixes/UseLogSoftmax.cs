using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Replaces the logarithm of a softmax by the function that gives both at once.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseLogSoftmax))]
public sealed class UseLogSoftmax : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0314"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        // Log(Softmax(x)), Log(x.Softmax()), x.Softmax().Log() and so on: the inner call gets the other name and stands alone.
        if (await Declarations.FindAsync<InvocationExpressionSyntax>(context).ConfigureAwait(false) is { } log
            && Inner(log) is { } softmax
            && NameOf(softmax) is { Identifier: { ValueText: "Softmax" } name })
        {
            string text = softmax.WithoutTrivia().ToString();
            int start = name.SpanStart - softmax.SpanStart;
            await Edit.OfferAsync(
                context,
                "Use 'LogSoftmax'",
                nameof(UseLogSoftmax),
                [Edit.Replace(log.Span, text.Insert(start, "Log"))]).ConfigureAwait(false);
        }
    }

    private static InvocationExpressionSyntax? Inner(InvocationExpressionSyntax log) =>
        log.ArgumentList.Arguments.FirstOrDefault()?.Expression as InvocationExpressionSyntax
            ?? (log.Expression as MemberAccessExpressionSyntax)?.Expression as InvocationExpressionSyntax;

    private static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) =>
        call.Expression as SimpleNameSyntax ?? (call.Expression as MemberAccessExpressionSyntax)?.Name;
}
