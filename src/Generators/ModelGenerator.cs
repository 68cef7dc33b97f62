using System.Text;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Emit;
using Adjoint.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint;

/// <summary>
/// Writes the members and the programs of every model. An edit that leaves a declaration's meaning unchanged writes nothing:
/// <c>Read</c> gives an equal spec, and only <c>Stamp</c>, which prints line numbers, may run again. An editor asks for <c>Members</c>
/// while somebody types, and for <c>Program</c>, which derives and plans, never.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ModelReading> readings = context.SyntaxProvider
            .ForAttributeWithMetadataName(DslSymbols.ModelAttribute, static (node, _) => node is RecordDeclarationSyntax, ModelReading.Of)
            .Where(static reading => reading is not null)!;

        IncrementalValuesProvider<ModelSpec> specs = readings.Select(static (reading, _) => reading.Spec).WithTrackingName("Read");

        IncrementalValuesProvider<GeneratedFile> members = specs
            .Select(static (spec, _) => ModelEmitter.Members(spec)).WithTrackingName("Members")
            .Where(static file => file is not null)!;

        IncrementalValuesProvider<GeneratedFile> programs = specs
            .Select(static (spec, _) => ModelEmitter.Program(spec)).WithTrackingName("Program")
            .Where(static file => file is not null)!;

        IncrementalValueProvider<EquatableArray<string>> collisions = members
            .Select(static (file, _) => file.Stem).Collect()
            .Select(static (stems, _) => HintNames.Collisions(stems)).WithTrackingName("Collisions");

        IncrementalValueProvider<EquatableArray<ModelLines>> lines = readings
            .Select(static (reading, _) => new ModelLines(HintNames.Stem(reading.Spec), reading.Lines)).Collect()
            .Select(static (all, _) => all.OrderBy(static model => model.Stem, StringComparer.Ordinal).ToEquatableArray()).WithTrackingName("Lines");

        IncrementalValuesProvider<SourceFile> memberFiles = members.Combine(collisions)
            .Select(static (pair, _) => new SourceFile(HintNames.Resolve(pair.Left.Stem, pair.Right), "Members", pair.Left.Text))
            .WithTrackingName("MembersFile");

        IncrementalValuesProvider<SourceFile> programFiles = programs.Combine(lines)
            .Select(static (pair, _) => new GeneratedFile(pair.Left.Stem, Stamp(pair.Left, pair.Right))).WithTrackingName("Stamp")
            .Combine(collisions)
            .Select(static (pair, _) => new SourceFile(HintNames.Resolve(pair.Left.Stem, pair.Right), "Program", pair.Left.Text))
            .WithTrackingName("ProgramFile");

        IncrementalValueProvider<string> wanted = context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            options.GlobalOptions.TryGetValue("build_property.AdjointEject", out string? name) ? name : string.Empty);

        IncrementalValuesProvider<SourceFile> ejected = specs.Collect().Combine(wanted)
            .SelectMany(static (pair, _) => ModelEmitter.Ejected(pair.Left, pair.Right) is { } file ? new[] { new SourceFile(file.Stem, "Ejected", file.Text) } : [])
            .WithTrackingName("Ejected");

        context.RegisterSourceOutput(memberFiles, static (output, file) => file.AddTo(output));
        context.RegisterImplementationSourceOutput(programFiles, static (output, file) => file.AddTo(output));
        context.RegisterImplementationSourceOutput(ejected, static (output, file) => file.AddTo(output));
    }

    // Of models with the same full name, an error of C#, no file is written, so their lines need not be told apart.
    private static string Stamp(GeneratedFile program, EquatableArray<ModelLines> lines) =>
        ModelLines.Find(lines, program.Stem) is { } found ? LineStamp.Apply(program.Text, found.Lines) : "";

    /// <summary>A file to be added; without a stem or a text, it is left out.</summary>
    private sealed record SourceFile(string? Stem, string Kind, string Text)
    {
        // Without the byte order mark that Encoding.UTF8 would put before the text.
        private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        public void AddTo(SourceProductionContext output)
        {
            if (Stem is not null && Text.Length > 0)
            {
                output.AddSource($"{Stem}.{Kind}.g.cs", SourceText.From(Text, Utf8));
            }
        }
    }
}
