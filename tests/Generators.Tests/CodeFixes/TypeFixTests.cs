using Adjoint.CodeFixes;

namespace Adjoint.Generators.Tests.CodeFixes;

/// <summary>Fixes of how a model's type is declared. What stands around the change stays as it was, comments included.</summary>
public sealed class TypeFixTests
{
    private const string Model = "[Model(Input = \"4\", Loss = CrossEntropy)]";
    private const string Parts = "([Dense(3)] Layer Output)";

    [Theory]
    [InlineData("public record Mlp", "public partial record Mlp")]
    [InlineData("record Mlp", "partial record Mlp")]
    [InlineData("public /* a */ sealed record /* b */ class Mlp", "public /* a */ sealed partial record /* b */ class Mlp")]
    [InlineData("\n// A network.\n\tpublic\n\trecord Mlp", "\n// A network.\n\tpublic\n\tpartial record Mlp")]
    public Task Model_IsMadePartial(string before, string after) =>
        FixedSource.AssertAsync(new MakePartial(), "ADJ0001", $"{Model} {before}{Parts}; // end", $"{Model} {after}{Parts}; // end");

    [Theory]
    [InlineData("public static class Networks", "public static partial class Networks")]
    [InlineData("interface INetworks", "partial interface INetworks")]
    [InlineData("public readonly record struct Networks<T>", "public readonly partial record struct Networks<T>")]
    public Task Container_IsMadePartial(string before, string after)
    {
        string body = $$"""

            {
                {{Model}}
                public partial record Mlp{{Parts}};
            }
            """;
        return FixedSource.AssertAsync(new MakePartial(), "ADJ0003", "/// <summary>Nets.</summary>\n" + before + body, "/// <summary>Nets.</summary>\n" + after + body);
    }

    [Fact]
    public Task AllModels_AreMadePartialAtOnce() => FixedSource.AssertAllAsync(
        new MakePartial(),
        "ADJ0001",
        $"{Model} record A{Parts};\n{Model} public record B{Parts}; // b",
        $"{Model} partial record A{Parts};\n{Model} public partial record B{Parts}; // b");

    [Fact]
    public Task AllContainers_AreMadePartialAtOnce()
    {
        string models = $"{Model} partial record A{Parts}; {Model} partial record B{Parts};";
        return FixedSource.AssertAllAsync(
            new MakePartial(),
            "ADJ0003",
            $"class Outer {{ class Inner {{ {models} }} }}",
            $"partial class Outer {{ partial class Inner {{ {models} }} }}");
    }

    [Theory]
    [InlineData("public partial class Mlp([Dense(3)] Layer Output); // end", "public partial record Mlp([Dense(3)] Layer Output); // end")]
    [InlineData("partial class Mlp; partial class Mlp([Dense(3)] Layer Output);", "partial record Mlp; partial record Mlp([Dense(3)] Layer Output);")]
    public Task Class_IsMadeARecord(string before, string after) =>
        FixedSource.AssertAsync(new MakeRecord(), "ADJ0002", $"{Model}\n{before}", $"{Model}\n{after}");

    [Theory]
    [InlineData("partial class Mlp([Dense(3)] Layer Output) : Other; class Other;")]
    [InlineData("partial class Mlp([Dense(3)] Layer Output) { public object Clone() => this; }")]
    [InlineData("static partial class Mlp { }")]
    [InlineData("partial class Mlp; class Derived : Mlp;")]
    public Task ClassThatCannotBeARecord_IsLeft(string source) => FixedSource.AssertNoneAsync(new MakeRecord(), "ADJ0002", $"{Model} {source}");

    [Fact]
    public Task ClassDerivedFromInAnotherFile_IsLeft() =>
        FixedSource.AssertNoneAsync(new MakeRecord(), "ADJ0002", $"{Model} public partial class Mlp;", "class Derived : Mlp;");

    [Fact]
    public Task Generic_LosesUnusedTypeParameters() => FixedSource.AssertAsync(
        new RemoveTypeParameters(), "ADJ0004", $"{Model} public partial record Mlp<T /* unused */>{Parts};", $"{Model} public partial record Mlp{Parts};");

    [Theory]
    [InlineData("{ T? Value; }")]
    [InlineData("where T : class;")]
    [InlineData("; class User { Mlp<int>? Net; }")]
    public Task Generic_KeepsTypeParametersInUse(string rest) =>
        FixedSource.AssertNoneAsync(new RemoveTypeParameters(), "ADJ0004", $"{Model} public partial record Mlp<T>{Parts} {rest}");

    [Fact]
    public Task FileType_IsMadeInternal() => FixedSource.AssertAsync(
        new MakeInternal(), "ADJ0005", $"{Model} /* a */ file /* b */ partial record Mlp{Parts};", $"{Model} /* a */ internal /* b */ partial record Mlp{Parts};");

    [Fact]
    public Task FileTypeAroundAModel_IsMadeInternalInAllItsDeclarations() => FixedSource.AssertAsync(
        new MakeInternal(),
        "ADJ0005",
        $"file partial class Outer {{ {Model} public partial record Mlp{Parts}; }}\nfile partial class Outer;",
        $"internal partial class Outer {{ {Model} public partial record Mlp{Parts}; }}\ninternal partial class Outer;");

    [Fact]
    public Task FileTypeThatWouldMeetItsName_IsLeft() => FixedSource.AssertNoneAsync(
        new MakeInternal(), "ADJ0005", $"{Model} file partial record Mlp{Parts};", "public class Mlp;");

    [Theory]
    [InlineData("public abstract partial record Mlp", "public partial record Mlp")]
    [InlineData("abstract\n    partial record Mlp", "\n    partial record Mlp")]
    [InlineData("public abstract // why\n    partial record Mlp", "public  // why\n    partial record Mlp")]
    public Task Abstract_IsRemoved(string before, string after) =>
        FixedSource.AssertAsync(new RemoveAbstract(), "ADJ0018", $"{Model} {before}{Parts};", $"{Model} {after}{Parts};");

    [Fact]
    public Task AbstractWithAbstractMembers_IsLeft() => FixedSource.AssertNoneAsync(
        new RemoveAbstract(), "ADJ0018", $"{Model} public abstract partial record Mlp{Parts} {{ public abstract int Size {{ get; }} }}");
}
