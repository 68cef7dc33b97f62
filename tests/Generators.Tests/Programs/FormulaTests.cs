using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Adjoint.Compiler.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>The formula of every element-wise operation compiles as C#, and computes over vectors what its definition says.</summary>
public class FormulaTests
{
    // Relative to the value, or to 1 for smaller ones: a few units of single precision, and more where a power is large.
    private const double Tolerance = 4e-6;

    private static readonly Dictionary<string, ElementwiseOperation> Operations = All().ToDictionary(static operation => operation.ToString());

    private static readonly Lazy<Assembly> Compiled = new(Compile);

    public static TheoryData<string> Names => [.. Operations.Keys];

    [Fact]
    public void EveryElementwiseOperation_IsTried() => Assert.Equal(
        typeof(ElementwiseOperation).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(ElementwiseOperation)) && !type.IsAbstract).ToHashSet(),
        Operations.Values.Select(static operation => operation.GetType()).ToHashSet());

    [Theory]
    [MemberData(nameof(Names))]
    public void Formula_ComputesTheDefinition(string name) => Assert.Null(Difference(name, Operations[name]));

    [Fact]
    public void WrongFormula_IsCaught() => Assert.NotNull(Difference(new Sin().ToString(), new Cos()));

    /// <summary>Where an operation's formula differs from a definition; null where they agree.</summary>
    private static string? Difference(string name, ElementwiseOperation definition)
    {
        // Numbers around zero, whole ones and halves among them, so that comparisons meet equal numbers.
        float[] a = [.. Enumerable.Range(0, 243).Select(static i => ((i % 9) - 4) * 0.5f)];
        float[] b = [.. Enumerable.Range(0, 243).Select(static i => ((i / 9 % 9) - 4) * 0.5f)];
        float[] c = [.. Enumerable.Range(0, 243).Select(static i => ((i / 81 % 3) * 0.7f) - 0.6f)];
        float[] result = new float[a.Length];
        var map = Compiled.Value.GetType("Formulas")!.GetMethod(MethodName(name))!.CreateDelegate<Action<float[], float[], float[], float[]>>();
        map(a, b, c, result);
        for (int i = 0; i < result.Length; i++)
        {
            double[] x = [a[i], b[i], c[i]];
            double expected = definition.Apply(x.AsSpan(0, definition.Arity));
            bool agrees = expected.Equals((double)result[i]) || Math.Abs(expected - result[i]) <= Tolerance * Math.Max(1, Math.Abs(expected));
            if (!agrees)
            {
                return $"{name} of {string.Join(", ", x.Take(definition.Arity))}: {expected:R} by definition, {result[i]:R} by {definition.Formula}";
            }
        }

        return null;
    }

    /// <summary>One of each kind; those with a parameter get the given ones.</summary>
    private static IEnumerable<ElementwiseOperation> All() =>
    [
        .. typeof(ElementwiseOperation).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(ElementwiseOperation)) && !type.IsAbstract && type.GetConstructor([]) is not null)
            .OrderBy(static type => type.Name, StringComparer.Ordinal)
            .Select(static type => (ElementwiseOperation)Activator.CreateInstance(type)!),
        new Gelu(false), new Gelu(true), new GeluDerivative(false), new GeluDerivative(true),
        new LeakyRelu(0.25), new Power(3), new Power(-2), new Power(0.5), new Power(-1.5), new Power(0), new Power(1e-5),
    ];

    /// <summary>A class with one method for each operation: an element-wise pass over arrays.</summary>
    private static Assembly Compile()
    {
        string source = "using Adjoint; using Adjoint.Kernels; using System.Runtime.CompilerServices;\npublic static class Formulas\n{\n"
            + string.Concat(Operations.Select(static pair => Method(MethodName(pair.Key), pair.Value)))
            + "}\n";
        using MemoryStream stream = new();
        EmitResult result = GeneratorFixture.Compile(source).Emit(stream);
        Assert.Empty(result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        stream.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(stream);
    }

    private static string Method(string name, ElementwiseOperation operation) => $$"""
            public static void {{name}}(float[] a, float[] b, float[] c, float[] result) => Elementwise.Map<{{name}}Map>(Threads.Shared, a, b, c, result);

            private readonly struct {{name}}Map : IMap3
            {
                public V Invoke<V>(V a, V b, V c, int index)
                    where V : struct, ISimd<V> => {{string.Format(CultureInfo.InvariantCulture, operation.Formula, "a", "b", "c")}};
            }

        """;

    private static string MethodName(string operation) => "Of" + string.Concat(operation.Select(static letter => char.IsLetterOrDigit(letter) ? letter : '_'));
}
