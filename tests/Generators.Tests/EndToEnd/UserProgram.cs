using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>
/// What a user writes, models and the code that uses them alike, compiled without a warning. The code stands in <c>static class Use</c>.
/// </summary>
internal sealed class UserProgram
{
    private const string Header = "using System.Linq; using static Adjoint.Ops;\n";

    private readonly AssemblyLoadContext _assemblies = new(null);
    private readonly Type _use;

    /// <param name="source">Models and <c>static class Use</c>.</param>
    public UserProgram(string source)
        : this(source, null)
    {
    }

    /// <param name="source">Models and <c>static class Use</c>.</param>
    /// <param name="library">A project of its own that the source refers to; null for none.</param>
    public UserProgram(string source, string? library)
    {
        CSharpCompilation user = GeneratorFixture.Compile(Header + source).WithAssemblyName("User");
        if (library is not null)
        {
            byte[] image = Emit(GeneratorFixture.Compile(Header + library).WithAssemblyName("Library"));
            user = user.AddReferences(MetadataReference.CreateFromImage(image));
            Load(image);
        }

        _use = Load(Emit(user)).GetType("Use", throwOnError: true)!;
    }

    /// <summary>The numbers that a method without arguments gives.</summary>
    public float[] Numbers(string method = "Run") =>
        (float[])_use.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null)!;

    private static byte[] Emit(CSharpCompilation compilation)
    {
        GeneratorRun run = GeneratorFixture.Run(compilation);
        run.AssertReports();
        using MemoryStream image = new();
        Assert.True(run.Output.Emit(image).Success);
        return image.ToArray();
    }

    private Assembly Load(byte[] image)
    {
        using MemoryStream stream = new(image);
        return _assemblies.LoadFromStream(stream);
    }
}
