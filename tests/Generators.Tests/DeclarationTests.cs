using Microsoft.CodeAnalysis;

namespace Adjoint.Generators.Tests;

/// <summary>What the reader says of the type that carries <c>[Model]</c>, and of its attribute.</summary>
public sealed class DeclarationTests
{
    private const string Attribute = """[Model(Input = "4", Loss = CrossEntropy)] """;
    private const string Parts = "([Dense(3)] Layer Output)";

    [Fact]
    public void DigitNet_IsCleanAndLoads() =>
        Assert.NotNull(GeneratorFixture.Run(GeneratorFixture.DigitNet).CompileAndLoad().GetType("DigitNet"));

    [Fact]
    public void RecordWithoutPartial_IsReportedAtItsName() => Reports(
        $"{Attribute} record Mlp{Parts};",
        "ADJ0001 [Mlp] 'Mlp' has [Model] but is not partial, so its program can't be added; write 'partial record Mlp'");

    [Fact]
    public void Class_IsNoModel() => Reports(
        $"{Attribute} partial class Mlp;",
        "ADJ0002 [Mlp] 'Mlp' has [Model] but is a class; a model is a 'partial record' whose positional members are its parts");

    [Theory]
    [InlineData("partial struct Mlp;")]
    [InlineData("partial record struct Mlp;")]
    [InlineData("partial interface Mlp;")]
    [InlineData("enum Mlp { }")]
    public void OnOtherKinds_TheAttributeItselfIsTheOneError(string declaration) =>
        Reports($"{Attribute} {declaration}", "CS0592 [Model]");

    [Fact]
    public void EachContainerWithoutPartial_IsReported() => Reports(
        $"class A {{ partial class B {{ static class C {{ {Attribute} partial record Mlp{Parts}; }} }} }}",
        "ADJ0003 [A] 'A' contains the model 'Mlp' but is not partial; add 'partial' to 'A' or move the model out of it",
        "ADJ0003 [C] 'C' contains the model 'Mlp' but is not partial; add 'partial' to 'C' or move the model out of it");

    [Theory]
    [InlineData("partial class Outer<T, @class> where T : class")]
    [InlineData("static partial class Outer")]
    [InlineData("partial record Outer<T>(T Value)")]
    [InlineData("partial record struct Outer")]
    [InlineData("partial struct @struct")]
    [InlineData("partial interface IOuter<T>")]
    [InlineData("public ref partial struct Outer")]
    public void PartialContainers_AreRepeatedAroundTheModel(string container) =>
        GeneratorFixture.Run($"namespace A.@event; {container} {{ {Attribute} internal partial record @checked{Parts}; }}").CompileAndLoad();

    [Theory]
    [InlineData("public")]
    [InlineData("internal")]
    [InlineData("protected")]
    [InlineData("private")]
    [InlineData("protected internal")]
    [InlineData("private protected")]
    [InlineData("")]
    [InlineData("public sealed")]
    public void EveryAccessibility_IsRepeated(string accessibility) =>
        GeneratorFixture.Run($"public partial class Outer {{ {Attribute} {accessibility} partial record Mlp{Parts}; }}").CompileAndLoad();

    [Fact]
    public void GenericRecord_IsReportedAtItsTypeParameters() => Reports(
        $"{Attribute} partial record Mlp<T>{Parts};",
        "ADJ0004 [<T>] 'Mlp' has type parameters; a model is compiled for fixed sizes, so remove them");

    [Fact]
    public void ModelWithAGeneratedName_IsReported()
    {
        foreach (string name in Compiler.Syntax.GeneratedMembers.Names)
        {
            Reports(
                $"{Attribute} partial record {name}{Parts};",
                $"ADJ0022 [{name}] The model '{name}' has the name of a member that every model gets, which C# does not allow; choose another name");
        }
    }

