using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Adds an input shape to <c>[Model]</c>, for the user to edit.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddInput))]
public sealed class AddInput : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0009"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Declarations.FindAsync<AttributeSyntax>(context).ConfigureAwait(false) is { } attribute)
        {
            await Edit.OfferAsync(
                context,
                "Add an input shape",
                nameof(AddInput),
                [Arguments.Set(attribute, "Input", "\"1\"", first: true)]).ConfigureAwait(false);
        }
    }
}
