using System.Collections.Immutable;
using System.Composition;
using Adjoint.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.CodeFixes;

/// <summary>Gives a named size of a used model a value where the model is used, for the user to edit.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GiveSize))]
public sealed class GiveSize : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0105"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (context.Diagnostics[0].Properties.TryGetValue(FixPropertyNames.Size, out string? size)
            && size is not null
            && await Declarations.FindAsync<AttributeSyntax>(context).ConfigureAwait(false) is { } attribute
            && Binding(attribute, size + " = 1") is { } change)
        {
            await Edit.OfferAsync(context, $"Give '{size}' a value", nameof(GiveSize), [change]).ConfigureAwait(false);
        }
    }

    private static TextChange? Binding(AttributeSyntax attribute, string binding)
    {
        if (attribute.ArgumentList is not { Arguments: { Count: > 0 } arguments } list)
        {
            return attribute.ArgumentList is { } empty
                ? Edit.Insert(empty.OpenParenToken.Span.End, $"\"{binding}\"")
                : Edit.Insert(attribute.Name.Span.End, $"(\"{binding}\")");
        }

        AttributeArgumentSyntax? sizes = arguments.FirstOrDefault(static argument => argument.NameEquals is null);
        return sizes is null ? Edit.Insert(list.OpenParenToken.Span.End, $"\"{binding}\", ")
            : sizes.Expression is LiteralExpressionSyntax literal && literal.Token.IsKind(SyntaxKind.StringLiteralToken)
                ? Edit.Insert(literal.Span.End - 1, literal.Token.ValueText.Length == 0 ? binding : ", " + binding)
            : null;
    }
}
