using System.Collections.Immutable;
using System.Composition;
using Adjoint.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Removes what is too much: a layer from its part, or a function from around its argument.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveLayer))]
public sealed class RemoveLayer : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0303", "ADJ0304", "ADJ0305", "ADJ0306", "ADJ0307", "ADJ0308"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (!context.Diagnostics[0].Properties.ContainsKey(FixPropertyNames.Remove)
            || await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        SyntaxNode node = root.FindNode(context.Span, getInnermostNodeForTie: true);
        if (node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute)
        {
            // A part needs a layer, so the last one stays.
            if (attribute.FirstAncestorOrSelf<ParameterSyntax>() is { } part && part.AttributeLists.Sum(static list => list.Attributes.Count) > 1)
            {
                await OfferAsync(context, attribute.Name.ToString(), ListItems.Removal(attribute)).ConfigureAwait(false);
            }
        }
        else if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call && ArgumentOf(call) is { } argument)
        {
            await OfferAsync(context, NameOf(call), [Edit.Replace(call.Span, argument.WithoutTrivia().ToString())]).ConfigureAwait(false);
        }
    }

    private static Task OfferAsync(CodeFixContext context, string name, IReadOnlyList<Microsoft.CodeAnalysis.Text.TextChange> changes) =>
        Edit.OfferAsync(context, $"Remove '{name}'", nameof(RemoveLayer), changes);

    // Softmax(x) and x.Softmax() are the same function.
    private static ExpressionSyntax? ArgumentOf(InvocationExpressionSyntax call) => call switch
    {
        { Expression: MemberAccessExpressionSyntax { Expression: { } instance } access } when !IsLanguage(instance) => access.Expression,
        { ArgumentList.Arguments: { Count: > 0 } arguments } => Parenthesised(arguments[0].Expression, call.Parent),
        _ => null,
    };

    private static bool IsLanguage(ExpressionSyntax expression) => expression.ToString() is "Ops" or "Adjoint.Ops" or "global::Adjoint.Ops";

    // What stood between the parentheses of a call may need some of its own.
    private static ExpressionSyntax Parenthesised(ExpressionSyntax argument, SyntaxNode? around) =>
        argument is BinaryExpressionSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax or SwitchExpressionSyntax
            && around is not (ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax)
            ? Microsoft.CodeAnalysis.CSharp.SyntaxFactory.ParenthesizedExpression(argument.WithoutTrivia())
            : argument;

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => call.Expression.ToString(),
    };
}
