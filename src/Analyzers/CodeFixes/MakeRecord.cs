using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Makes a class with <c>[Model]</c> a record, where another keyword is all it takes.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeRecord))]
public sealed class MakeRecord : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0002"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Declarations.FindAsync<ClassDeclarationSyntax>(context).ConfigureAwait(false) is { } declaration
            && await Declarations.AllOfAsync(context, declaration).ConfigureAwait(false) is { } declarations)
        {
            string name = declaration.Identifier.ValueText;
            await Edit.OfferAsync(
                context,
                $"Make '{name}' a record",
                nameof(MakeRecord),
                [.. declarations.Select(static part => Edit.Replace(part.Keyword.Span, "record"))],
                names: name).ConfigureAwait(false);
        }
    }
}
