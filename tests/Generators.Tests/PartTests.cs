using System.Text.RegularExpressions;
using Adjoint.Compiler.Layers;

namespace Adjoint.Generators.Tests;

/// <summary>What the reader says of parts, their layers and the layers' arguments.</summary>
public sealed partial class PartTests
{
    [Theory]
    [InlineData("[Dense(3)] int Output", "int", "int")]
    [InlineData("int Output", "int", "int")]
    [InlineData("[Dense(3)] Func<int, string> Output", "Func<int, string>", "Func<int, string>")]
    [InlineData("[Dense(3)] Layer[] Output", "Layer[]", "Layer[]")]
    public void PartOfAnotherType_IsReportedAtTheType(string part, string span, string type) => Reports(
        part, $"ADJ0007 [{span}] Part 'Output' has the type '{type}'; a part that carries layers has the type 'Layer'");

    [Theory]
    [InlineData("Layer Output")]
    [InlineData("[property: System.ComponentModel.Browsable(true)] Layer Output")]
    public void PartWithoutLayers_IsReportedAtItsName(string part) => Reports(
        part, "ADJ0008 [Output] Part 'Output' carries no layer attribute; add one, as in '[Dense(64), Relu] Layer Output', or remove the part");

    [Fact]
    public void EveryGeneratedName_IsReserved()
    {
        foreach (string name in Compiler.Syntax.GeneratedMembers.Names)
        {
            Reports(
                $"[Dense(3)] Layer {name}",
                $"ADJ0015 [{name}] Part '{name}' has the name of a member that every model gets; choose another name");
        }
    }

    [Fact]
    public void EnumerationWithoutName_IsReportedAtTheArgument() => Reports(
        "[Conv2D(3, Padding = (Padding)7)] Layer Output",
        "ADJ0012 [(Padding)7] Padding of 'Conv2D' is 7; it must be a member of 'Padding'");

    [Theory]
    [InlineData("[Dens(3)] Layer Output", "CS0246 [Dens]", "CS0246 [Dens]")]
    [InlineData("[Dense(3)] Layr Output", "CS0246 [Layr]")]
    [InlineData("[Dense] Layer Output", "CS1729 [Dense]")]
    [InlineData("[Dense()] Layer Output", "CS1729 [Dense()]")]
    [InlineData("[Dense(1.5)] Layer Output", "CS1503 [1.5]")]
    [InlineData("[Dense(3, Wrong = 1)] Layer Output", "CS0246 [Wrong]")]
    [InlineData("[Dense(3, Units = 1)] Layer Output", "CS0617 [Units]")]
    [InlineData("[Dense(3, Bias = true, Bias = false)] Layer Output", "CS0643 [Bias = false]")]
    [InlineData("[Dense(3, Bias = Unknown)] Layer Output", "CS0103 [Unknown]")]
    [InlineData("[Dense(units: 3, units: 4)] Layer Output", "CS1740 [units]")]
    [InlineData("[Conv2D(3, Padding = Padding.Wrong)] Layer Output", "CS0117 [Wrong]")]
    [InlineData("[LayerAttribute] Layer Output", "CS0653 [LayerAttribute]")]
    [InlineData("[field: Dense(3)] Layer Output", "CS0592 [Dense]")]
    [InlineData("[field: Dense(3)] [Relu] Layer Output", "CS0592 [Dense]")]
    public void WhatCSharpReports_IsNotReportedAgain(string part, params string[] diagnostics) => Reports(part, diagnostics);

