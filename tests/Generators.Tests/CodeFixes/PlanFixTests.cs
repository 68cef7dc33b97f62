using System.Collections.Immutable;
using System.Text;
using Adjoint.CodeFixes;
using Adjoint.Generators.Tests.Plans;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.Generators.Tests.CodeFixes;

/// <summary>What the fix writes to the files of plans is what the analyzer then accepts.</summary>
public sealed class PlanFixTests
{
    private const string Source = """
        [Model(Input = "4", Loss = CrossEntropy)] public partial record First([Dense(3)] Layer Output);
        [Model(Input = "4", Loss = CrossEntropy)] public partial record Second([Dense(5)] Layer Output);
        """;

    [Fact]
    public async Task EmptyFile_IsFilled_AndNoOtherChanged()
    {
        Project project = Open(("First.plan.txt", ""), ("Second.plan.txt", ""));
        Solution after = await ApplyAsync(await ActionAsync(project, "First.plan.txt"));
        Assert.Equal(KeptPlan.Expected(Source, "First.plan.txt"), await TextAsync(after, "First.plan.txt"));
        Assert.Equal("", await TextAsync(after, "Second.plan.txt"));
    }

    [Fact]
    public async Task LineEndingsAndEncoding_AreKept()
    {
        Solution after = await ApplyAsync(await ActionAsync(Open(("First.plan.txt", "old\r\nlines")), "First.plan.txt"));
        SourceText text = await after.Projects.Single().AdditionalDocuments.Single().GetTextAsync();
        Assert.Equal(KeptPlan.Expected(Source, "First.plan.txt")!.ReplaceLineEndings("\r\n"), text.ToString());
        Assert.Equal(Encoding.Unicode, text.Encoding);
    }

    [Theory]
    [InlineData(FixAllScope.Document)]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task AllFiles_AreFilledAtOnce(FixAllScope scope)
    {
        Project project = Open(("First.plan.txt", ""), ("Second.plan.txt", ""));
        UpdatePlan fix = new();
        CodeAction all = (await fix.GetFixAllProvider()!.GetFixAsync(
            new FixAllContext(project.Documents.Single(), fix, scope, nameof(UpdatePlan), ["ADJ0501"], new Found(), CancellationToken.None)))!;
        Solution after = await ApplyAsync(all);
        Assert.Empty(KeptPlan.Reports(
            Source, ("First.plan.txt", await TextAsync(after, "First.plan.txt")), ("Second.plan.txt", await TextAsync(after, "Second.plan.txt"))));
    }

    private static Project Open(params (string Name, string Text)[] files)
    {
        CSharpCompilation compilation = GeneratorFixture.Compile(Source);
        Project project = new AdhocWorkspace().AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Models",
            "Models",
            LanguageNames.CSharp,
            compilationOptions: compilation.Options,
            parseOptions: compilation.SyntaxTrees[0].Options,
            metadataReferences: compilation.References));
        foreach ((string name, string text) in files)
        {
            project = project.AddAdditionalDocument(name, SourceText.From(text, Encoding.Unicode), filePath: "/project/" + name).Project;
        }

        string source = string.Join("\n", compilation.SyntaxTrees.Select(static tree => tree.ToString()));
        return project.AddDocument("Model.cs", SourceText.From(source), filePath: "/project/Model.cs").Project;
    }

    private static async Task<CodeAction> ActionAsync(Project project, string file)
    {
        Diagnostic diagnostic = (await DiagnosticsAsync(project)).Single(diagnostic => diagnostic.Properties["File"] == "/project/" + file);
        List<CodeAction> actions = [];
        await new UpdatePlan().RegisterCodeFixesAsync(
            new CodeFixContext(project.Documents.Single(), diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        CodeAction action = Assert.Single(actions);
        Assert.Equal("Update " + file, action.Title);
        return action;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project)
    {
        List<AdditionalText> files = [];
        foreach (TextDocument file in project.AdditionalDocuments)
        {
            files.Add(new KeptPlan(file.Name, (await file.GetTextAsync()).ToString()));
        }

        return [.. GeneratorFixture.Analyze((await project.GetCompilationAsync())!, [.. files]).Where(static diagnostic => diagnostic.Id == "ADJ0501")];
    }

    private static async Task<string> TextAsync(Solution solution, string name) =>
        (await solution.Projects.Single().AdditionalDocuments.Single(file => file.Name == name).GetTextAsync()).ToString();

    private static async Task<Solution> ApplyAsync(CodeAction action) =>
        Assert.Single((await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>()).ChangedSolution;

    private sealed class Found : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await DiagnosticsAsync(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => await DiagnosticsAsync(document.Project);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
