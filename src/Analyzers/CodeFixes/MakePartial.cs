using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Adds <c>partial</c> to a model, or to a type around one.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartial))]
public sealed class MakePartial : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0001", "ADJ0003"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Declarations.FindAsync<TypeDeclarationSyntax>(context).ConfigureAwait(false) is { } declaration)
        {
            await Edit.OfferAsync(
                context,
                $"Make '{declaration.Identifier.ValueText}' partial",
                nameof(MakePartial),
                [Edit.Insert(declaration.Keyword.SpanStart, "partial ")]).ConfigureAwait(false);
        }
    }
}
