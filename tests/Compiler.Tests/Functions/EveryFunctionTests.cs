using System.Reflection;
using Adjoint.Compiler.Functions;

namespace Adjoint.Tests.Functions;

/// <summary>Every function of the language, through what users call: what it gives, and that both sides of the catalogue agree.</summary>
public sealed class EveryFunctionTests
{
    // Operators by what the compiler calls them; Becomes has no value.
    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Addition"] = "Add",
        ["op_Subtraction"] = "Subtract",
        ["op_Multiply"] = "Multiply",
        ["op_Division"] = "Divide",
        ["op_UnaryNegation"] = "Negate",
        ["op_GreaterThan"] = "Greater",
        ["op_LessThan"] = "Less",
        ["op_GreaterThanOrEqual"] = "GreaterOrEqual",
        ["op_LessThanOrEqual"] = "LessOrEqual",
    };

    [Fact]
    public void Catalogue_IsWhatUsersCanCall()
    {
        IEnumerable<string> functions = typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(static method => method.Name);
        IEnumerable<string> operators = typeof(Expr).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(static method => method.Name.StartsWith("op_", StringComparison.Ordinal) && method.Name != "op_Implicit")
            .Select(static method => Operators[method.Name]);
        IEnumerable<string> members = typeof(Expr).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(static method => !method.IsSpecialName && method.Name != nameof(ToString))
            .Select(static method => method.Name);
        Assert.Equal(
            FunctionCatalog.All.Select(static function => function.Name).Order(StringComparer.Ordinal),
            functions.Concat(operators).Concat(members).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryFunction_HasASample() => Assert.Equal(
        ["Becomes"],
        FunctionCatalog.All.Select(static function => function.Name).Except(FunctionSamples.All.Select(static sample => sample.Function)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_IsThatOfAnIndependentComputation(string function)
    {
        foreach (FunctionSample sample in FunctionSamples.All.Where(sample => sample.Function == function))
        {
            foreach (int batch in new[] { 1, 3 })
            {
                Check(sample, batch, seed: 11 + batch);
            }
        }
    }

    [Fact]
    public void WrongValue_IsNoticed() => Assert.ThrowsAny<Xunit.Sdk.XunitException>(static () =>
        Check(new FunctionSample("Exp", ["3"], static x => Ops.Exp(x[0]), "3", static v => [.. v[0].Select(static x => Math.Exp(x) + 1e-6)]), 2, 1));

    public static TheoryData<string> Names() => [.. FunctionSamples.All.Select(static sample => sample.Function).Distinct()];

    private static void Check(FunctionSample sample, int batch, int seed)
    {
        string place = $"{sample}, batch {batch}, seed {seed}";
        Computation computation = new(batch, seed);
        Expr[] inputs = [.. sample.Inputs.Select(computation.Value)];
        using IDisposable entered = computation.Enter();
        Expr result = sample.Build(inputs);
        Assert.True(result.Shape == $"[{sample.Shape}]", $"{place}: {result.Shape}");

        (double[] values, int[] shape) = computation.Run(result);
        bool isBatched = FunctionCall.HasBatch(result.Node);
        int samples = isBatched ? batch : 1;
        Assert.Equal(isBatched, sample.Inputs.Any(static input => !input.StartsWith("weight", StringComparison.Ordinal)));
        double[] expected = sample.ExpectedOfBatch?.Invoke([.. inputs.Select(computation.ValuesOf)], batch)
            ?? [.. Enumerable.Range(0, samples).SelectMany(i => sample.Expected([.. inputs.Select(input => Of(computation, input, batch, i))]))];
        Assert.True(expected.Length == values.Length, $"{place}: {values.Length} elements in {string.Join(", ", shape)}, expected {expected.Length}");
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(values[i].Equals(expected[i]) || Math.Abs(values[i] - expected[i]) <= 1e-9 * Math.Max(1, Math.Abs(expected[i])), $"{place}: element {i} is {values[i]}, expected {expected[i]}");
        }
    }

    private static double[] Of(Computation computation, Expr input, int batch, int sample)
    {
        double[] values = computation.ValuesOf(input);
        int length = values.Length / batch;
        return FunctionCall.HasBatch(input.Node) ? values[(sample * length)..((sample + 1) * length)] : values;
    }
}
