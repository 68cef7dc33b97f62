using System.Reflection;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests.Reading;

/// <summary>Reads declarations over a small language of their own, so that these tests hold whatever functions the library has.</summary>
internal static class Readings
{
    /// <summary>Found before the library's types of these names.</summary>
    private const string Language = """
        global using System.Linq;
        global using static Adjoint.Ops;
        namespace Adjoint
        {
            public delegate Expr Layer(Expr input);

            public sealed class Expr
            {
                public string Shape => "";
                public static Expr operator +(Expr a, Expr b) => a;
                public static Expr operator -(Expr a, Expr b) => a;
                public static Expr operator *(Expr a, Expr b) => a;
                public static Expr operator /(Expr a, Expr b) => a;
                public static Expr operator -(Expr a) => a;
                public static Expr operator +(Expr a) => a;
                public static Expr operator >(Expr a, Expr b) => a;
                public static Expr operator <(Expr a, Expr b) => a;
                public static implicit operator Expr(float value) => null!;
                public Expr Becomes(Expr value) => this;
                public Expr Mean(int axis = -1, bool keep = false) => this;
            }

            public static class Ops
            {
                public static Expr Relu(this Expr x) => x;
                public static Expr Softmax(Expr x, int axis = -1, float scale = 1) => x;
                public static Expr Concat(int axis, params Expr[] values) => values[0];
                public static Expr Join(params System.ReadOnlySpan<Expr> values) => values[0];
                public static Expr Pad(Expr x, Padding padding) => x;
                public static Expr Tap(Expr x, string name) => x;
                public static (Expr Sum, Expr Last) Scan(Expr x, System.Func<Expr, Expr, Expr> step) => (x, x);
                public static Expr Map(Expr x, System.Func<Expr, Expr> function) => x;
            }
        }
        """;

    /// <summary>A model that others use, with two inputs.</summary>
    private const string Inner = """
        [Model] public partial record Inner([Relu] Layer Norm, [Weight("4")] Expr Scale)
        {
            public Expr Forward([Shape("4")] Expr x, [Shape("4")] Expr m) => Norm(x) + m;
            public Expr Half(Expr x) => x / 2;
            public static Expr Third(Expr x) => x / 3;
        }
        """;

    // The reader as such: the generator's steps can be looked at only where they lead to a file.
    private static readonly MethodInfo Reader =
        typeof(ModelGenerator).Assembly.GetType("Adjoint.Syntax.ModelReader", throwOnError: true)!.GetMethod("Read")!;

    /// <summary>The model with these members beside <c>Forward</c>'s, and declarations around it.</summary>
    public static string Net(string members, string around = "") =>
        $"[Model] public partial record Net([Dense(4)] Layer Attend, [Weight(\"4\")] Expr Kernel, [State(\"4\")] Expr Mean, Inner Decode) {{ {members} }}\n{Inner}\n{around}";

    public static CSharpCompilation Compile(string source)
    {
        CSharpCompilation compilation = GeneratorFixture.Compile(("Language.cs", Language), ("Model.cs", source));

        // CS0436: a type of the source is preferred to one of the library.
        return compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("CS0436", ReportDiagnostic.Suppress)]));
    }

    /// <summary>The spec of a model, by its name.</summary>
    public static ModelSpec Read(string source, string name = "Net") => Read(Compile(source), name);

    public static ModelSpec Read(CSharpCompilation compilation, string name = "Net")
    {
        object?[] arguments = [compilation.GetTypeByMetadataName(name), compilation, null, CancellationToken.None];
        object result = Reader.Invoke(null, arguments)!;
        return result.GetType().GetProperty("Spec")!.GetValue(result) is { } spec
            ? SpecCopy.Of(spec)
            : throw new InvalidOperationException("The model is not read:\n" + string.Join("\n", GeneratorFixture.Run(compilation).Diagnostics));
    }

    /// <summary>A method of the model or one that it calls, as text.</summary>
    public static string Body(ModelSpec spec, string method = "Forward") =>
        CodeText.Of(spec.Methods.First(candidate => candidate.Name == method).Body);

    /// <summary>The body of <c>Forward(x)</c>, as text.</summary>
    public static string Forward(string body, string around = "") => Body(Read(Net($"public Expr Forward([Shape(\"4\")] Expr x) {body}", around)));

    /// <summary>What the analyzer reports of a source, each as <c>ADJ0023 [span] message</c>; which layers there are, and which of them are used, is no concern of the reader.</summary>
    public static IReadOnlyList<string> Reported(string source) => Reported(Compile(source));

    public static IReadOnlyList<string> Reported(CSharpCompilation compilation) =>
    [
        .. GeneratorFixture.Run(compilation).Diagnostics.Where(static line =>
            !line.StartsWith("CS", StringComparison.Ordinal) || line.StartsWith("CS8785", StringComparison.Ordinal))
            .Where(static line => !line.StartsWith("ADJ0014", StringComparison.Ordinal) && !line.StartsWith("ADJ0301", StringComparison.Ordinal)),
    ];
}
