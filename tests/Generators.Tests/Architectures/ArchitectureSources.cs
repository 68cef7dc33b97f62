using Adjoint.Compiler.Syntax;
using Adjoint.Generators.Tests.Reading;

namespace Adjoint.Generators.Tests.Architectures;

/// <summary>Networks of the literature, written in the language with nothing but its own constructs.</summary>
internal static class ArchitectureSources
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Architectures", "Sources");

    /// <summary>The networks' names.</summary>
    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.cs").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>What the declaration of a network says.</summary>
    public static ModelSpec Spec(string name) => Readings.Read(GeneratorFixture.Compile((name + ".cs", Read(name))), "Architectures." + name);

    /// <summary>The file that declares a network.</summary>
    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name + ".cs"));
}
