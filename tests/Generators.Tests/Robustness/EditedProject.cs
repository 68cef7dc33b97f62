using System.Diagnostics;
using Adjoint.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests.Robustness;

/// <summary>One compilation and one driver, in which a file is replaced again and again, as an editor does.</summary>
internal sealed class EditedProject
{
    private const int MostFailures = 10;

    // An edit takes milliseconds; one that takes this long has found something that grows too fast.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private static readonly CodeFixProvider[] Providers =
    [
        .. typeof(MakePartial).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    private readonly Dictionary<string, string> _failures = [];
    private readonly List<string> _slow = [];
    private readonly DirectAnalysis _analysis = new();
    private readonly Document _document;
    private CSharpCompilation _compilation;
    private GeneratorDriver _driver;

    public EditedProject()
        : this(new ModelGenerator())
    {
    }

    /// <param name="generator">What generates.</param>
    public EditedProject(IIncrementalGenerator generator)
    {
        // Few references: every edit merges the namespaces of all of them anew, which would be most of the test's time.
        _compilation = GeneratorFixture.Compile("").WithReferences(GeneratorFixture.References.Where(static reference =>
            Path.GetFileName(reference.Display) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "Adjoint.Dsl.dll"));
        _driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: (CSharpParseOptions)_compilation.SyntaxTrees[0].Options);
        Project project = new AdhocWorkspace().AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Models",
            "Models",
            LanguageNames.CSharp,
            compilationOptions: _compilation.Options,
            parseOptions: _compilation.SyntaxTrees[0].Options,
            metadataReferences: _compilation.References));
        project = project.AddDocument("Usings.cs", _compilation.SyntaxTrees[0].GetText()).Project;
        _document = project.AddDocument("Model.cs", _compilation.SyntaxTrees[^1].GetText());
    }

    /// <summary>How many sources were checked.</summary>
    public int Checked { get; private set; }

    /// <summary>How many of the sources gave a model.</summary>
    public int Models { get; private set; }

    /// <summary>How many fixes were offered.</summary>
    public int Fixes { get; private set; }

    /// <summary>How long all sources took, fixes included.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>The longest that a source took, fixes included.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>The sources that took longer than a second, with their labels.</summary>
    public IReadOnlyList<string> SlowSources => _slow;

    /// <summary>Generates, analyzes and fixes, and notes what fails.</summary>
    public void Check(string source, string label)
    {
        long start = Stopwatch.GetTimestamp();
        _compilation = _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees[^1], GeneratorFixture.Parse("Model.cs", source));
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out Compilation output, out _);
        GeneratorRunResult result = _driver.GetRunResult().Results.Single();
        string? failure = result.Exception?.ToString()
            ?? result.Diagnostics.FirstOrDefault()?.ToString()
            ?? AnalyzeAndFix(output);
        if (failure is not null)
        {
            // One failure of a kind tells enough.
            _failures.TryAdd(string.Join("\n", failure.Split('\n').Take(2)), $"{label}: {failure}\n{source}");
        }

        Checked++;
        Models += result.GeneratedSources.Length > 0 ? 1 : 0;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Elapsed += elapsed;
        Slowest = elapsed > Slowest ? elapsed : Slowest;
        if (elapsed > Slow)
        {
            _slow.Add($"{label}: {elapsed}\n{source}");
        }
    }

    public void AssertNoFailure()
    {
        if (_failures.Count > 0)
        {
            Assert.Fail($"{_failures.Count} kinds of failure.\n{string.Join("\n\n", _failures.Values.Take(MostFailures))}");
        }
    }

    private string? AnalyzeAndFix(Compilation output)
    {
        try
        {
            return Fix(_analysis.Run(output, _compilation.SyntaxTrees[^1]));
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }

    private string? Fix(IReadOnlyList<Diagnostic> reported)
    {
        Diagnostic[] fixable = [.. reported.Where(static diagnostic => Array.Exists(Providers, fix => fix.FixableDiagnosticIds.Contains(diagnostic.Id)))];
        if (fixable.Length == 0)
        {
            return null;
        }

        Document document = _document.WithText(_compilation.SyntaxTrees[^1].GetText());
        foreach (Diagnostic diagnostic in fixable)
        {
            foreach (CodeFixProvider fix in Providers.Where(fix => fix.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                Offer(fix, document, diagnostic);
            }
        }

        return null;
    }

    // A diagnostic knows the tree of a compilation; the document has one of its own with the same text.
    private void Offer(CodeFixProvider fix, Document document, Diagnostic diagnostic)
    {
        SyntaxTree tree = document.GetSyntaxTreeAsync().GetAwaiter().GetResult()!;
        Diagnostic placed = Diagnostic.Create(
            diagnostic.Descriptor,
            Location.Create(tree, diagnostic.Location.SourceSpan),
            diagnostic.AdditionalLocations.Select(location => location.IsInSource ? Location.Create(tree, location.SourceSpan) : location),
            diagnostic.Properties);
        List<CodeAction> actions = [];
        fix.RegisterCodeFixesAsync(new CodeFixContext(document, placed, (action, _) => actions.Add(action), CancellationToken.None)).GetAwaiter().GetResult();
        foreach (CodeAction action in actions)
        {
            action.GetOperationsAsync(CancellationToken.None).GetAwaiter().GetResult();
            Fixes++;
        }
    }
}
