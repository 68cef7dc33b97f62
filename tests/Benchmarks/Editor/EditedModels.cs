using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.Benchmarks.Editor;

/// <summary>A project with many models: the networks of the literature and as many chains of layers, each in a file and a namespace of its own.</summary>
internal sealed partial class EditedModels
{
    private const string Usings = "global using System; global using Adjoint; global using static Adjoint.Loss;";

    private const string Chain = """
        namespace Chains;

        /// <summary>A classifier of small images.</summary>
        [Model(Input = "1, 8, 8", Loss = CrossEntropy)]
        public partial record Classifier(
            [Conv2D(16, Kernel = 3), Relu, MaxPool(2)] Layer Features,
            [Flatten, Dense(64), Relu, Dropout(0.2f)]  Layer Hidden,
            [Dense(10)]                                Layer Logits);
        """;

    private static readonly string SourcesFolder = Path.Combine(AppContext.BaseDirectory, "Sources");

    private readonly string[] _texts;

    /// <param name="count">The number of files with models.</param>
    public EditedModels(int count)
    {
        (string Name, string Text)[] sources =
        [
            .. Directory.GetFiles(SourcesFolder, "*.cs").Order(StringComparer.Ordinal).Select(static path => (Path.GetFileNameWithoutExtension(path), File.ReadAllText(path))),
        ];
        Names = [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? sources[i / 2 % sources.Length].Name : "Chain")];
        _texts = [.. Enumerable.Range(0, count).Select(i => Numbered(i % 2 == 0 ? sources[i / 2 % sources.Length].Text : Chain, i))];
        Compilation = CSharpCompilation.Create(
            "Models",
            [Parse("Usings.cs", Usings), .. _texts.Select(static (text, i) => Parse(FileOf(i), text)), Parse("Other.cs", "class Other;")],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>What each file declares.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The project.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>How the files are parsed.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Preview);

    /// <summary>The project with another width in one of its files, different for each edit, which changes its model's meaning.</summary>
    public CSharpCompilation Edit(int file, int edit)
    {
        Regex width = Head().IsMatch(_texts[file]) ? Head() : FirstWidth();
        return Replace(FileOf(file), width.Replace(_texts[file], match => (int.Parse(match.Value, CultureInfo.InvariantCulture) + edit).ToString(CultureInfo.InvariantCulture), 1));
    }

    /// <summary>The project with another member in a file that declares no model.</summary>
    public CSharpCompilation EditElsewhere(int edit) => Replace("Other.cs", $"class Other {{ int _field{edit}; }}");

    /// <summary>The models that a file declares.</summary>
    public static IEnumerable<INamedTypeSymbol> ModelsOf(CSharpCompilation compilation, int file)
    {
        SyntaxTree tree = compilation.SyntaxTrees.First(tree => tree.FilePath == FileOf(file));
        SemanticModel semantics = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().OfType<RecordDeclarationSyntax>().Select(record => semantics.GetDeclaredSymbol(record)!);
    }

    private CSharpCompilation Replace(string path, string text) =>
        Compilation.ReplaceSyntaxTree(Compilation.SyntaxTrees.First(tree => tree.FilePath == path), Parse(path, text));

    private static string FileOf(int number) => $"Model{number.ToString(CultureInfo.InvariantCulture)}.cs";

    private static string Numbered(string text, int number) => Namespace().Replace(text, $"namespace ${{1}}{number.ToString(CultureInfo.InvariantCulture)};");

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    private static ImmutableArray<MetadataReference> References()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return
        [
            .. trusted.Split(Path.PathSeparator)
                .Where(path => Path.GetDirectoryName(path) == framework || Path.GetFileName(path) is "Adjoint.Dsl.dll" or "Adjoint.Engine.dll")
                .Select(static path => MetadataReference.CreateFromFile(path)),
        ];
    }

    [GeneratedRegex(@"(?m)^namespace (\w+);")]
    private static partial Regex Namespace();

    // Widths that nothing else in the sources repeats: that of the last layer of all, or else of the first.
    [GeneratedRegex(@"(?<=LayerNorm, Dense\()\d+")]
    private static partial Regex Head();

    [GeneratedRegex(@"(?<=Conv2D\(|Dense\()\d+")]
    private static partial Regex FirstWidth();
}
