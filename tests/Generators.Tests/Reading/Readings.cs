using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests.Reading;

/// <summary>Reads declarations over a small language of their own, so that these tests hold whatever functions the library has.</summary>
internal static class Readings
{
    /// <summary>Found before the library's types of these names.</summary>
    private const string Language = """
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
                public override string ToString() => "";
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

    /// <summary>The model with these members beside <c>Forward</c>'s, and declarations around it.</summary>
    public static string Net(string members, string around = "") =>
        $"[Model] public partial record Net([Dense(4)] Layer Attend, [Weight(\"4\")] Expr Kernel, [State(\"4\")] Expr Mean, Inner Decode) {{ {members} }}\n{Inner}\n{around}";

    public static CSharpCompilation Compile(string source) => GeneratorFixture.Compile(("Language.cs", Language), ("Model.cs", source));

    /// <summary>The spec of a model, by its name.</summary>
    public static ModelSpec Read(string source, string name = "Net") => Read(Compile(source), name);

    public static ModelSpec Read(CSharpCompilation compilation, string name = "Net")
    {
        GeneratorRunResult result = GeneratorFixture.CreateDriver().RunGenerators(compilation).GetRunResult().Results.Single();
        if (result.Exception is not null || !result.TrackedSteps.TryGetValue("Read", out var steps))
        {
            throw new InvalidOperationException(result.Exception?.ToString() ?? Problems(compilation));
        }

        return steps.SelectMany(static run => run.Outputs).Select(static output => SpecCopy.Of(output.Value))
            .SingleOrDefault(spec => spec.Name == name) ?? throw new InvalidOperationException(Problems(compilation));
    }

    /// <summary>A method of the model or one that it calls, as text.</summary>
    public static string Body(ModelSpec spec, string method = "Forward") =>
        CodeText.Of(spec.Methods.First(candidate => candidate.Name == method).Body);

    /// <summary>The body of <c>Forward(x)</c>, as text.</summary>
    public static string Forward(string body, string around = "") => Body(Read(Net($"public Expr Forward([Shape(\"4\")] Expr x) {body}", around)));

    /// <summary>What the analyzer reports of a source, each as <c>ADJ0001 [span] message</c>.</summary>
    public static IReadOnlyList<string> Reported(string source) =>
        [.. GeneratorFixture.Run(Compile(source)).Diagnostics.Where(static line => line.StartsWith("ADJ", StringComparison.Ordinal) || line.StartsWith("AD0", StringComparison.Ordinal) || line.StartsWith("CS8785", StringComparison.Ordinal))];

    private static string Problems(CSharpCompilation compilation)
    {
        GeneratorRun run = GeneratorFixture.Run(compilation);
        return "The model is not read:\n" + string.Join("\n", run.Diagnostics);
    }
}
