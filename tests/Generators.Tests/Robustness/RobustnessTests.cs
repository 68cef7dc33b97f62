using System.Globalization;
using Adjoint.Generators.Tests.Architectures;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace Adjoint.Generators.Tests.Robustness;

/// <summary>Half-typed and broken source is read without a failure of generator, analyzer or fixes.</summary>
public sealed class RobustnessTests(ITestOutputHelper log)
{
    private const int Seed = 20_260;
    private const int RandomEdits = 2_000;
    private const int SampledEvery = 40;
    private const int SampledRandomEdits = 30;

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

    public static TheoryData<string> Architectures => ArchitectureSources.Names;

    [Fact]
    public void EveryPrefixOfASource_IsReadWithoutFailure()
    {
        EditedProject project = new();
        foreach (string source in new[] { GeneratorFixture.DigitNet, Nested, Wired })
        {
            for (int length = 0; length <= source.Length; length++)
            {
                project.Check(source[..length], $"prefix {length}");
            }
        }

        project.AssertNoFailure();
    }

    [Fact]
    public void RandomTokenEdits_AreReadWithoutFailure()
    {
        log.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        EditedProject project = new();
        TokenEdits[] sources = [new(GeneratorFixture.DigitNet), new(Nested), new(Wired)];
        for (int i = 0; i < RandomEdits; i++)
        {
            project.Check(sources[i % sources.Length].Random(random), $"seed {Seed}, edit {i}");
        }

        project.AssertNoFailure();

        // The edits are worth something only if many of them still leave a model, so that the compiler and the emitter run too.
        log.WriteLine($"{project.Models} edits left a model");
        Assert.InRange(project.Models, RandomEdits / 20, RandomEdits);
    }

    /// <summary>
    /// What an editor goes through while somebody types: every edit of one token, and random ones. A sample of them, unless the
    /// environment says how many random ones to make; then all.
    /// </summary>
    [Theory]
    [MemberData(nameof(Architectures))]
    public void EditedNetworkOfTheLiterature_IsReadWithoutFailure(string name)
    {
        bool isFull = int.TryParse(Environment.GetEnvironmentVariable("ADJOINT_EDITS"), CultureInfo.InvariantCulture, out int random);
        TokenEdits edits = new(ArchitectureSources.Read(name));
        Random numbers = new(Seed);
        EditedProject project = new();
        log.WriteLine($"seed {Seed}");
        int every = isFull ? 1 : SampledEvery;
        int start = isFull ? 0 : numbers.Next(SampledEvery);
        foreach ((string label, string source) in edits.OfOneToken().Where((_, i) => i % every == start))
        {
            project.Check(source, $"{name}, {label}");
        }

        for (int i = 0; i < (isFull ? random : SampledRandomEdits); i++)
        {
            project.Check(edits.Random(numbers), $"{name}, seed {Seed}, edit {i}");
        }

        log.WriteLine($"{project.Checked} edits in {project.Elapsed}, {project.Models} left a model, {project.Fixes} fixes were offered, the slowest took {project.Slowest}");
        foreach (string slow in project.SlowSources)
        {
            log.WriteLine(slow);
        }

        project.AssertNoFailure();
    }

    [Theory]
    [InlineData("public Expr Learn([Shape(\"3\")] Expr x, [Shape(\"2\")] Expr ) => Sum(x) this Sum(x);")]
    [InlineData("public Expr Learn([Shape(\"i32[T]\")] Expr x, [Shape(\"T, 3\")] Expr y) => x Sum(y);")]
    [InlineData("public Expr Learn([Shape(\"T, 3\")] Expr x) { var (_, y) = ScanWithOutput((h, a) => { var c = h + a; return (c * (1f  \" c), c); }, 0f, x); return Sum(y); }")]
    [InlineData("public Expr Learn([Shape(\"6\")] Expr x) => Sum(Reshape(x, $\"2, {x}\"));")]
    public void ObjectiveThatIsBeingWritten_IsReadWithoutFailure(string objective)
    {
        EditedProject project = new();
        project.Check($$"""
            using static Adjoint.Ops;
            [Model] public partial record Net([Dense(3)] Layer Body) { public Expr Forward([Shape("3")] Expr x) => Body(x); [Objective] {{objective}} }
            """, objective);
        project.AssertNoFailure();
    }

    [Fact]
    public void Failure_IsToldWithTheSourceThatMadeIt()
    {
        EditedProject project = new(new FailingGenerator());
        project.Check("class Broken;", "an edit");
        string message = Assert.ThrowsAny<Exception>(project.AssertNoFailure).Message;
        Assert.Contains("an edit", message, StringComparison.Ordinal);
        Assert.Contains("class Broken;", message, StringComparison.Ordinal);
        Assert.Contains(nameof(FailingGenerator), message, StringComparison.Ordinal);
    }

    private sealed class FailingGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(context.CompilationProvider, static (_, _) => throw new InvalidOperationException(nameof(FailingGenerator)));
    }
}
