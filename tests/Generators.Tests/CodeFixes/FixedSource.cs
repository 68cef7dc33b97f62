using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.Generators.Tests.CodeFixes;

/// <summary>A user's project in an editor: what a fix makes of its files, each checked again once it is fixed.</summary>
internal static class FixedSource
{
    /// <summary>Asserts that a fix turns one text into another, without mistakes in C# and without the mistake fixed.</summary>
    /// <param name="fix">The fix.</param>
    /// <param name="id">The mistake.</param>
    /// <param name="before">The text; it may have other mistakes too.</param>
    /// <param name="after">The text expected.</param>
    public static async Task AssertAsync(CodeFixProvider fix, string id, string before, string after) =>
        await AssertAsync(fix, id, [("Model.cs", before)], [("Model.cs", after)]);

    /// <summary>Asserts what a fix makes of several files.</summary>
    public static async Task AssertAsync(CodeFixProvider fix, string id, (string Path, string Text)[] before, (string Path, string Text)[] after) =>
        await AssertFixedAsync(await ChangedAsync(fix, id, before) ?? throw new InvalidOperationException("No fix is offered."), id, after);

    /// <summary>Asserts that a mistake is reported and that the fix does not offer itself for it.</summary>
    public static async Task AssertNoneAsync(CodeFixProvider fix, string id, params string[] sources) => Assert.Null(
        await ChangedAsync(fix, id, [.. sources.Select(static (source, number) => ($"{(number == 0 ? "Model" : "Other")}.cs", source))]));

    /// <summary>Asserts what the fix makes of all mistakes of a document at once.</summary>
    public static async Task AssertAllAsync(CodeFixProvider fix, string id, string before, string after)
    {
        Document document = Open([("Model.cs", before)]);
        ImmutableArray<Diagnostic> diagnostics = await MistakesAsync(document.Project, id);
        Assert.True(diagnostics.Length > 1);
        CodeAction one = await ActionAsync(fix, document, diagnostics[0]) ?? throw new InvalidOperationException("No fix is offered.");
        FixAllContext context = new(
            document, fix, FixAllScope.Document, one.EquivalenceKey!, [id], new Mistakes(), CancellationToken.None);
        CodeAction all = await fix.GetFixAllProvider()!.GetFixAsync(context) ?? throw new InvalidOperationException("Nothing is fixed.");
        await AssertFixedAsync(await ApplyAsync(all), id, ("Model.cs", after));
    }

    private static async Task<Solution?> ChangedAsync(CodeFixProvider fix, string id, (string Path, string Text)[] files)
    {
        Document document = Open(files);
        ImmutableArray<Diagnostic> diagnostics = await MistakesAsync(document.Project, id);
        Assert.NotEmpty(diagnostics);
        Document place = document.Project.GetDocument(diagnostics[0].Location.SourceTree)!;
        return await ActionAsync(fix, place, diagnostics[0]) is { } action ? await ApplyAsync(action) : null;
    }

    private static async Task AssertFixedAsync(Solution solution, string id, params (string Path, string Text)[] expected)
    {
        foreach ((string path, string text) in expected)
        {
            Document document = solution.Projects.Single().Documents.Single(document => document.Name == path);
            Assert.Equal(text, (await document.GetTextAsync()).ToString());
        }

        GeneratorRun run = GeneratorFixture.Run(GeneratorFixture.Compile(expected));
        Assert.DoesNotContain(run.Diagnostics, diagnostic => diagnostic.StartsWith(id, StringComparison.Ordinal));
        Assert.DoesNotContain(run.Diagnostics, static diagnostic => !diagnostic.StartsWith("ADJ", StringComparison.Ordinal));
    }

    private static Document Open((string Path, string Text)[] files)
    {
        CSharpCompilation compilation = GeneratorFixture.Compile(files);
        AdhocWorkspace workspace = new();
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Models",
            "Models",
            LanguageNames.CSharp,
            compilationOptions: compilation.Options,
            parseOptions: compilation.SyntaxTrees[0].Options,
            metadataReferences: compilation.References));
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            project = project.AddDocument(Path.GetFileName(tree.FilePath), SourceText.From(tree.ToString()), filePath: tree.FilePath).Project;
        }

        return project.Documents.Single(static document => document.Name == "Model.cs");
    }

    private static async Task<ImmutableArray<Diagnostic>> MistakesAsync(Project project, string id) =>
    [
        .. GeneratorFixture.Analyze((await project.GetCompilationAsync())!)
            .Where(diagnostic => diagnostic.Id == id)
            .OrderBy(static diagnostic => diagnostic.Location.SourceSpan),
    ];

    private static async Task<CodeAction?> ActionAsync(CodeFixProvider fix, Document document, Diagnostic diagnostic)
    {
        Assert.Contains(diagnostic.Id, fix.FixableDiagnosticIds);
        List<CodeAction> actions = [];
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions.SingleOrDefault();
    }

    private static async Task<Solution> ApplyAsync(CodeAction action) =>
        Assert.Single((await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>()).ChangedSolution;

    private sealed class Mistakes : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            GeneratorFixture.Analyze((await project.GetCompilationAsync(cancellationToken))!);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
