using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests;

/// <summary>Which steps run again after which edit, and that their values keep no compilation alive.</summary>
public sealed class IncrementalTests
{
    private static readonly string[] Steps = ["Read", "Members", "Collisions", "MembersFile", "Program", "Lines", "Stamp", "ProgramFile"];

    [Fact]
    public void FirstRun_RunsEveryStep() => Assert.Equal(
        """
        Read: New
        Members: New
        Collisions: New
        MembersFile: New
        Program: New
        Lines: New
        Stamp: New
        ProgramFile: New
        SourceOutput: New
        ImplementationSourceOutput: New
        """,
        Reasons(GeneratorFixture.CreateDriver().RunGenerators(GeneratorFixture.Compile(GeneratorFixture.DigitNet))));

    [Fact]
    public void EditInAnotherFile_RunsNothingAfterReading()
    {
        CSharpCompilation compilation = GeneratorFixture.Compile(("Model.cs", GeneratorFixture.DigitNet), ("Other.cs", "class Other;"));
        GeneratorDriver driver = GeneratorFixture.CreateDriver().RunGenerators(compilation);
        compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[^1], GeneratorFixture.Parse("Other.cs", "class Other { int x; }"));
        Assert.Equal(
            """
            Read: Cached
            Members: Cached
            Collisions: Cached
            MembersFile: Cached
            Program: Cached
            Lines: Cached
            Stamp: Cached
            ProgramFile: Cached
            SourceOutput: Cached
            ImplementationSourceOutput: Cached
            """,
            Reasons(driver.RunGenerators(compilation)));
    }

    [Fact]
    public void CommentAboveModel_RunsStampButWritesNothing() => Assert.Equal(
        """
        Read: Unchanged
        Members: Cached
        Collisions: Cached
        MembersFile: Cached
        Program: Cached
        Lines: Modified
        Stamp: Modified
        ProgramFile: Modified
        SourceOutput: Cached
        ImplementationSourceOutput: Modified
        """,
        ReasonsAfter(GeneratorFixture.DigitNet.Replace("/// <summary>", "// Ours.\n/// <summary>", StringComparison.Ordinal)));

    [Fact]
    public void CommentInsideModelThatMovesNoLine_ChangesNothing() => Assert.Equal(
        """
        Read: Cached
        Members: Cached
        Collisions: Cached
        MembersFile: Cached
        Program: Cached
        Lines: Cached
        Stamp: Cached
        ProgramFile: Cached
        SourceOutput: Cached
        ImplementationSourceOutput: Cached
        """,
        ReasonsAfter(GeneratorFixture.DigitNet.Replace("Layer Features,", "Layer Features, // 16 filters", StringComparison.Ordinal)));

    [Fact]
    public void RealChange_RunsEverythingButTheNames() => Assert.Equal(
        """
        Read: Modified
        Members: Modified
        Collisions: Cached
        MembersFile: Modified
        Program: Modified
        Lines: Cached
        Stamp: Modified
        ProgramFile: Modified
        SourceOutput: Modified
        ImplementationSourceOutput: Modified
        """,
        ReasonsAfter(GeneratorFixture.DigitNet.Replace("Dense(64), Relu", "Dense(64), Tanh", StringComparison.Ordinal)));

    [Fact]
    public void Mistake_RemovesTheFiles() => Assert.Equal(
        """
        Read: Removed
        Members: Removed
        Collisions: Unchanged
        MembersFile: Removed
        Program: Removed
        Lines: Modified
        Stamp: Removed
        ProgramFile: Removed
        SourceOutput: Removed
        ImplementationSourceOutput: Removed
        """,
        ReasonsAfter(GeneratorFixture.DigitNet.Replace("Layer Hidden", "int Hidden", StringComparison.Ordinal)));

    [Theory]
    [InlineData("// Why.\n    public Expr Forward", "Unchanged", "Cached")]
    [InlineData("public  Expr  Forward", "Cached", "Cached")]
    [InlineData("public Expr Forward", "Cached", "Cached")]
    public void EditAroundForward_CompilesNothing(string edited, string read, string compile) => AssertAfterForward("public Expr Forward", edited, read, compile);

    [Theory]
    [InlineData("x + Wide(x)", "x + Wide(x) + x")]
    [InlineData("=> x + x", "=> x * x")]
    public void ChangeOfCode_IsReadAndCompiled(string before, string after) => AssertAfterForward(before, after, "Modified", "Modified");

    [Fact]
    public void EditOfOneModel_LeavesTheOtherAlone()
    {
        const string Second = "\n[Model(Input = \"4\", Loss = CrossEntropy)] public partial record Mlp([Dense(3)] Layer Output);";
        CSharpCompilation compilation = GeneratorFixture.Compile(("Model.cs", GeneratorFixture.DigitNet), ("Mlp.cs", Second));
        GeneratorDriver driver = GeneratorFixture.CreateDriver().RunGenerators(compilation);
        compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[^1], GeneratorFixture.Parse("Mlp.cs", "\n" + Second));
        Assert.Equal(
            """
            Read: Cached, Unchanged
            Members: Cached, Cached
            Collisions: Cached
            MembersFile: Cached, Cached
            Program: Cached, Cached
            Lines: Modified
            Stamp: Unchanged, Modified
            ProgramFile: Cached, Modified
            SourceOutput: Cached, Cached
            ImplementationSourceOutput: Cached, Modified
            """,
            Reasons(driver.RunGenerators(compilation)));
    }

    [Fact]
    public void WhileTyping_ProgramsAreNotWritten()
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)GeneratorFixture.Parse("Model.cs", "").Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.Implementation, trackIncrementalGeneratorSteps: true));
        GeneratorRunResult result = Result(driver.RunGenerators(GeneratorFixture.Compile(GeneratorFixture.DigitNet)));
        Assert.Contains("Members", result.TrackedSteps.Keys);
        Assert.DoesNotContain("Program", result.TrackedSteps.Keys);
        Assert.Equal(["DigitNet.Members.g.cs"], result.GeneratedSources.Select(static source => source.HintName));
    }

    [Fact]
    public void PipelineValues_ReachNoRoslynObject()
    {
        GeneratorRunResult result = Result(GeneratorFixture.CreateDriver().RunGenerators(GeneratorFixture.Compile(GeneratorFixture.DigitNet)));
        foreach (string step in Steps.Append("result_ForAttributeWithMetadataName"))
        {
            foreach ((object value, _) in result.TrackedSteps[step].SelectMany(static run => run.Outputs))
            {
                Assert.Null(RoslynObjectIn(value, step, new HashSet<object>(ReferenceEqualityComparer.Instance)));
            }
        }
    }

    [Fact]
    public void Walk_FindsARoslynObjectThatIsThere()
    {
        var value = new { Deep = new List<object> { "text", new { Hidden = Location.None } } };
        Assert.NotNull(RoslynObjectIn(value, "value", new HashSet<object>(ReferenceEqualityComparer.Instance)));
    }

    // The path to the first symbol, node, tree, compilation or location that a value keeps alive.
    private static string? RoslynObjectIn(object? value, string path, HashSet<object> visited)
    {
        if (value is null or string or Type or MemberInfo || value.GetType().IsPrimitive || !visited.Add(value))
        {
            return null;
        }

        Type type = value.GetType();
        if (type.Assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && !type.IsEnum)
        {
            return $"{path}: {type}";
        }

        IEnumerable<(string Name, object? Value)> reached = value is Array items
            ? items.Cast<object?>().Select(static (item, i) => ($"[{i}]", item))
            : FieldsOf(type).Select(field => ("." + field.Name, field.GetValue(value)));
        return reached.Select(next => RoslynObjectIn(next.Value, path + next.Name, visited)).FirstOrDefault(static found => found is not null);
    }

    private static IEnumerable<FieldInfo> FieldsOf(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    private static void AssertAfterForward(string before, string after, string read, string compile)
    {
        const string Module = """
            [Model] public partial record Net([Relu] Layer A)
            {
                public Expr Forward([Shape("4")] Expr x) => x + Wide(x);
                static Expr Wide(Expr x) => x + x;
            }
            """;
        CSharpCompilation compilation = GeneratorFixture.Compile(Module);
        GeneratorDriver driver = GeneratorFixture.CreateDriver().RunGenerators(compilation);
        compilation = compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees[^1], GeneratorFixture.Parse("Model.cs", Module.Replace(before, after, StringComparison.Ordinal)));
        GeneratorRunResult result = Result(driver.RunGenerators(compilation));
        Assert.Equal($"Read: {read}", Line("Read", result.TrackedSteps["Read"]));
        Assert.Equal($"Members: {compile}", Line("Members", result.TrackedSteps["Members"]));
    }

    private static string ReasonsAfter(string edited)
    {
        CSharpCompilation compilation = GeneratorFixture.Compile(GeneratorFixture.DigitNet);
        GeneratorDriver driver = GeneratorFixture.CreateDriver().RunGenerators(compilation);
        compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[^1], GeneratorFixture.Parse("Model.cs", edited));
        return Reasons(driver.RunGenerators(compilation));
    }

    // A line per step of ours, in order of the pipeline, then the outputs; a step that is not listed here fails the test, so nothing is ejected.
    private static string Reasons(GeneratorDriver driver)
    {
        GeneratorRunResult result = Result(driver);
        IEnumerable<string> ours = result.TrackedSteps.Keys
            .Where(static name => !name.EndsWith("_ForAttributeWithMetadataName", StringComparison.Ordinal)
                && !name.EndsWith("_ForAttributeInternal", StringComparison.Ordinal)
                && !name.EndsWith("_ForAttribute", StringComparison.Ordinal)
                && name is not ("Compilation" or "CompilationOptions" or "ParseOptions" or "AnalyzerConfigOptions" or "SourceOutput" or "ImplementationSourceOutput"));
        Assert.Equal(Steps.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
        return string.Join("\n", Steps.Select(step => Line(step, result.TrackedSteps[step]))
            .Concat(result.TrackedOutputSteps
                .OrderByDescending(static output => output.Key, StringComparer.Ordinal)
                .Select(static output => Line(output.Key, output.Value))));
    }

    private static string Line(string name, IEnumerable<IncrementalGeneratorRunStep> runs) =>
        $"{name}: {string.Join(", ", runs.SelectMany(static run => run.Outputs).Select(static output => output.Reason))}";

    private static GeneratorRunResult Result(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return result;
    }
}
