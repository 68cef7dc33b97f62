using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;
using Adjoint.Compiler;
using Adjoint.Emit;
using Adjoint.Generators.Tests.Architectures;
using Adjoint.Generators.Tests.Programs;
using Adjoint.Generators.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>An ejected file compiles with the engine alone, and its programs give the bits of the model's own.</summary>
public sealed class EjectTests
{
    private const int Count = 6;

    private delegate float GradientProgram(ReadOnlySpan<float> parameters, Span<float> state, in Batch batch, RandomKey key, Span<float> gradient, Workspace workspace);

    private delegate void PredictProgram(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Span<float> outputs, Workspace workspace);

    [Theory]
    [InlineData("DigitNet")]
    [InlineData("VisionTransformer")]
    [InlineData("MlpMixer")]
    public void EjectedPrograms_GiveTheModelsBits(string name)
    {
        bool isDigits = name == "DigitNet";
        CSharpCompilation compilation = GeneratorFixture.Compile(isDigits ? GeneratorFixture.DigitNet : ArchitectureSources.Read(name));
        string fullName = isDigits ? name : "Architectures." + name;
        GeneratedModel model = GeneratedModel.Of(GeneratorFixture.Run(compilation).CompileAndLoad(), fullName);
        Type ejected = Load(Eject(compilation, fullName)).GetType($"Adjoint.Ejected.{name}Training", throwOnError: true)!;

        const int Seed = 7;
        Random random = new(Seed);
        ModelDescription description = model.Description;
        float[] parameters = Samples.Parameters(description, random);
        float[] inputs = Samples.Normal(random, Count * description.InputLength);
        Batch batch = new() { Count = Count, Inputs = inputs, Labels = Samples.Labels(random, Count, description.OutputLength), Targets = Samples.Normal(random, Count * description.OutputLength) };
        RandomKey key = new(3, 5);
        Workspace workspace = new(description.TrainingMemory.FloatsFor(Count) + description.PredictionMemory.FloatsFor(Count));

        (float[] own, float[] other) = (new float[parameters.Length], new float[parameters.Length]);
        float loss = model.Gradient(parameters, in batch, key, own, workspace);
        Assert.Equal(loss, ejected.GetMethod("Gradient")!.CreateDelegate<GradientProgram>()(parameters, [], in batch, key, other, workspace));
        Assert.Equal(own, other);
        Assert.Contains(own, static value => value != 0);

        // Another step has other gradients, so equal ones are no accident.
        float[] next = new float[parameters.Length];
        ejected.GetMethod("Gradient")!.CreateDelegate<GradientProgram>()([.. parameters.Select(static value => value * 1.01f)], [], in batch, key, next, workspace);
        Assert.NotEqual(own, next);

        (float[] outputs, float[] others) = (new float[Count * description.OutputLength], new float[Count * description.OutputLength]);
        model.Predict(parameters, inputs, outputs, Count, workspace);
        ejected.GetMethod("Predict")!.CreateDelegate<PredictProgram>()(parameters, [], new Batch { Count = Count, Inputs = inputs }, others, workspace);
        Assert.Equal(outputs, others);

        Assert.Equal(description.ParameterBufferLength, ejected.GetNestedType("Parameters")!.GetField("Length")!.GetRawConstantValue());
        Assert.Equal(description.Parameters.Select(static parameter => parameter.Offset), ejected.GetNestedType("Parameters")!.GetFields().SkipLast(1).Select(static field => (int)field.GetRawConstantValue()!));
        Assert.Equal(description.TrainingMemory, ejected.GetNestedType("Memory")!.GetProperty("Gradient")!.GetValue(null));
    }

    [Theory]
    [MemberData(nameof(ArchitectureSources.Names), MemberType = typeof(ArchitectureSources))]
    public void EveryEjectedFile_CompilesWithTheEngineAlone(string name) =>
        Compile(Eject(GeneratorFixture.Compile(ArchitectureSources.Read(name)), "Architectures." + name));

