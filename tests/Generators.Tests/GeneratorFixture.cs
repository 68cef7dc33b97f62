using System.Collections.Immutable;
using System.Globalization;
using Adjoint.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Adjoint.Generators.Tests;

/// <summary>Compiles a user's source with the generator and the analyzer, under the switches that are hardest on generated code.</summary>
internal static class GeneratorFixture
{
    /// <summary>The sample that the documentation opens with.</summary>
    public const string DigitNet = """"
        using Adjoint;
        using static Adjoint.Loss;

        /// <summary>Handwritten digits, 8x8 pixels, ten classes.</summary>
        [Model(Input = "1, 8, 8", Loss = CrossEntropy)]
        public partial record DigitNet(
            [Conv2D(16, Kernel = 3), Relu, MaxPool(2)] Layer Features,
            [Flatten, Dense(64), Relu, Dropout(0.2f)]  Layer Hidden,
            [Dense(10)]                                Layer Logits);
        """";

    /// <summary>Commas for decimal points, a minus that is not ASCII, and an i that has no dot when it is made small.</summary>
    public static readonly string[] HostileCultures = ["de-DE", "sv-SE", "tr-TR"];

    private const string GlobalUsings = "global using System; global using Adjoint; global using static Adjoint.Loss;";

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview);

    /// <summary>The framework that runs the tests, and Adjoint.</summary>
    public static readonly ImmutableArray<MetadataReference> References = FindReferences();

    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Models",
        [Parse("Usings.cs", GlobalUsings)],
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            warningLevel: 9999,
            nullableContextOptions: NullableContextOptions.Enable,
            checkOverflow: true));

    /// <summary>A file of a user's project.</summary>
    public static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, ParseOptions, "/project/" + path);

    /// <summary>A compilation of one file, <c>Model.cs</c>, with the language's names in scope.</summary>
    public static CSharpCompilation Compile(string source) => Compile(("Model.cs", source));

    public static CSharpCompilation Compile(params (string Path, string Text)[] files) =>
        Empty.AddSyntaxTrees(files.Select(static file => Parse(file.Path, file.Text)));

    /// <summary>A driver that records why each step ran.</summary>
    public static GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Generates, compiles and analyzes <c>Model.cs</c> in a hostile culture.</summary>
    public static GeneratorRun Run(string source, string culture = "de-DE") => Run(Compile(source), culture);

    public static GeneratorRun Run(CSharpCompilation compilation, string culture = "de-DE")
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            GeneratorDriver driver = CreateDriver().WithUpdatedParseOptions(compilation.SyntaxTrees[0].Options).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
            return new GeneratorRun(output, driver.GetRunResult(), Analyze(output));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>What the analyzer reports, its own failures (AD0001) included.</summary>
    /// <param name="compilation">The user's project.</param>
    /// <param name="files">Its additional files.</param>
    public static ImmutableArray<Diagnostic> Analyze(Compilation compilation, params AdditionalText[] files) => compilation
        .WithAnalyzers([new ModelAnalyzer()], new AnalyzerOptions([.. files]))
        .GetAnalyzerDiagnosticsAsync()
        .GetAwaiter()
        .GetResult();

    // Without the test runner's own assemblies.
    private static ImmutableArray<MetadataReference> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return
        [
            .. trusted.Split(Path.PathSeparator)
                .Where(path => Path.GetDirectoryName(path) == framework
                    || Path.GetFileName(path) is "Adjoint.Dsl.dll" or "Adjoint.Engine.dll")
                .Select(static path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
