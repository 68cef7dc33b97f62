using System.Reflection;
using Adjoint.Compiler;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace Adjoint.Generators.Tests.Architectures;

/// <summary>Networks of the literature compile, and their programs compute what the interpreter says.</summary>
public sealed class ArchitectureTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-5;

    // The interpreter rounds each result once, a program each term of a sum.
    private const double SumsInSingle = 16;

    public static TheoryData<string> Names => ArchitectureSources.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Declaration_HasNoMistakes(string name)
    {
        string[] reported = [.. GeneratorFixture.Analyze(GeneratorFixture.Compile((name + ".cs", ArchitectureSources.Read(name))))
            .Select(static diagnostic => diagnostic.ToString())];
        Assert.Empty(reported);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GeneratedCode_CompilesWithoutWarnings(string name) =>
        Assert.Empty(GeneratorFixture.Run(GeneratorFixture.Compile((name + ".cs", ArchitectureSources.Read(name)))).Diagnostics);

    [Theory]
    [MemberData(nameof(Names))]
    public void Execution_GivesTheGraphThatIsRead(string name)
    {
        // A method with a derivative by attribute runs as it stands: only the compiler knows to derive it otherwise.
        ModelSpec spec = ArchitectureSources.Spec(name);
        Assembly assembly = GeneratorFixture.Run(GeneratorFixture.Compile((name + ".cs", ArchitectureSources.Read(name)))).CompileAndLoad();
        Graph read = ModelCompiler.PredictionGraphs(spec).Prediction;
        Assert.Equal(GraphText.Of(read, withDerivatives: false), GraphText.Of(ExecutedForward.Run(assembly.GetType("Architectures." + name)!, read), withDerivatives: false));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Programs_ComputeWhatTheInterpreterSays(string name)
    {
        ModelSpec spec = ArchitectureSources.Spec(name);
        foreach ((int count, int size) in new[] { (1, 3), (3, 1), (5, 4) })
        {
            ArchitectureProgram program = new(spec, count, size, seed: 7);
            foreach ((string what, double distance, double single) in program.Distances(spec))
            {
                output.WriteLine($"batch {count}, sizes {size}: {what}: {distance:E1} ({single:E1})");
                Assert.True(distance <= Math.Max(Tolerance, SumsInSingle * single), $"batch {count}, sizes {size}, seed 7: {what} differs by {distance}\n{program.Text}");
            }
        }
    }
}
