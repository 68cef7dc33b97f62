using System.Globalization;
using Adjoint.Compiler;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Simplify;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;
using Adjoint.Emit;
using Adjoint.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Benchmarks.Editor;

/// <summary>What a keystroke costs in a project with a hundred files of models.</summary>
internal static class EditorBenchmark
{
    private const int Files = 100;
    private const int WarmUp = 50;
    private const int Edits = 50;

    public static void Run(TextWriter output)
    {
        EditedModels models = new(Files);
        output.WriteLine($"{Files} files of models");
        Stages(models, output);
        Driver(models, IncrementalGeneratorOutputKind.Implementation, "Generator without programs, as while typing", output);
        Driver(models, IncrementalGeneratorOutputKind.None, "Generator with programs", output);
    }

    /// <summary>Each stage of the model that changes, called directly.</summary>
    private static void Stages(EditedModels models, TextWriter output)
    {
        Medians stages = new();
        Medians totals = new();
        for (int i = -WarmUp; i < Edits; i++)
        {
            if (i == 0)
            {
                stages.Clear();
                totals.Clear();
            }

            int file = FileOf(i);
            CSharpCompilation compilation = models.Edit(file, i + WarmUp + 1);
            INamedTypeSymbol model = EditedModels.ModelsOf(compilation, file).Last();
            Medians times = new();
            ModelSpec spec = times.Time("read", () => ModelReader.Read(model, compilation, out _, CancellationToken.None).Spec)
                ?? throw new InvalidOperationException($"{models.Names[file]} is not read after edit {i}.");
            times.Time("trace, once (part of compile)", () => Tracing.Run(spec, isTraining: true));
            Graph training = times.Time("trace and derive, once (part of compile)", () => ModelCompiler.TrainingGraph(spec));
            Graph simple = times.Time("simplify that (part of compile)", () => Rewriter.Run(training, AlgebraicRules.Derived));
            Graph formed = times.Time("find its kernels' forms (part of compile)", () => Rewriter.Run(simple, KernelForms.All));
            IReadOnlyList<Kernel> kernels = times.Time("fuse it (part of compile)", () => FusionPass.Run(formed));
            times.Time("plan it (part of compile)", () => MemoryPlan.Create(formed, kernels));
            CompiledModel compiled = times.Time("compile", () => ModelCompiler.Compile(spec))
                ?? throw new InvalidOperationException($"{models.Names[file]} breaks a rule after edit {i}.");
            times.Time("members", () => ModelEmitter.Members(spec));
            times.Time("write programs", () => new ProgramWriter(compiled).Write());
            times.CopyTo(stages);
            totals.Add(models.Names[file], times.Sum("read", "members", "compile", "write programs"));
            stages.Add("(a) read to members", times.Sum("read", "members"));
            stages.Add("(b) read to programs", times.Sum("read", "members", "compile", "write programs"));
        }

        output.WriteLine("Stages of the model that changes");
        stages.Write(output);
        output.WriteLine("Read to programs, by model");
        totals.Write(output);
    }

    /// <summary>The generator as an editor runs it, on an edit of a model and on one elsewhere.</summary>
    private static void Driver(EditedModels models, IncrementalGeneratorOutputKind disabled, string title, TextWriter output)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            parseOptions: EditedModels.ParseOptions,
            driverOptions: new GeneratorDriverOptions(disabled, trackIncrementalGeneratorSteps: true));
        Medians times = new();
        driver = times.Time("first run, not warm", () => driver.RunGenerators(models.Compilation));
        GeneratorRunResult first = driver.GetRunResult().Results.Single();
        if (first.Exception is { } failure)
        {
            throw new InvalidOperationException("The generator fails.", failure);
        }

        output.WriteLine($"{title}: {first.GeneratedSources.Length} files");
        times.Write(output);
        GeneratorDriver elsewhere = driver;
        for (int i = -WarmUp; i < Edits; i++)
        {
            if (i == 0)
            {
                times.Clear();
            }

            int edit = i + WarmUp + 1;
            CSharpCompilation changed = models.Edit(FileOf(i), edit);
            times.Time("one model changed", () => driver.RunGenerators(changed));
            CSharpCompilation other = models.EditElsewhere(edit);
            elsewhere = times.Time("(c) an edit in a file without models", () => driver.RunGenerators(other));
        }

        times.Write(output);
        output.WriteLine("  steps after the edit in a file without models:");
        foreach ((string name, var runs) in elsewhere.GetRunResult().Results.Single().TrackedSteps.OrderBy(static step => step.Key, StringComparer.Ordinal))
        {
            var reasons = runs.SelectMany(static run => run.Outputs).GroupBy(static result => result.Reason)
                .Select(static group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Count()}"));
            output.WriteLine($"    {name}: {string.Join(", ", reasons)}");
        }
    }

    // Every model in turn.
    private static int FileOf(int edit) => (edit + WarmUp) % Files;
}
