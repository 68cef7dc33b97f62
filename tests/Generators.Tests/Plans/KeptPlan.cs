using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.Generators.Tests.Plans;

/// <summary>A file of a user's project that is no source.</summary>
internal sealed class KeptPlan(string name, string text) : AdditionalText
{
    public override string Path => "/project/" + name;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);

    /// <summary>What is said of plans, as <c>ADJ0501 [Mlp] message</c>, or with the file's name for what is reported there.</summary>
    public static IReadOnlyList<string> Reports(string source, params (string Name, string Text)[] files) =>
    [
        .. Diagnostics(source, files).Select(static diagnostic =>
            $"{diagnostic.Id} [{diagnostic.Location.SourceTree?.GetText().ToString(diagnostic.Location.SourceSpan) ?? System.IO.Path.GetFileName(diagnostic.Location.GetLineSpan().Path)}] {diagnostic.GetMessage(CultureInfo.InvariantCulture)}"),
    ];

    /// <summary>What a file should say, which the fix writes; null when it says just that.</summary>
    public static string? Expected(string source, string name, string text = "") =>
        Diagnostics(source, (name, text)).SingleOrDefault(static diagnostic => diagnostic.Id == "ADJ0501")?.Properties["Text"];

    private static ImmutableArray<Diagnostic> Diagnostics(string source, params (string Name, string Text)[] files) =>
        GeneratorFixture.Analyze(GeneratorFixture.Compile(source), [.. files.Select(static file => new KeptPlan(file.Name, file.Text))]);
}
