namespace Adjoint.Generators.Tests.Checks;

/// <summary>What the analyzer says of a source, each line as <c>ADJ0001 [span] message</c>.</summary>
internal static class Reports
{
    private const string Usings = "using static Adjoint.Ops;\n";

    /// <summary>Asserts that exactly these are reported.</summary>
    public static void Of(string source, params string[] expected)
    {
        string[] found = [.. GeneratorFixture.Run(Usings + source).Diagnostics.Where(static line => line.StartsWith("A", StringComparison.Ordinal))];
        Assert.Equal(string.Join("\n", expected), string.Join("\n", found));
    }

    /// <summary>Asserts that exactly one is reported, and how its line starts.</summary>
    public static void Starts(string source, string expected)
    {
        string found = string.Join("\n", GeneratorFixture.Run(Usings + source).Diagnostics.Where(static line => line.StartsWith("A", StringComparison.Ordinal)));
        Assert.StartsWith(expected.TrimEnd('…'), found, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found);
    }

    /// <summary>Asserts that the first mistake has these places beside its own.</summary>
    public static void Related(string source, params string[] expected)
    {
        var diagnostic = GeneratorFixture.Analyze(GeneratorFixture.Compile(Usings + source)).First();
        Assert.Equal(expected, diagnostic.AdditionalLocations.Select(static place => place.SourceTree!.GetText().ToString(place.SourceSpan)));
    }

    /// <summary>A classifier of four numbers whose parts are wired by hand.</summary>
    public static string Classifier(string parts, string body, string members = "") =>
        $"[Model(Input = \"4\", Loss = CrossEntropy)] public partial record Net({parts}) {{ public Expr Forward(Expr x) {body} {members} }}";

    /// <summary>A classifier of four numbers whose parts are chained.</summary>
    public static string Chain(string parts, string input = "4", string loss = "CrossEntropy") =>
        $"[Model(Input = \"{input}\", Loss = {loss})] public partial record Net({parts});";
}
