using System.Text;
using Adjoint.Compiler.Support;
using Adjoint.Emit;
using Adjoint.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint;

/// <summary>
/// Writes the members and the program of every model. An edit that leaves a declaration's meaning unchanged compiles nothing:
/// <c>Read</c> gives an equal spec, and only <c>Stamp</c>, which prints line numbers, may run again.
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

        IncrementalValuesProvider<GeneratedModel> models = readings
            .Select(static (reading, _) => reading.Spec).WithTrackingName("Read")
            .Select(static (spec, _) => ModelEmitter.Emit(spec)).WithTrackingName("Compile")
            .Where(static model => model is not null)!;

        IncrementalValueProvider<EquatableArray<string>> collisions = models
            .Select(static (model, _) => model.HintName).Collect()
            .Select(static (stems, _) => HintNames.Collisions(stems)).WithTrackingName("Collisions");

        IncrementalValueProvider<EquatableArray<ModelLines>> lines = readings
            .Select(static (reading, _) => new ModelLines(HintNames.Stem(reading.Spec), reading.Lines)).Collect()
            .Select(static (all, _) => all.OrderBy(static model => model.Stem, StringComparer.Ordinal).ToEquatableArray()).WithTrackingName("Lines");

        IncrementalValuesProvider<SourceFile> members = models.Combine(collisions)
            .Select(static (pair, _) => new SourceFile(HintNames.Resolve(pair.Left.HintName, pair.Right), "Members", pair.Left.Members))
            .WithTrackingName("Members");

        IncrementalValuesProvider<SourceFile> programs = models.Combine(lines)
            .Select(static (pair, _) => (Model: pair.Left, Program: Stamp(pair.Left, pair.Right))).WithTrackingName("Stamp")
            .Combine(collisions)
            .Select(static (pair, _) => new SourceFile(HintNames.Resolve(pair.Left.Model.HintName, pair.Right), "Program", pair.Left.Program))
            .WithTrackingName("Program");

        context.RegisterSourceOutput(members, static (output, file) => file.AddTo(output));
        context.RegisterImplementationSourceOutput(programs, static (output, file) => file.AddTo(output));
    }

    // Of models with the same full name, an error of C#, no file is written, so their lines need not be told apart.
    private static string Stamp(GeneratedModel model, EquatableArray<ModelLines> lines) =>
        ModelLines.Find(lines, model.HintName) is { } found ? LineStamp.Apply(model.Program, found.Lines) : "";

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
