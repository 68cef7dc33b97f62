using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Makes a <c>file</c> model, or the <c>file</c> type around it, internal.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeInternal))]
public sealed class MakeInternal : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0005"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        TypeDeclarationSyntax? model = await Declarations.FindAsync<TypeDeclarationSyntax>(context).ConfigureAwait(false);
        TypeDeclarationSyntax? local = model?.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
            .FirstOrDefault(static type => Declarations.ModifierOf(type, SyntaxKind.FileKeyword) != default);
        if (local is not null && await Declarations.AllOfAsync(context, local).ConfigureAwait(false) is { } declarations)
        {
            string name = local.Identifier.ValueText;
            await Edit.OfferAsync(
                context,
                $"Make '{name}' internal",
                nameof(MakeInternal),
                [
                    .. declarations.Select(static part => Declarations.ModifierOf(part, SyntaxKind.FileKeyword))
                        .Where(static modifier => modifier != default)
                        .Select(static modifier => Edit.Replace(modifier.Span, "internal")),
                ],
                names: name).ConfigureAwait(false);
        }
    }
}