    [Fact]
    public void GradientsOfAPart_HaveALayoutOfTheirOwn()
    {
        CSharpCompilation compilation = GeneratorFixture.Compile("""
            using Adjoint;
            using static Adjoint.Loss;

            [Model(Input = "6", Loss = MeanSquaredError)]
            public partial record Tuned([Frozen, Dense(8), Tanh] Layer First, [Dense(7), Tanh] Layer Second, [Dense(2)] Layer Last);
            """);
        ModelDescription description = GeneratedModel.Of(GeneratorFixture.Run(compilation).CompileAndLoad(), "Tuned").Description;
        Type gradients = Load(Eject(compilation, "Tuned")).GetType("Adjoint.Ejected.TunedTraining", throwOnError: true)!.GetNestedType("Gradients")!;
        Assert.Equal(description.GradientLength, gradients.GetField("Length")!.GetRawConstantValue());
        Assert.Equal(description.Gradients.Select(static gradient => gradient.Offset), gradients.GetFields().SkipLast(1).Select(static field => (int)field.GetRawConstantValue()!));
        Assert.True(description.GradientLength < description.ParameterBufferLength);
    }

    [Fact]
    public void TheModelsOwnFile_DoesNot()
    {
        string members = GeneratorFixture.Run(GeneratorFixture.DigitNet)["DigitNet.Members.g.cs"];
        Assert.ThrowsAny<Exception>(() => Compile(members));
    }

    [Theory]
    [InlineData("DigitNet", "DigitNetTraining.Ejected.g.cs")]
    [InlineData("Zoo.DigitNet", "DigitNetTraining.Ejected.g.cs")]
    [InlineData("Mlp", null)]
    [InlineData("A.Mlp", "MlpTraining.Ejected.g.cs")]
    [InlineData("Unknown", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Property_EjectsTheModelThatItNames(string? property, string? expected)
    {
        const string Mlp = """[Model(Input = "4", Loss = CrossEntropy)] public partial record Mlp([Dense(3)] Layer Output);""";
        string source = $"using Adjoint; using static Adjoint.Loss; namespace Zoo {{ {GeneratorFixture.DigitNet.Replace("using Adjoint;\nusing static Adjoint.Loss;", "", StringComparison.Ordinal)} }} namespace A {{ {Mlp} }} namespace B {{ {Mlp} }}";
        GeneratorDriver driver = GeneratorFixture.CreateDriver().WithUpdatedAnalyzerConfigOptions(new Options(property));
        GeneratorDriverRunResult result = driver.RunGeneratorsAndUpdateCompilation(GeneratorFixture.Compile(source), out Compilation output, out _).GetRunResult();
        string[] ejected = [.. result.Results.Single().GeneratedSources.Select(static file => file.HintName).Where(static name => name.Contains("Ejected", StringComparison.Ordinal))];
        Assert.Equal(expected is null ? [] : [expected], ejected);

        // The project still compiles, though the file stands beside the model.
        Assert.DoesNotContain(output.GetDiagnostics(), static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
    }

    private static string Eject(CSharpCompilation compilation, string fullName)
    {
        string text = new EjectedWriter(ModelCompiler.Compile(Readings.Read(compilation, fullName))!).Write();
        Assert.DoesNotContain(text, static character => character is '\u0001' or '\u0002');
        return text;
    }

    private static Assembly Load(string text)
    {
        using MemoryStream stream = new(Compile(text));
        return AssemblyLoadContext.Default.LoadFromStream(stream);
    }

    private static byte[] Compile(string text)
    {
        ImmutableArray<MetadataReference> engine = [.. GeneratorFixture.References.Where(static reference => Path.GetFileName(reference.Display) != "Adjoint.Dsl.dll")];
        Assert.Equal(GeneratorFixture.References.Length - 1, engine.Length);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Ejected" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Diagnose))],
            engine,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, warningLevel: 9999, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream stream = new();
        EmitResult result = compilation.Emit(stream);
        Assert.Empty(result.Diagnostics.Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Assert.True(result.Success);
        return stream.ToArray();
    }

    private sealed class Options(string? eject) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(eject);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Values(string? eject) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
                (value = key == "build_property.AdjointEject" ? eject : null) is not null;
        }
    }
}
