using System.Reflection;
using Adjoint.Generators.Tests.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests;

/// <summary>A model may be called, and may lie, as its user likes: the generated code compiles without a warning, and trains.</summary>
public sealed class NameTests
{
    private const string Attribute = """[Model(Input = "1, 6, 6", Loss = global::Adjoint.Loss.CrossEntropy)] """;

    // Pairs, as names must be told apart from each other too. Most are words of the generated code or of C#.
    private static readonly (string First, string Second)[] PartNames =
    [
        ("@event", "@int"), ("@class", "@record"), ("value", "field"), ("global", "var"), ("await", "nameof"), ("where", "@base"),
        ("Layers", "Layer"), ("ParameterBuffer", "Dataset"), ("System", "Adjoint"), ("N", "Threads"), ("n", "threads"),
        ("Arena", "Workspace"), ("Parameters2", "Parameter"), ("State", "Gradient2"), ("Batch", "Count"), ("Input", "Inputs"),
        ("inputs", "Labels"), ("Output", "Results"), ("outputs", "labels"), ("Targets", "Losses"), ("Index", "Key"), ("V", "v"),
        ("Factor", "Dropout"), ("I", "D"), ("IMap", "I2"), ("Hidden", "hidden"), ("Hidden2", "DHidden"), ("X", "DX"),
        ("Gemm", "Matrix"), ("Convolution", "MaxPool"), ("Relu", "Tanh"), ("Identity", "Simd"), ("Span", "MemoryMarshal"),
        ("CrossEntropy", "Loss2"), ("_", "__"), ("_first", "_1"), ("层", "İ"), ("ß", "\\u0061b"), ("DropoutMask", "Mul"),
        ("FirstKernel", "First"), ("FirstConv2D", "FirstConv2DKernel"), ("A1", "A"), ("Mlp1", "Programs"), ("loss", "seed"),
    ];

    private static readonly string[] Namespaces =
        ["System.Adjoint", "Adjoint", "Adjoint.Kernels", "Adjoint.Generated", "A.Adjoint.System", "A.System", "@namespace.@global", "Models.Layers.Loss"];

    [Fact]
    public void AnyPartName_CompilesAndTrains() => Trains(
        string.Join("\n", PartNames.Select(static (names, i) => $"namespace Case{i} {{ {Model("Mlp", names.First, names.Second)} }}")),
        [.. PartNames.Select(static (_, i) => $"Case{i}.Mlp")]);

    [Theory]
    [InlineData("System")]
    [InlineData("Adjoint")]
    [InlineData("Layer")]
    [InlineData("Layers")]
    [InlineData("Model")]
    [InlineData("Dataset")]
    [InlineData("ParameterBuffer")]
    [InlineData("IModel")]
    [InlineData("@class")]
    [InlineData("@await")]
    [InlineData("Überschall")]
    public void AnyModelName_CompilesAndTrains(string name) =>
        Trains($"namespace Models {{ {Model(name, "First", "Second")} }}", "Models." + name.TrimStart('@'));

    [Fact]
    public void AnyNamespace_CompilesAndTrains() => Trains(
        string.Join("\n", Namespaces.Select(static name => $"namespace {name} {{ {Model("Mlp", "First", "Second")} }}")) + Model("Mlp", "First", "Second"),
        [.. Namespaces.Select(static name => name.Replace("@", "", StringComparison.Ordinal) + ".Mlp"), "Mlp"]);

    [Fact]
    public void NamesOfTheFramework_MayBeTheUsersTypes() => Trains(
        "class Span; class Gemm; class Threads; class MemoryMarshal; class Matrix; class FirstMap; class IMap1; class MlpPrograms; "
        + "namespace Adjoint { class System; } " + Model("Mlp", "First", "Second"),
        "Mlp");

    [Theory]
    [InlineData("partial class Outer<T, @in> where T : class {", "}", "Outer`2+Mlp[[System.String, System.Private.CoreLib],[System.Int32, System.Private.CoreLib]]")]
    [InlineData("partial class Outer<T> { partial struct Inner<U> {", "} }", "Outer`1+Inner`1+Mlp[[System.String, System.Private.CoreLib],[System.Int32, System.Private.CoreLib]]")]
    [InlineData("partial interface IOuter<T> { partial record struct @int {", "} }", "IOuter`1+int+Mlp[[System.Int32, System.Private.CoreLib]]")]
    [InlineData("static partial class Global { partial class System { partial class Adjoint {", "} } }", "Global+System+Adjoint+Mlp")]
    public void AnyContainer_CompilesAndTrains(string before, string after, string type) =>
        Trains($"{before} {Model("Mlp", "First", "Second")} {after}", type);

    [Fact]
    public void PrivateModel_CompilesAndTrains() => Trains(
        $"partial class Outer {{ {Model("Mlp", "First", "Second").Replace("public", "private", StringComparison.Ordinal)} }}", "Outer+Mlp");

    [Fact]
    public void Documentation_IsWellFormedAndComplete()
    {
        string source = $"/// <summary>\"Odd\" {{0}} %s \\u0001 &lt;&#8232;&gt; ]]&gt; */ // \\ 層 \ud83e\udde0</summary>\n"
            + "/// <param name=\"First\">*/</param>\n/// <param name=\"Second\"></param>\n" + Model("Mlp", "First", "Second");
        CSharpCompilation compilation = GeneratorFixture.Compile(source);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(
                tree.GetRoot(), ((CSharpParseOptions)tree.Options).WithDocumentationMode(DocumentationMode.Diagnose)));
        }

        GeneratorFixture.Run(compilation).CompileAndLoad();
    }

    private static string Model(string name, string first, string second) => $$"""
        {{Attribute}} public partial record {{name}}(
            [Conv2D(2), Relu, MaxPool(2), Conv2D(3), Sigmoid] global::Adjoint.Layer {{first}},
            [Flatten, Dense(4), Tanh, Dropout(0.2f), Dense(3, Bias = false), LeakyRelu] global::Adjoint.Layer {{second}});
        """;

    private static void Trains(string source, params string[] types)
    {
        Assembly assembly = GeneratorFixture.Run(source).CompileAndLoad();
        Random random = new(1);
        Dataset data = Dataset.WithLabels(Samples.Normal(random, 8 * 36), Samples.Labels(random, 8, 3), 36);
        FitOptions options = new() { Epochs = 1, Threads = new Threads(1) };
        foreach (string type in types)
        {
            GeneratedModel model = GeneratedModel.Of(assembly, type);
            float[] trained = model.Train(seed: 2, data, options);
            float[] initial = ParameterBuffer.Initialize(model.Description, 2).Values.ToArray();
            Assert.All(trained, static value => Assert.True(float.IsFinite(value)));
            Assert.NotEqual(initial, trained);
        }
    }
}
