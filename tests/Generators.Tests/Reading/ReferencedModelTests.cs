using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests.Reading;

/// <summary>Models of a referenced project: they are known by what the generator has put into its metadata.</summary>
public sealed class ReferencedModelTests
{
    private const string Library = """
        namespace Company;

        public partial class Blocks
        {
            [Model]
            public partial record Inner([Tanh] Layer Squash)
            {
                public Expr Forward([Shape("T, 4")] Expr x) => Squash(x) * Twice(x);
                public Expr Unused(Expr x) => x;
                private static Expr Twice(Expr x) => x + x;
            }
        }

        [Model]
        public partial record Outer([Relu] Layer Before, [LeakyRelu(0.1f)] Layer After)
        {
            public const string Text = "quote ' and \\ and é";
            public Expr Forward([Shape("4")] Expr x, [Shape("4")] Expr m) => After(Before(x) + m);
        }
        """;

    private const string User = """
        [Model]
        public partial record Net([Use<Company.Blocks.Inner>] Layer Inner, Company.Outer Outer)
        {
            public Expr Forward([Shape("4")] Expr x) => Outer.Forward(Inner(x), m: Outer.Before(x));
        }
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReferencedModel_IsAsInSource(bool fromFile)
    {
        ModelSpec read = Readings.Read(Using(User, Reference(Library, fromFile)));
        ModelSpec inSource = Readings.Read(GeneratorFixture.Compile(("Model.cs", User), ("Library.cs", Library)));
        Assert.Equal(["Company.Blocks.Inner", "Company.Outer"], read.Used.Select(static used => used.FullName));
        foreach ((ModelSpec restored, ModelSpec original) in read.Used.Zip(inSource.Used))
        {
            Assert.Equal(original.FullName, restored.FullName);
            Assert.Equal(original.Forward, restored.Forward);
            Assert.Equal(original.Parts.Select(Described), restored.Parts.Select(Described));
            Assert.Equal(
                original.Methods.Select(static method => (method.Key, CodeText.Of(method.Body), method.Parameters[0].Shape?.Text)),
                restored.Methods.Select(static method => (method.Key, CodeText.Of(method.Body), method.Parameters[0].Shape?.Text)));
        }

        Assert.Equal("this.Outer->Company.Outer.Forward(this.Inner(x), this.Outer.Before(x))", Readings.Body(read));
        Assert.Equal(["Forward"], read.Methods.Select(static method => method.Name));
    }

    [Fact]
    public void MethodThatTheModelDoesNotCall_IsCompiledCode() => Assert.Equal(
        ["ADJ0024 [Unused] 'Unused' is compiled code, so its body can't be read; call the functions of 'Expr' and 'Ops', or write the method in this project"],
        Readings.Reported(Using(
            "[Model] public partial record Net(Company.Blocks.Inner Inner) { public Expr Forward([Shape(\"4\")] Expr x) => Inner.Unused(x); }",
            Reference(Library, fromFile: true))));

    [Theory]
    [InlineData("Company.Outer(null!")]
    [InlineData("")]
    [InlineData("1:ddd212ca9981540e:+''0;")]
    [InlineData("2::")]
    public void TextOfAnotherVersion_IsReported(string text)
    {
        CSharpCompilation library = GeneratorFixture.Compile($"namespace Company; [Model, CompiledModel({SymbolDisplay.FormatLiteral(text, true)})] public record Old([Relu] Layer A);");
        Assert.Equal(
            ["ADJ0033 [Use<Company.Old>] The model 'Old' comes from 'Models', which was built with another version of Adjoint; build that project again with this version"],
            Readings.Reported(Using("[Model] public partial record Net([Use<Company.Old>] Layer A) { public Expr Forward([Shape(\"4\")] Expr x) => A(x); }", library.ToMetadataReference())));
    }

    [Fact]
    public void EveryChangedCharacterOfAText_IsNoticed()
    {
        string text = TextOf(Library);
        for (int i = 0; i < text.Length; i++)
        {
            Assert.Null(Restore(text.Remove(i, 1)));
            Assert.Null(Restore(text[..i] + (text[i] == 'x' ? 'y' : 'x') + text[(i + 1)..]));
        }

        Assert.NotNull(Restore(text));
    }

    [Fact]
    public void TypesOfSpecs_AreThoseOfTheFormat()
    {
        Type text = typeof(ModelGenerator).Assembly.GetType("Adjoint.Syntax.SpecText", throwOnError: true)!;

        // When the second differs, the types have changed: raise the format, and write here what is found.
        Assert.Equal(
            ("3", "ad4e148ce3ea63e1"),
            ((string)text.GetField("Format")!.GetRawConstantValue()!, (string)text.GetProperty("Schema")!.GetValue(null)!));
    }

    private static string TextOf(string source) => (string)GeneratorFixture.Run(GeneratorFixture.Compile(source)).Output.GetTypeByMetadataName("Company.Outer")!
        .GetAttributes().Single(static attribute => attribute.AttributeClass!.Name == "CompiledModelAttribute").ConstructorArguments[0].Value!;

    private static object? Restore(string text) =>
        typeof(ModelGenerator).Assembly.GetType("Adjoint.Syntax.SpecText", throwOnError: true)!.GetMethod("Read")!.Invoke(null, [text, 0]);

    private static string Described(PartSpec part) =>
        part.Name + part.Kind + string.Concat(part.Layers.Select(static layer => layer.Name + string.Concat(layer.Arguments.Select(static argument => argument.Name + CodeText.Of(argument.Value)))));

    private static CSharpCompilation Using(string source, MetadataReference library) => GeneratorFixture.Compile(source).WithAssemblyName("User").AddReferences(library);

    private static MetadataReference Reference(string source, bool fromFile)
    {
        GeneratorRun run = GeneratorFixture.Run(GeneratorFixture.Compile(source));
        run.AssertReports();
        if (!fromFile)
        {
            return run.Output.ToMetadataReference();
        }

        using MemoryStream image = new();
        Assert.True(run.Output.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