    [Theory]
    [InlineData("[Dense(3)] Layer Output", "Dense")]
    [InlineData("[param: Dense(3)] Layer Output", "Dense")]
    [InlineData("[property: Dense(3)] Layer Output", "Dense")]
    [InlineData("[property: Dense(3), Flatten] [Tanh] [property: Dense(4)] Layer Output", "Dense Flatten Tanh Dense")]
    [InlineData("[Dense(3)] [property: System.ComponentModel.Browsable(true)] Layer Output", "Dense")]
    [InlineData("[Adjoint.DenseAttribute(3)] Adjoint.Layer? Output", "Dense")]
    [InlineData("[Relu, Dropout(0.1f), Relu, Dense(3)] Layer @event", "Relu Dropout Relu Dense")]
    public void Layers_AreReadInTheOrderWritten(string part, string layers)
    {
        GeneratorRun run = GeneratorFixture.Run(Model(part));
        run.CompileAndLoad();
        Assert.Equal(layers, string.Join(" ", LayerName().Matches(run.Specs).Select(static match => match.Groups[1].Value)));
    }

    [Theory]
    [InlineData("Dense(3)", "units", "IntegerSpec { Value = 3 }")]
    [InlineData("Dense(units: Size * 2 + 1)", "units", "IntegerSpec { Value = 7 }")]
    [InlineData("Dense('a')", "units", "IntegerSpec { Value = 97 }")]
    [InlineData("Dense(3, Bias = !true)", "Bias", "BooleanSpec { Value = False }")]
    [InlineData("Conv2D(3, Kernel = 5, Padding = Padding.Valid)", "Padding", "EnumSpec { Member = Valid }")]
    [InlineData("Conv2D(3, Kernel = 5, Padding = Padding.Valid)", "Kernel", "IntegerSpec { Value = 5 }")]
    [InlineData("Conv2D(3, Padding = (Padding)0)", "Padding", "EnumSpec { Member = Same }")]
    [InlineData("Dropout(0.2f)", "rate", "RealSpec { Value = 0.2 }")]
    [InlineData("Dropout(1f / 3)", "rate", "RealSpec { Value = 0.33333334 }")]
    [InlineData("LeakyRelu", "slope", "RealSpec { Value = 0.01 }")]
    [InlineData("LeakyRelu(slope: 1.5e-20f)", "slope", "RealSpec { Value = 1.5E-20 }")]
    public void Constants_AreReadAsWritten(string layer, string argument, string value)
    {
        string shape = layer.StartsWith("Conv2D", StringComparison.Ordinal) ? "1, 8, 8" : "4";
        string source = "using static Sizes; static class Sizes { public const int Size = 3; } "
            + $"[Model(Input = \"{shape}\", Loss = CrossEntropy)] public partial record Mlp([{layer}] Layer First, [Flatten, Tanh, Dense(2)] Layer Output);";
        GeneratorRun run = GeneratorFixture.Run(source, culture: "");
        run.CompileAndLoad();
        Assert.Contains($"ArgumentSpec {{ Name = {argument}, Value = {value}", run.Specs, StringComparison.Ordinal);

        // Reading does not depend on the culture; the text above does, as records print numbers in the current one.
        Assert.All(GeneratorFixture.HostileCultures, culture =>
            Assert.Equal(run.Files, GeneratorFixture.Run(source, culture).Files));
    }

    [Fact]
    public void LayerOfAnotherNamespace_IsNotTakenForTheBuiltInOne() => GeneratorFixture.Run(
        "namespace Own { class DenseAttribute(int units) : Adjoint.LayerAttribute { public int Units => units; } } "
        + Model("[Own.Dense(3)] Layer Output")).AssertReports(
            // C# doesn't let anyone else derive from LayerAttribute, and does not say why.
            "CS0122 [DenseAttribute]",
            "ADJ0014 [Own.Dense(3)] 'Own.Dense' is no layer that this version can compile; "
            + "the layers are " + string.Join(", ", LayerCatalog.All.Select(static layer => layer.Name)));

    [GeneratedRegex(@"LayerSpec \{ Name = ([\w.]+)")]
    private static partial Regex LayerName();

    private static string Model(string part) =>
        $"[Model(Input = \"4\", Loss = CrossEntropy)] public partial record Mlp({part});";

    private static void Reports(string part, params string[] diagnostics)
    {
        GeneratorRun run = GeneratorFixture.Run(Model(part));
        run.AssertReports(diagnostics);
        Assert.Empty(run.Files);
    }
}
