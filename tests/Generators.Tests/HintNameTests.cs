namespace Adjoint.Generators.Tests;

/// <summary>Names of generated files: unique without case, and the same for the same project.</summary>
public sealed class HintNameTests
{
    private const string Attribute = """[Model(Input = "4", Loss = CrossEntropy)] public partial record """;
    private const string Parts = "([Dense(3)] Layer Output);";

    [Theory]
    [InlineData("namespace Company.Vision;", "", "Company.Vision.Mlp")]
    [InlineData("namespace @event.@class;", "", "event.class.Mlp")]
    [InlineData("partial class Outer<T, U> { partial struct @struct {", "} }", "Outer`2+struct+Mlp")]
    [InlineData("namespace A { partial record Outer<T> {", "} }", "A.Outer`1+Mlp")]
    public void Name_IsThatOfMetadata(string before, string after, string stem) =>
        AssertFiles($"{before} {Attribute} Mlp{Parts} {after}", stem);

    [Fact]
    public void SameNameInTwoNamespacesAndContainers_IsToldApart() => AssertFiles(
        $$"""
        namespace A { {{Attribute}} Mlp{{Parts}} partial class Mlps { {{Attribute}} Mlp{{Parts}} } }
        namespace B { {{Attribute}} Mlp{{Parts}} partial class Mlps<T> { {{Attribute}} Mlp{{Parts}} } }
        """,
        "A.Mlp", "A.Mlps+Mlp", "B.Mlp", "B.Mlps`1+Mlp");

    [Theory]
    [InlineData("mlp", "MLP", "Mlp")]
    [InlineData("MLP", "Mlp", "mlp")]
    public void NamesThatDifferInCase_AreNumberedWhateverTheirOrder(string first, string second, string third) => AssertFiles(
        $"namespace A; {Attribute} {first}{Parts} {Attribute} {second}{Parts} {Attribute} {third}{Parts}",
        "A.MLP", "A.Mlp-2", "A.mlp-3");

    [Fact]
    public void ModelCalledLikeAGeneratedFile_IsToldApart() => AssertFiles(
        $"{Attribute} Mlp{Parts} namespace mlp {{ {Attribute} Program{Parts} {Attribute} Members{Parts} }}",
        "Mlp", "mlp.Members", "mlp.Program");

    [Fact]
    public void CombiningMarkInAName_IsWrittenAsItsCode() => AssertFiles($"{Attribute} Mlp\u0301{Parts}", "Mlp-0301");

    [Fact]
    public void TwoModelsWithTheSameFullName_AreTheErrorOfCSharpAlone()
    {
        GeneratorRun run = GeneratorFixture.Run(
            $"partial class Outer {{ {Attribute} Mlp{Parts} }} partial struct Outer {{ {Attribute} Mlp{Parts} }} {Attribute} Other{Parts}");
        run.AssertReports("CS0261 [Outer]");
        Assert.Equal(["Other.Members.g.cs", "Other.Program.g.cs"], run.Files.Select(static file => file.Name));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("tr-TR")]
    [InlineData("")]
    public void TwoRunsInAnyCulture_GiveTheSameBytes(string culture)
    {
        string source = $"{GeneratorFixture.DigitNet} namespace I {{ {Attribute} Mini{Parts} {Attribute} MINI{Parts} }}";
        Assert.Equal(GeneratorFixture.Run(source, "en-US").Files, GeneratorFixture.Run(source, culture).Files);
    }

    private static void AssertFiles(string source, params string[] stems)
    {
        GeneratorRun run = GeneratorFixture.Run(source);
        Assert.Equal(
            stems.SelectMany(static stem => new[] { stem + ".Members.g.cs", stem + ".Program.g.cs" }).Order(StringComparer.Ordinal),
            run.Files.Select(static file => file.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(run.Diagnostics, static line => !line.StartsWith("CS8981", StringComparison.Ordinal));
    }
}
