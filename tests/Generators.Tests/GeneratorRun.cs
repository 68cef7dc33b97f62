using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.Generators.Tests;

/// <summary>A finished run: the files written, and everything that any part of the compilation reported.</summary>
internal sealed class GeneratorRun(Compilation output, GeneratorDriverRunResult result, ImmutableArray<Diagnostic> analysis)
{
    public Compilation Output { get; } = output;

    /// <summary>The generated files by hint name, in order of writing.</summary>
    public IReadOnlyList<(string Name, string Text)> Files { get; } =
        [.. result.Results.Single().GeneratedSources.Select(static file => (file.HintName, file.SourceText.ToString()))];

    /// <summary>
    /// Every warning and error of compiler, generator and analyzer, in order of place, as <c>ADJ0001 [span] message</c>; those of
    /// other tools without the message, whose words are not ours.
    /// </summary>
    public IReadOnlyList<string> Diagnostics => [.. Reported.Select(Describe)];

    /// <summary>The same as diagnostics.</summary>
    public IReadOnlyList<Diagnostic> Reported { get; } =
    [
        .. output.GetDiagnostics().Concat(result.Diagnostics).Concat(analysis)
            .Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .OrderBy(static diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static diagnostic => diagnostic.Location.SourceSpan)
            .ThenBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal),
    ];

    /// <summary>The specs that were read, as text: records print all they hold.</summary>
    public string Specs { get; } = Values(result, "Read");

    /// <summary>The lines that were read, as text.</summary>
    public string Lines { get; } = Values(result, "Lines");

    public string this[string hintName] => Files.Single(file => file.Name == hintName).Text;

    /// <summary>Asserts that exactly these diagnostics are reported, each of them one line as in <see cref="Diagnostics"/>.</summary>
    public void AssertReports(params string[] expected)
    {
        string actual = string.Join("\n", Diagnostics);
        if (actual != string.Join("\n", expected))
        {
            Assert.Fail($"Expected these diagnostics:\n{string.Join("\n", expected)}\nbut found:\n{actual}\n\n{GeneratedText}");
        }
    }

    /// <summary>Asserts that nothing is reported but advice for training, gives the models' assembly.</summary>
    public Assembly CompileAndLoad()
    {
        // Networks of tests need not be good ones: what is only advice for training doesn't count.
        Assert.DoesNotContain(Diagnostics, static line => !line.StartsWith("ADJ03", StringComparison.Ordinal));
        using MemoryStream image = new();
        Assert.True(Output.Emit(image).Success);
        return Assembly.Load(image.ToArray());
    }

    private string GeneratedText => string.Join("\n", Files.Select(static file => $"// {file.Name}\n{file.Text}"));

    private static string Values(GeneratorDriverRunResult result, string step) =>
        result.Results.Single().TrackedSteps.TryGetValue(step, out ImmutableArray<IncrementalGeneratorRunStep> runs)
            ? string.Join("\n", runs.SelectMany(static run => run.Outputs).Select(static output => output.Value))
            : "";

    private static string Describe(Diagnostic diagnostic)
    {
        SourceText? text = diagnostic.Location.SourceTree?.GetText();
        string line = $"{diagnostic.Id} [{text?.ToString(diagnostic.Location.SourceSpan)}]";

        // CS8785 is the generator's own failure, AD0001 the analyzer's.
        return diagnostic.Id is "CS8785" or "AD0001" || diagnostic.Id.StartsWith("ADJ", StringComparison.Ordinal)
            ? line + " " + diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)
            : line;
    }
}
