using System.Collections.Concurrent;
using System.Collections.Immutable;
using Adjoint.Analyzers.Plans;
using Adjoint.Compiler;
using Adjoint.Compiler.Errors;
using Adjoint.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Adjoint.Analyzers;

/// <summary>
/// Reports the mistakes in declarations of models, each at the attribute, argument or name that makes it. It runs the
/// generator's own front end, so what is not reported here compiles.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => RuleDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            // Several models may use a method or model that has a mistake.
            ConcurrentDictionary<(Location, string), bool> reported = new();
            ImmutableArray<AdditionalText> plans = PlanFiles.Of(start.Options.AdditionalFiles);
            start.RegisterSymbolAction(symbol => Analyze(symbol, reported, plans), SymbolKind.NamedType);
            start.RegisterAdditionalFileAction(PlanCheck.File);
        });
    }

    private static void Analyze(
        SymbolAnalysisContext context, ConcurrentDictionary<(Location Where, string Message), bool> reported, ImmutableArray<AdditionalText> plans)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        ReadResult result = ModelReader.Read(type, context.Compilation, out OriginMap origins, context.CancellationToken);

        // What is wrong with the meaning can be said only of a declaration that could be read.
        IEnumerable<CompilerError> errors = result.Spec is { } spec ? ModelCompiler.Check(spec) : result.Errors;
        foreach (CompilerError error in errors)
        {
            if (reported.TryAdd((origins[error.Origin], error.Rule.Id + error.Message), true))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    RuleDescriptors.Of(error.Rule),
                    origins[error.Origin],
                    error.Related.Select(related => origins[related.Origin]),
                    FixProperties.Of(error.Remedy),
                    [.. error.Arguments.Cast<object>()]));
            }
        }

        if (plans.Length > 0 && result.Spec is { } read)
        {
            PlanCheck.Model(context, plans, read, origins[read.Origin]);
        }
    }
}
