using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace Adjoint.Generators.Tests;

/// <summary>Half-typed and broken source is read without a failure of generator or analyzer.</summary>
public sealed class RobustnessTests(ITestOutputHelper log)
{
    private const int Seed = 20_260;
    private const int RandomEdits = 2_000;
    private const int MostEditsAtOnce = 2;

    private const string Nested = """
        namespace A.B
        {
            static partial class Outer<T> where T : class
            {
                [Model(Input = "4", Loss = Loss.MeanSquaredError)]
                internal sealed partial record Mlp(
                    [property: Dense(units: 3, Bias = false)] [LeakyRelu(-0.5f + 1)] Layer First,
                    [Conv2D(2, Padding = Padding.Valid)] Layer @event = null!) : IDisposable
                {
                    const int Size = 3;
                    public void Dispose() { }
                }
            }
        }
        """;

    private const string Wired = """
        [Model]
        public partial record Net([Relu] Layer Attend, [Frozen] Inner Decode)
        {
            const int Steps = 3;
            public Expr Forward([Shape("T, 4")] Expr x)
            {
                var (h, c) = (x, Decode.Forward(x, m: x));
                for (int i = 0; i < Steps; i++) { h = i % 2 == 0 ? Attend(h) + c : Own.Twice(h); }
                foreach (var k in new[] { 1, 2 }) { if (k > 1) continue; h += k switch { 1 => x, _ => h }; }
                Func<Expr, Expr> f = y => { var s = new State(y, h) with { C = y }; return s.H * s.C; };
                Expr Local(Expr y) => f(y);
                return Local(h);
            }

            [Objective(Updates = [nameof(Attend)])]
            static Expr Learn([Shape("4")] Expr x) => Own.Spike(x);
        }

        [Model] partial record Inner([Relu] Layer Norm) { public Expr Forward([Shape("4")] Expr x, [Shape("4")] Expr m) => Norm(x) + m; }
        record State(Expr H, Expr C);
        static class Own
        {
            public static Expr Twice(this Expr x) => x + x;
            [Gradient(nameof(Surrogate))] public static Expr Spike(Expr v) => v;
            static Expr Surrogate(Expr v, Expr dy) => dy * v;
        }
        """;

    private static readonly string[] Words =
    [
        "[", "]", "(", ")", "{", "}", "<", ">", ",", ";", ":", "=", ".", "\"", "\"2, 2\"", "-1", "1e40f", "null", "default", "typeof(int)",
        "record", "class", "struct", "interface", "partial", "file", "abstract", "static", "namespace A;", "Forward", "Save", "Layer",
        "Model", "Dense", "Relu", "Loss", "CrossEntropy", "(Padding)7", "new int[0]", "params", "this", "ref", "var", "=>", "+", "+=", "?", "await", "out", "return", "switch", "is", "x", "h", "for", "static", "#if X\n", "/*", "T", "int",
    ];

    [Fact]
    public void EveryPrefixOfASource_IsReadWithoutFailure()
    {
        Subject subject = new();
        foreach (string source in new[] { GeneratorFixture.DigitNet, Nested, Wired })
        {
            for (int length = 0; length <= source.Length; length++)
            {
                subject.Check(source[..length], $"prefix {length}");
            }
        }
    }

    [Fact]
    public void RandomTokenEdits_AreReadWithoutFailure()
    {
        log.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        Subject subject = new();
        string[][] sources = [TokensOf(GeneratorFixture.DigitNet), TokensOf(Nested), TokensOf(Wired)];
        for (int i = 0; i < RandomEdits; i++)
        {
            List<string> tokens = [.. sources[i % sources.Length]];
            for (int edits = random.Next(MostEditsAtOnce) + 1; edits > 0; edits--)
            {
                Edit(tokens, random);
            }

            subject.Check(string.Concat(tokens), $"seed {Seed}, edit {i}");
        }

        // The edits are worth something only if many of them still leave a model, so that the compiler and the emitter run too.
        log.WriteLine($"{subject.Models} edits left a model");
        Assert.InRange(subject.Models, RandomEdits / 20, RandomEdits);
    }

    private static string[] TokensOf(string source) =>
        [.. SyntaxFactory.ParseTokens(source).Select(static token => token.ToFullString())];

    private static void Edit(List<string> tokens, Random random)
    {
        int at = random.Next(tokens.Count);
        int other = random.Next(tokens.Count);
        switch (random.Next(4))
        {
            case 0 when tokens.Count > 1:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens.Insert(at, tokens[other]);
                break;
            case 2:
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            default:
                tokens[at] = " " + Words[random.Next(Words.Length)] + " ";
                break;
        }
    }

    /// <summary>One compilation and one driver, in which a file is replaced again and again, as an editor does.</summary>
    private sealed class Subject
    {
        // Few references: every edit merges the namespaces of all of them anew, which would be most of the test's time.
        private CSharpCompilation _compilation = GeneratorFixture.Compile("").WithReferences(
            GeneratorFixture.References.Where(static reference => Path.GetFileName(reference.Display)
                is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "Adjoint.Dsl.dll"));

        private GeneratorDriver _driver = GeneratorFixture.CreateDriver();

        /// <summary>How many of the sources gave a model.</summary>
        public int Models { get; private set; }

        public void Check(string source, string label)
        {
            _compilation = _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees[^1], GeneratorFixture.Parse("Model.cs", source));
            _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out Compilation output, out _);
            GeneratorRunResult result = _driver.GetRunResult().Results.Single();
            string? failure = result.Exception?.ToString()
                ?? result.Diagnostics.Concat(GeneratorFixture.Analyze(output))
                    .FirstOrDefault(static diagnostic => !diagnostic.Id.StartsWith("ADJ", StringComparison.Ordinal))?.ToString();
            if (failure is not null)
            {
                Assert.Fail($"{label}: {failure}\n{source}");
            }

            Models += result.GeneratedSources.Length > 0 ? 1 : 0;
        }
    }
}
