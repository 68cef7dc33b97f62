using System.Collections.Immutable;
using System.Composition;
using Adjoint.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.CodeFixes;

/// <summary>Writes the plan of the build to the file that keeps it. From the command line, <c>dotnet format analyzers</c> does.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UpdatePlan))]
public sealed class UpdatePlan : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ADJ0501"];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => new AllPlans();

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            string name = Path.GetFileName(diagnostic.Properties[FixPropertyNames.File]!);
            Solution solution = context.Document.Project.Solution;
            context.RegisterCodeFix(
                CodeAction.Create($"Update {name}", cancellation => UpdatedAsync(solution, context.Document.Project.Id, diagnostic, cancellation), nameof(UpdatePlan)),
                diagnostic);
        }

        return Task.CompletedTask;
    }

    private static async Task<Solution> UpdatedAsync(Solution solution, ProjectId project, Diagnostic diagnostic, CancellationToken cancellation)
    {
        string path = diagnostic.Properties[FixPropertyNames.File]!;
        string plan = diagnostic.Properties[FixPropertyNames.Text]!;
        foreach (TextDocument file in solution.GetProject(project)!.AdditionalDocuments.Where(file => file.FilePath == path))
        {
            // The file keeps its encoding and the way its lines end.
            SourceText before = await file.GetTextAsync(cancellation).ConfigureAwait(false);
            string text = before.ToString().IndexOf("\r\n", StringComparison.Ordinal) >= 0 ? plan.Replace("\n", "\r\n") : plan;
            solution = solution.WithAdditionalDocumentText(file.Id, SourceText.From(text, before.Encoding));
        }

        return solution;
    }

    /// <summary>All plans of a document, a project or a solution. The usual ways to do many fixes at once know only source files.</summary>
    private sealed class AllPlans : FixAllProvider
    {
        public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
        {
            Solution solution = fixAllContext.Solution;
            IEnumerable<Project> projects = fixAllContext.Scope == FixAllScope.Solution ? solution.Projects : [fixAllContext.Project];
            foreach (Project project in projects)
            {
                ImmutableArray<Diagnostic> found = fixAllContext.Scope == FixAllScope.Document
                    ? await fixAllContext.GetDocumentDiagnosticsAsync(fixAllContext.Document!).ConfigureAwait(false)
                    : await fixAllContext.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
                foreach (Diagnostic diagnostic in found)
                {
                    solution = await UpdatedAsync(solution, project.Id, diagnostic, fixAllContext.CancellationToken).ConfigureAwait(false);
                }
            }

            return CodeAction.Create("Update plans", _ => Task.FromResult(solution), nameof(UpdatePlan));
        }
    }
}
