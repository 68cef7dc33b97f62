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

    // No declaration can break ADJ0202 yet: parts are chained, so the loss depends on each of their layers. The tests of reverse
    // mode give it graphs in which it does not.
    [Fact]
    public void EveryRule_IsTestedWithItsSpanAndMessage()
    {
        string tests = string.Concat(Directory.EnumerateFiles(Path.Combine(Analyzers, "..", "..", "tests", "Generators.Tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));
        Assert.Equal(
            Ids.Except(["ADJ0202"]),
            Ids.Where(id => tests.Contains($"\"{id} [", StringComparison.Ordinal) || tests.Contains($"\"{id} {{", StringComparison.Ordinal)));
    }

    [Fact]
    public void Descriptors_AreThoseOfTheRules()
    {
        DiagnosticDescriptor[] descriptors = [.. new ModelAnalyzer().SupportedDiagnostics];
        Assert.Equal(Ids, descriptors.Select(static descriptor => descriptor.Id));
        Assert.All(descriptors, static descriptor =>
        {
            Assert.Equal(DiagnosticSeverity.Error, descriptor.DefaultSeverity);
            Assert.Equal("src/Analyzers/README.md#" + descriptor.Id.ToLowerInvariant(), descriptor.HelpLinkUri);
        });
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

    [GeneratedRegex(@"^## (ADJ\d{4})\n\n\*\*(.+?)\.\*\* ", RegexOptions.Multiline)]
    private static partial Regex Section();
}
