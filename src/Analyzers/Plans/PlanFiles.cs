using System.Collections.Immutable;
using Adjoint.Compiler.Programs;
using Adjoint.Syntax;
using Microsoft.CodeAnalysis;

namespace Adjoint.Analyzers.Plans;

/// <summary>The files of a project that hold the plans of models: additional files called after a model, with one of these endings.</summary>
internal static class PlanFiles
{
    private static readonly (string Ending, Func<CompiledModel, string> Text)[] Kinds = [(".plan.txt", PlanText.Of), (".plan.md", PlanDiagram.Of)];

    /// <summary>All of them.</summary>
    public static ImmutableArray<AdditionalText> Of(ImmutableArray<AdditionalText> files) => [.. files.Where(static file => Stem(file.Path) is not null)];

    /// <summary>The name of a model that a path tells; null when it is no plan.</summary>
    public static string? Stem(string path)
    {
        string name = NameOf(path);
        string? ending = Kinds.Select(static kind => kind.Ending).FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal));
        return ending is null ? null : name.Substring(0, name.Length - ending.Length);
    }

    /// <summary>The path without folders.</summary>
    public static string NameOf(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    /// <summary>What a file should say of its model.</summary>
    public static string Expected(string path, CompiledModel model) => Kinds.First(kind => path.EndsWith(kind.Ending, StringComparison.Ordinal)).Text(model);

    /// <summary>
    /// The models that a file's name may mean: those with that full name, or else with that name. The file belongs to a model that is the only one.
    /// </summary>
    public static IReadOnlyList<INamedTypeSymbol> Models(string stem, Compilation compilation, CancellationToken cancellation)
    {
        INamedTypeSymbol[] named =
        [
            .. compilation.GetSymbolsWithName(stem.Substring(stem.LastIndexOf('.') + 1), SymbolFilter.Type, cancellation)
                .OfType<INamedTypeSymbol>()
                .Where(DslSymbols.IsModel),
        ];
        INamedTypeSymbol[] exact = Array.FindAll(named, model => FullName(model) == stem);
        return exact.Length > 0 ? exact : Array.FindAll(named, model => model.Name == stem);
    }

    /// <summary>The name with namespace and containers, such as <c>Company.Outer.Mlp</c>.</summary>
    public static string FullName(INamedTypeSymbol model)
    {
        string around = model.ContainingType is { } type ? FullName(type)
            : model.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString()
            : string.Empty;
        return around.Length == 0 ? model.Name : around + "." + model.Name;
    }
}
