using System.Reflection;
using System.Text.RegularExpressions;
using Adjoint.CodeFixes;
using Adjoint.Compiler.Errors;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Adjoint.Generators.Tests.CodeFixes;

/// <summary>The fixes, the rules and the help page say the same.</summary>
public sealed partial class FixDocumentationTests
{
    private static readonly Type[] Types = [.. typeof(MakePartial).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(CodeFixProvider)))];

    private static readonly CodeFixProvider[] Fixes = [.. Types.Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    [Fact]
    public void FixedMistakes_AreRules() =>
        Assert.Subset(Rules.All.Select(static rule => rule.Id).ToHashSet(), Fixes.SelectMany(static fix => fix.FixableDiagnosticIds).ToHashSet());

    [Fact]
    public void HelpPage_TellsOfEachFix()
    {
        string page = File.ReadAllText(Path.Combine(
            typeof(FixDocumentationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(static metadata => metadata.Key == "ProjectFolder").Value!,
            "..", "..", "src", "Analyzers", "README.md"));
        Assert.Equal(
            Fixes.SelectMany(static fix => fix.FixableDiagnosticIds).Order(StringComparer.Ordinal),
            page.Split("\n## ").Skip(1).Where(static section => Fix().IsMatch(section)).Select(static section => section[..7]));
    }

    // What editors need to find a fix.
    [Fact]
    public void EveryFix_IsExported() => Assert.All(Types, static type =>
    {
        ExportCodeFixProviderAttribute export = type.GetCustomAttribute<ExportCodeFixProviderAttribute>()!;
        Assert.Equal(type.Name, export.Name);
        Assert.Equal([LanguageNames.CSharp], export.Languages);
    });

    [GeneratedRegex(@"^Fix: [a-z].*\.$", RegexOptions.Multiline)]
    private static partial Regex Fix();
}
