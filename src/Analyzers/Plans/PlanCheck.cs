using System.Collections.Immutable;
using Adjoint.Compiler;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.Analyzers.Plans;

/// <summary>
/// Compares plans that are kept in files with those of the build. Only a model with such a file is compiled for it, so that nobody else waits.
/// </summary>
internal static class PlanCheck
{
    /// <summary>Reports the files of a model that differ from its plan, at its name.</summary>
    /// <param name="context">The model's symbol.</param>
    /// <param name="plans">The project's plans.</param>
    /// <param name="spec">What the model means; null when it has mistakes, which come first.</param>
    /// <param name="name">Where the model's name stands.</param>
    public static void Model(SymbolAnalysisContext context, ImmutableArray<AdditionalText> plans, ModelSpec spec, Location name)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        AdditionalText[] own =
        [
            .. plans.Where(plan => PlanFiles.Models(PlanFiles.Stem(plan.Path)!, context.Compilation, context.CancellationToken) is { Count: 1 } models
                && SymbolEqualityComparer.Default.Equals(models[0], type)),
        ];
        if (own.Length == 0 || ModelCompiler.Compile(spec) is not { } model)
        {
            return;
        }

        foreach (AdditionalText file in own)
        {
            string expected = PlanFiles.Expected(file.Path, model);
            if (PlanDifference.Of(file.GetText(context.CancellationToken)?.ToString() ?? string.Empty, expected) is { } difference)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    RuleDescriptors.Of(Rules.PlanDiffers),
                    name,
                    FixProperties.Of(file.Path, expected),
                    spec.Name,
                    PlanFiles.NameOf(file.Path),
                    difference.Number,
                    difference.Found,
                    difference.Expected));
            }
        }
    }

    /// <summary>Reports a file that is no model's.</summary>
    public static void File(AdditionalFileAnalysisContext context)
    {
        if (PlanFiles.Stem(context.AdditionalFile.Path) is not { } stem
            || PlanFiles.Models(stem, context.Compilation, context.CancellationToken) is not { Count: not 1 } models)
        {
            return;
        }

        string why = models.Count == 0
            ? $"no model is called '{stem}'; rename it after its model, or remove it"
            : $"it can be that of {string.Join(" or ", models.Select(static model => $"'{PlanFiles.FullName(model)}'").OrderBy(static name => name, StringComparer.Ordinal))}; write the full name";
        context.ReportDiagnostic(Diagnostic.Create(
            RuleDescriptors.Of(Rules.PlanOfNoModel),
            Location.Create(context.AdditionalFile.Path, default, default(LinePositionSpan)),
            PlanFiles.NameOf(context.AdditionalFile.Path),
            why));
    }
}
