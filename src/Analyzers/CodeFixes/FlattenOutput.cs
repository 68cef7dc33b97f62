using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Ends a model with <c>Flatten</c>, where its loss needs one axis.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FlattenOutput))]
public sealed class FlattenOutput : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0103"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Declarations.FindAsync<TypeDeclarationSyntax>(context).ConfigureAwait(false) is { } declaration
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && model.GetDeclaredSymbol(declaration, context.CancellationToken) is { } type
            && LastLayerOf(type, context.CancellationToken) is { } last
            && context.Document.Project.Solution.GetDocument(last.SyntaxTree) is { } document
            && await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } listModel)
        {
            await Edit.OfferAsync(
                context,
                "End the model with [Flatten]",
                nameof(FlattenOutput),
                [Edit.Insert(last.Span.End, ", " + Names.OfAttribute(listModel, last.SpanStart, "Flatten"))],
                document).ConfigureAwait(false);
        }
    }

    // The parts may be listed on another partial declaration than the one with the loss.
    private static SyntaxNode? LastLayerOf(INamedTypeSymbol model, CancellationToken cancellation)
    {
        RecordDeclarationSyntax? record = model.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .OfType<RecordDeclarationSyntax>()
            .FirstOrDefault(static declaration => declaration.ParameterList is not null);
        if (record?.ParameterList?.Parameters.LastOrDefault() is not { } part)
        {
            return null;
        }

        // Layers that stand on the parameter and those sent to its property, in the order written.
        return model.InstanceConstructors.SelectMany(static constructor => constructor.Parameters)
            .Concat<ISymbol>(model.GetMembers(part.Identifier.ValueText))
            .SelectMany(static symbol => symbol.GetAttributes())
            .Where(static attribute => attribute.AttributeClass?.BaseType?.Name == "LayerAttribute")
            .Select(attribute => attribute.ApplicationSyntaxReference?.GetSyntax(cancellation))
            .Where(syntax => syntax?.FirstAncestorOrSelf<ParameterSyntax>() == part)
            .OrderBy(static syntax => syntax!.SpanStart)
            .LastOrDefault();
    }
}
