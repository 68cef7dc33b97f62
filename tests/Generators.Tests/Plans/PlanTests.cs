using System.Globalization;
using Adjoint.Generators.Tests.Architectures;

namespace Adjoint.Generators.Tests.Plans;

/// <summary>A plan in a file is held to what the build decides.</summary>
public sealed class PlanTests
{
    private const string Name = "DigitNet.plan.txt";

    private static readonly string Plan = KeptPlan.Expected(GeneratorFixture.DigitNet, Name)!;

    [Fact]
    public void EmptyFile_IsReportedAtTheModelsName() => Assert.Equal(
        ["ADJ0501 [DigitNet] The plan of 'DigitNet' is no longer that of 'DigitNet.plan.txt', whose line 1 is '' and should be "
            + "'# The plan of DigitNet: n is the batch size, places are floats, moments count the kernels.'; if that is meant, run 'dotnet format analyzers --diagnostics ADJ0501'"],
        KeptPlan.Reports(GeneratorFixture.DigitNet, (Name, "")));

    [Fact]
    public void PlanOfTheBuild_IsAccepted_HoweverItsLinesEnd() => Assert.All(
        [Plan, Plan.ReplaceLineEndings("\r\n"), Plan.TrimEnd('\n'), Plan + "\n"],
        static text => Assert.Empty(KeptPlan.Reports(GeneratorFixture.DigitNet, (Name, text))));

    [Fact]
    public void ChangedDeclaration_IsReportedWithTheFirstLineThatDiffers() => Assert.Equal(
        ["ADJ0501 [DigitNet] The plan of 'DigitNet' is no longer that of 'DigitNet.plan.txt', whose line 5 is 'parameters: 17258 in 17264 floats' "
            + "and should be 'parameters: 17525 in 17552 floats'; if that is meant, run 'dotnet format analyzers --diagnostics ADJ0501'"],
        KeptPlan.Reports(GeneratorFixture.DigitNet.Replace("Dense(64)", "Dense(65)", StringComparison.Ordinal), (Name, Plan)));

    [Fact]
    public void MissingAndAddedLines_AreReported()
    {
        int lines = Plan.Split('\n').Length - 1;
        string shorter = Plan.TrimEnd('\n')[..Plan.TrimEnd('\n').LastIndexOf('\n')];
        Assert.Contains($"whose line {lines} is the end and should be 'Total: ", Assert.Single(KeptPlan.Reports(GeneratorFixture.DigitNet, (Name, shorter))), StringComparison.Ordinal);
        Assert.Contains($"whose line {lines + 1} is 'more' and should be the end", Assert.Single(KeptPlan.Reports(GeneratorFixture.DigitNet, (Name, Plan + "more"))), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatABudgetHasChosen_IsInThePlan()
    {
        const string Source = """
            [Model(Input = "64", Loss = CrossEntropy), Budget(Flops = "15 K", Choose = true)]
            public partial record Chosen([Dense(64), Relu] Layer A, [Dense(32), Relu] Layer B, [Dense(10)] Layer Head);
            """;
        string plan = KeptPlan.Expected(Source, "Chosen.plan.txt")!;
        Assert.Matches("\n  budget [^\n]* of 15,000 FLOP[^\n]*\n  trains [0-9,]+ of [0-9,]+ values, all but A\\.Dense\\.Kernel", plan);
        Assert.DoesNotContain("\n  budget", Plan, StringComparison.Ordinal);
    }

    [Fact]
    public void EditElsewhere_LeavesThePlan() => Assert.Empty(KeptPlan.Reports(
        "\n// Moved by two lines.\n" + GeneratorFixture.DigitNet + "\npublic static class Other { public static int Number => 1; }", (Name, Plan)));

    [Fact]
    public void WithoutAPlan_NothingIsReported() => Assert.Empty(KeptPlan.Reports(GeneratorFixture.DigitNet, ("notes.txt", "")));

    [Fact]
    public void FileOfNoModel_IsReportedAtTheFile() => Assert.Equal(
        ["ADJ0502 [DigitsNet.plan.txt] 'DigitsNet.plan.txt' is the plan of no model, since no model is called 'DigitsNet'; rename it after its model, or remove it"],
        KeptPlan.Reports(GeneratorFixture.DigitNet, ("DigitsNet.plan.txt", Plan)));

    [Fact]
    public void ModelsOfOneName_AreToldApartByFullNames()
    {
        const string Source = """
            namespace A { [Model(Input = "4", Loss = CrossEntropy)] public partial record Mlp([Dense(3)] Layer Output); }
            namespace B { [Model(Input = "4", Loss = CrossEntropy)] public partial record Mlp([Dense(5)] Layer Output); }
            """;
        Assert.Equal(
            ["ADJ0502 [Mlp.plan.txt] 'Mlp.plan.txt' is the plan of no model, since it can be that of 'A.Mlp' or 'B.Mlp'; write the full name"],
            KeptPlan.Reports(Source, ("Mlp.plan.txt", "")));
        (string a, string b) = (KeptPlan.Expected(Source, "A.Mlp.plan.txt")!, KeptPlan.Expected(Source, "B.Mlp.plan.txt")!);
        Assert.Contains("Output f32[n, 3]", a, StringComparison.Ordinal);
        Assert.Contains("Output f32[n, 5]", b, StringComparison.Ordinal);
        Assert.Empty(KeptPlan.Reports(Source, ("A.Mlp.plan.txt", a), ("B.Mlp.plan.txt", b)));
    }

    [Fact]
    public void ModelWithMistakes_IsToldOfThoseAlone() => Assert.Equal(
        ["ADJ0006"], KeptPlan.Reports("""[Model(Input = "4", Loss = CrossEntropy)] public partial record Mlp;""", ("Mlp.plan.txt", "")).Select(static line => line[..7]));

    [Theory]
    [MemberData(nameof(ArchitectureSources.Names), MemberType = typeof(ArchitectureSources))]
    public void Text_IsTheSameInEveryCulture(string name)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            string[] texts = [.. GeneratorFixture.HostileCultures.Append("").Select(culture =>
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                return KeptPlan.Expected(ArchitectureSources.Read(name), name + ".plan.txt")!;
            })];
            Assert.Single(texts.Distinct());
            Assert.DoesNotContain(".cs", texts[0], StringComparison.Ordinal);
            Assert.DoesNotContain('\r', texts[0]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Text_IsReadable() => Snapshot.Match(KeptPlan.Expected("""
        /// <summary>A movement of five steps, one of four kinds.</summary>
        [Model(Input = "5, 3", Loss = CrossEntropy)]
        public partial record Gestures(
            [Lstm(8, Last = true)] Layer Memory,
            [Dense(4)]             Layer Kind);
        """, "Gestures.plan.txt")!, "Gestures");
}
