using System.Collections.Immutable;
using Adjoint.Compiler.Errors;
using Microsoft.CodeAnalysis;

namespace Adjoint.Analyzers;

/// <summary>What Roslyn has to know of each rule: one descriptor per rule of the compiler core.</summary>
internal static class RuleDescriptors
{
    /// <summary>The page with a section per rule; relative to the repository.</summary>
    public const string HelpPage = "src/Analyzers/README.md";

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> ById =
        Rules.All.ToImmutableDictionary(static rule => rule.Id, Describe, StringComparer.Ordinal);

    /// <summary>All descriptors, in order of ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = [.. Rules.All.Select(Of)];

    /// <summary>The descriptor of a rule.</summary>
    public static DiagnosticDescriptor Of(Rule rule) => ById[rule.Id];

    // The ids are data of the core, which release tracking (RS2000 and following) can't see; a test holds the release files to the table.
    private static DiagnosticDescriptor Describe(Rule rule) => new(
        rule.Id,
        rule.Title,
        rule.Message,
        "Adjoint." + rule.Category,
        rule.Severity == Severity.Error ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage + "#" + rule.Id.ToLowerInvariant());
}