    [Fact]
    public void GeneratedMembers_AreAllReserved()
    {
        GeneratorRun run = GeneratorFixture.Run(GeneratorFixture.DigitNet);
        IEnumerable<string> written = run.Output.GetTypeByMetadataName("DigitNet")!.GetMembers()
            .Where(static member => member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary }
                && member.DeclaringSyntaxReferences.Any(static reference => reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)))
            .Select(static member => member.Name);

        // The other names are those of the interface, which are implemented explicitly, and of members that only some models get. Printing and
        // the forward pass are a user's to replace.
        string[] ofOtherModels = ["InputGradients", "Inspect", "Inspection", "Outputs", "RunInspect", "Sizes", "Train"];
        Assert.Equal(
            Compiler.Syntax.GeneratedMembers.Names.Except(["Gradient", "Loss", .. ofOtherModels]),
            written.Except(["PrintMembers", "Forward"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void FileLocalRecord_IsReported() => Reports(
        $"{Attribute} file partial record Mlp{Parts};",
        "ADJ0005 [Mlp] 'Mlp' is a 'file' type, which generated code can't extend; make it internal");

    [Fact]
    public void RecordInFileLocalType_IsReported() => Reports(
        $"file partial class Outer {{ {Attribute} partial record Mlp{Parts}; }}",
        "ADJ0005 [Mlp] 'Mlp' is a 'file' type, which generated code can't extend; make it internal");

    [Theory]
    [InlineData(";")]
    [InlineData("();")]
    [InlineData("{ }")]
    public void RecordWithoutParts_IsReported(string parts) => Reports(
        $"{Attribute} partial record Mlp{parts}",
        "ADJ0006 [Mlp] 'Mlp' has no positional members; declare its parts, as in 'record Mlp([Dense(10)] Layer Output)'");

    [Theory]
    [InlineData("[Model(Loss = CrossEntropy)]", "Model(Loss = CrossEntropy)")]
    [InlineData("[Model(Input = null, Loss = CrossEntropy)]", "Model(Input = null, Loss = CrossEntropy)")]
    public void MissingInput_IsReportedAtTheAttribute(string attribute, string span) => Reports(
        $"{attribute} partial record Mlp{Parts};",
        $"ADJ0009 [{span}] 'Mlp' does not say what it takes; add the shape of one sample, as in [Model(Input = \"1, 28, 28\")]");

    [Theory]
    [InlineData("[Model(Input = \"4\")]", "Model(Input = \"4\")")]
    [InlineData("[Model(Input = \"4\", Loss = None)]", "Model(Input = \"4\", Loss = None)")]
    public void MissingLoss_IsReportedAtTheAttribute(string attribute, string span) => Reports(
        $"{attribute} partial record Mlp{Parts};",
        $"ADJ0011 [{span}] 'Mlp' does not say what it learns; add a loss, as in [Model(Loss = CrossEntropy)] with 'using static Adjoint.Loss'");

    [Fact]
    public void LossWithoutName_IsReportedAtTheArgument() => Reports(
        $"[Model(Input = \"4\", Loss = (Loss)99)] partial record Mlp{Parts};",
        "ADJ0012 [(Loss)99] Loss of 'Mlp' is 99; it must be a member of 'Loss'");

    [Fact]
    public void BaseRecord_IsReportedAtTheBase() => Reports(
        $"record Parent(int X); {Attribute} partial record Mlp{Parts} : Parent(1);",
        "ADJ0017 [Parent] 'Mlp' derives from 'Parent'; a model is complete in itself, so remove the base record");

    [Fact]
    public void Interfaces_AreWelcome() =>
        GeneratorFixture.Run($"public interface IOwn; {Attribute} public partial record Mlp{Parts} : IOwn;").CompileAndLoad();

    [Fact]
    public void AbstractRecord_IsReported() => Reports(
        $"{Attribute} abstract partial record Mlp{Parts};",
        "ADJ0018 [Mlp] 'Mlp' is abstract, but a model is created by its generated members; remove 'abstract'");

    [Theory]
    [InlineData("public void Save(string path) { }", "Save")]
    [InlineData("public void Predict(int[] own) { }", "Predict")]
    [InlineData("public int Parameters => 3;", "Parameters")]
    [InlineData("public class Description;", "Description")]
    [InlineData("static partial void RunLoss();", "RunLoss")]
    [InlineData("int _adjointParameters => 3;", "_adjointParameters")]
    public void OwnMemberWithGeneratedName_IsReported(string member, string name) => Reports(
        $"{Attribute} partial record Mlp{Parts} {{ {member} }}",
        $"ADJ0020 [{name}] 'Mlp' declares '{name}', but every model gets a member of this name; choose another name");

    [Fact]
    public void OwnMembersWithOtherNames_AreWelcome() => GeneratorFixture.Run(
        $"{Attribute} public partial record Mlp{Parts} {{ public int Version => 3; public override string ToString() => \"\"; }}").CompileAndLoad();

    [Fact]
    public void LayerOnPropertyOfTheBody_IsReported() => Reports(
        $"{Attribute} partial record Mlp{Parts} {{ [Relu] public int Other {{ get; }} }}",
        "ADJ0021 [Other] 'Other' carries a layer but is not a positional member of 'Mlp', so the layer has no effect; move it to the record's list");

    [Fact]
    public void SeparateMistakes_AreReportedSeparately() => Reports(
        "[Model] record Mlp(Layer A, [Dense(2)] int B);",
        "ADJ0009 [Model] 'Mlp' does not say what it takes; add the shape of one sample, as in [Model(Input = \"1, 28, 28\")]",
        "ADJ0011 [Model] 'Mlp' does not say what it learns; add a loss, as in [Model(Loss = CrossEntropy)] with 'using static Adjoint.Loss'",
        "ADJ0001 [Mlp] 'Mlp' has [Model] but is not partial, so its program can't be added; write 'partial record Mlp'",
        "ADJ0008 [A] Part 'A' carries no layer attribute; add one, as in '[Dense(64), Relu] Layer A', or remove the part",
        "ADJ0007 [int] Part 'B' has the type 'int'; a part that carries layers has the type 'Layer'");

    [Fact]
    public void Spec_HoldsTheWholeDeclarationAndNumbersItInReadingOrder() => Assert.Equal(
        "ModelSpec { Namespace = A.event, Containers = [ContainerSpec { Declaration = partial class Outer<T, @class>, Name = Outer }], Name = Mlp, "
        + "Accessibility = private protected, Input = TextSpec { Text = 4, Origin = 2 }, Loss = TextSpec { Text = CrossEntropy, Origin = 3 }, "
        + "Parts = [PartSpec { Name = Output, Layers = [LayerSpec { Name = Dense, Arguments = [ArgumentSpec { Name = units, "
        + "Value = IntegerSpec { Value = 3 }, Origin = 6 }], Origin = 5 }], Origin = 4, Kind = Layers, IsFrozen = False, FrozenOrigin = 0, Derivations = [] }], Origin = 0, AttributeOrigin = 1, IsSealed = False, "
        + "PrintsItself = False, FileName = Model.cs, HasBatch = True, Forward = , Objectives = [], Methods = [], Used = [], Unmentioned = [], Budget = , Chosen = [], IsModule = False, FullName = A.event.Outer.Mlp }",
        GeneratorFixture.Run(
            $"namespace A.@event; public partial class Outer<T, @class> {{ {Attribute} private protected partial record Mlp{Parts}; }}").Specs);

    [Fact]
    public void Program_NamesLinesOfTheSource()
    {
        GeneratorRun run = GeneratorFixture.Run(GeneratorFixture.DigitNet);
        Assert.Contains("Model.cs(", run["DigitNet.Program.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("Model.cs(", run["DigitNet.Members.g.cs"], StringComparison.Ordinal);
        Assert.All(run.Files, static file =>
            Assert.DoesNotContain(file.Text, static character => char.IsControl(character) && character != '\n'));
    }

    [Fact]
    public void AttributeAndPartsOnTwoDeclarations_AreReadTogether()
    {
        GeneratorRun run = GeneratorFixture.Run($"{Attribute} public partial record Mlp; public partial record Mlp{Parts};");
        run.CompileAndLoad();
        Assert.Contains("Name = Output", run.Specs, StringComparison.Ordinal);
    }

    [Fact]
    public void DeclarationsInTwoFiles_AreNamedEachByItsOwn()
    {
        GeneratorRun run = GeneratorFixture.Run(GeneratorFixture.Compile(
            ("Here.cs", $"{Attribute} public partial record Mlp;"), ("There.cs", $"\npublic partial record Mlp{Parts};")));
        run.CompileAndLoad();
        Assert.Contains("Lines = [Here.cs(1), Here.cs(1), Here.cs(1), Here.cs(1), There.cs(2), There.cs(2), There.cs(2)]", run.Lines, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoModelAttributes_AreTheErrorOfCSharpAlone()
    {
        GeneratorRun run = GeneratorFixture.Run($"{Attribute} partial record Mlp{Parts}; {Attribute} partial record Mlp;");
        run.AssertReports("CS0579 [Model]");
        Assert.Empty(run.Files);
    }

    [Fact]
    public void ModelAttributeOfAnotherNamespace_MakesNoModel()
    {
        GeneratorRun run = GeneratorFixture.Run(
            "namespace Own { class ModelAttribute : Attribute; [Own.Model] record Mlp(int X); } namespace Own.Adjoint { class ModelAttribute : Attribute; [Own.Adjoint.Model] record Mlp(int X); }");
        run.AssertReports();
        Assert.Empty(run.Files);
    }

    private static void Reports(string source, params string[] diagnostics)
    {
        GeneratorRun run = GeneratorFixture.Run(source);
        run.AssertReports(diagnostics);
        Assert.Empty(run.Files);
    }
}
