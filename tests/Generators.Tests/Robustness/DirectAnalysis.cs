using System.Collections.Immutable;
using Adjoint.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Adjoint.Generators.Tests.Robustness;

/// <summary>
/// Runs the analyzer on the types of one file and on nothing else: the compiler's own driver compiles the whole project for each
/// edit, generated files included, which is many times the analyzer's work.
/// </summary>
internal sealed class DirectAnalysis : AnalysisContext
{
    private Action<CompilationStartAnalysisContext>? _start;

    public DirectAnalysis()
    {
        new ModelAnalyzer().Initialize(this);
    }

    /// <summary>What the analyzer reports; what it throws comes through.</summary>
    /// <param name="compilation">The project.</param>
    /// <param name="tree">The file whose types are analyzed.</param>
    public IReadOnlyList<Diagnostic> Run(Compilation compilation, SyntaxTree tree)
    {
        List<Diagnostic> reported = [];
        Started started = new(compilation);
        _start!(started);
        SemanticModel semantics = compilation.GetSemanticModel(tree);
        foreach (INamedTypeSymbol type in tree.GetRoot().DescendantNodes()
            .Select(node => semantics.GetDeclaredSymbol(node)).OfType<INamedTypeSymbol>().Distinct(SymbolEqualityComparer.Default).Cast<INamedTypeSymbol>())
        {
#pragma warning disable CS0618 // The compiler's own driver, which it recommends, is what this does without.
            started.Analyze!(new SymbolAnalysisContext(type, compilation, started.Options, reported.Add, static _ => true, CancellationToken.None));
#pragma warning restore CS0618
        }

        return reported;
    }

    public override void RegisterCompilationStartAction(Action<CompilationStartAnalysisContext> action) => _start = action;

    public override void EnableConcurrentExecution()
    {
    }

    public override void ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags analysisMode)
    {
    }

    public override void RegisterCompilationAction(Action<CompilationAnalysisContext> action) => throw new NotSupportedException();

    public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) => throw new NotSupportedException();

    public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) => throw new NotSupportedException();

    public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action) => throw new NotSupportedException();

    public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) => throw new NotSupportedException();

    public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) => throw new NotSupportedException();

    public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(
        Action<SyntaxNodeAnalysisContext> action, ImmutableArray<TLanguageKindEnum> syntaxKinds) => throw new NotSupportedException();

    /// <summary>The analysis of one compilation.</summary>
    private sealed class Started(Compilation compilation)
        : CompilationStartAnalysisContext(compilation, new AnalyzerOptions([]), CancellationToken.None)
    {
        public Action<SymbolAnalysisContext>? Analyze { get; private set; }

        public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) => Analyze = action;

        // The project has sources alone.
        public override void RegisterAdditionalFileAction(Action<AdditionalFileAnalysisContext> action)
        {
        }

        public override void RegisterCompilationEndAction(Action<CompilationAnalysisContext> action) => throw new NotSupportedException();

        public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) => throw new NotSupportedException();

        public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action) => throw new NotSupportedException();

        public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) => throw new NotSupportedException();

        public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) => throw new NotSupportedException();

        public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(
            Action<SyntaxNodeAnalysisContext> action, ImmutableArray<TLanguageKindEnum> syntaxKinds) => throw new NotSupportedException();
    }
}
