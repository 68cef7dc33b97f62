using System.Reflection;
using System.Text.RegularExpressions;
using Adjoint.Analyzers;
using Adjoint.Compiler.Errors;
using Microsoft.CodeAnalysis;

namespace Adjoint.Generators.Tests;

/// <summary>The rules of the core, the analyzer's descriptors and the help page say the same.</summary>
public sealed partial class RuleDocumentationTests
{
    private static readonly string Analyzers = Path.GetFullPath(Path.Combine(
        typeof(RuleDocumentationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static metadata => metadata.Key == "ProjectFolder").Value!,
        "..", "..", "src", "Analyzers"));

    private static readonly string[] Ids = [.. Rules.All.Select(static rule => rule.Id)];

    [Fact]
    public void Ids_AreUniqueAndInOrder() => Assert.Equal(Ids.Distinct().Order(StringComparer.Ordinal), Ids);

    [Fact]
    public void EveryRuleField_IsListed() => Assert.Equal(
        typeof(Rules).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => ((Rule)field.GetValue(null)!).Id)
            .Order(StringComparer.Ordinal),
        Ids);

    [Fact]
    public void TitlesAndMessages_AreOneSentenceWithoutPeriod() => Assert.All(Rules.All, static rule =>
    {
        Assert.DoesNotContain('.', rule.Title);
        Assert.False(rule.Message.EndsWith('.'), rule.Id);
    });

    // No source of one version can break ADJ0403, which is about two.
    [Fact]
    public void EveryRule_IsTestedWithItsSpanAndMessage()
    {
        string tests = string.Concat(Directory.EnumerateFiles(Path.Combine(Analyzers, "..", "..", "tests", "Generators.Tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));
        string gallery = File.ReadAllText(Path.Combine(Analyzers, "..", "..", "tests", "Generators.Tests", "Checks", "BrokenNetworks.md"));
        Assert.Equal(
            Ids.Except(["ADJ0403"]),
            Ids.Where(id => tests.Contains($"\"{id} [", StringComparison.Ordinal) || tests.Contains($"\"{id} {{", StringComparison.Ordinal)
                || gallery.Contains($"\n{id} '", StringComparison.Ordinal)));
    }

    [Fact]
    public void Descriptors_AreThoseOfTheRules()
    {
        DiagnosticDescriptor[] descriptors = [.. new ModelAnalyzer().SupportedDiagnostics];
        Assert.Equal(Ids, descriptors.Select(static descriptor => descriptor.Id));
        Assert.All(descriptors, static descriptor =>
        {
            Rule rule = Rules.All.Single(rule => rule.Id == descriptor.Id);
            Assert.Equal(rule.Severity == Severity.Error ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, descriptor.DefaultSeverity);
            Assert.Equal("src/Analyzers/README.md#" + descriptor.Id.ToLowerInvariant(), descriptor.HelpLinkUri);
        });
    }

    [Fact]
    public void ReleaseFiles_ListEveryRule()
    {
        string files = File.ReadAllText(Path.Combine(Analyzers, "AnalyzerReleases.Shipped.md")) + File.ReadAllText(Path.Combine(Analyzers, "AnalyzerReleases.Unshipped.md"));
        Assert.Equal(
            Rules.All.Select(static rule => $"{rule.Id} | Adjoint.{rule.Category} | {rule.Severity}"),
            Release().Matches(files).Select(static match => match.Groups[1].Value));
    }

    [Fact]
    public void HelpPage_HasASectionPerRule()
    {
        string page = File.ReadAllText(Path.Combine(Analyzers, "README.md"));
        Assert.Equal(
            Rules.All.Select(static rule => $"{rule.Id}: {rule.Title}"),
            Section().Matches(page).Select(static match => $"{match.Groups[1].Value}: {match.Groups[2].Value}"));
        Assert.Equal(Ids.Length, page.Split("```csharp").Length - 1);
    }

    [GeneratedRegex(@"^(ADJ\d{4} \| [\w.]+ \| \w+) \| ", RegexOptions.Multiline)]
    private static partial Regex Release();

    [GeneratedRegex(@"^## (ADJ\d{4})\n\n\*\*(.+?)\.\*\* ", RegexOptions.Multiline)]
    private static partial Regex Section();
}
