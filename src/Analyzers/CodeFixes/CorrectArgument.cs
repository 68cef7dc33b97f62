using System.Collections.Immutable;
using System.Composition;
using Adjoint.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>Gives an argument of a layer the nearest value that it may have.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CorrectArgument))]
public sealed class CorrectArgument : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0012", "ADJ0102"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        ImmutableDictionary<string, string?> properties = context.Diagnostics[0].Properties;
        if (properties.TryGetValue(FixPropertyNames.Argument, out string? name)
            && properties.TryGetValue(FixPropertyNames.Value, out string? value)
            && name is not null
            && value is not null
            && await Declarations.FindAsync<AttributeSyntax>(context).ConfigureAwait(false) is { } attribute
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model)
        {
            IMethodSymbol? constructor = model.GetSymbolInfo(attribute, context.CancellationToken).Symbol as IMethodSymbol;
            await Edit.OfferAsync(
                context,
                $"Make {name} {value}",
                nameof(CorrectArgument),
                [Arguments.Set(attribute, name, value, constructor: constructor)]).ConfigureAwait(false);
        }
    }
}
