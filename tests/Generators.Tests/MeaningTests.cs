using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Adjoint.Generators.Tests;

/// <summary>What the compiler core says of a declaration that could be read, as a user sees it in the editor.</summary>
public sealed class MeaningTests
{
    private const string DenseOnImage =
        "ADJ0101 [Dense(10)] 'Dense' in 'Hidden' needs [features], but 'Features' gives [16, 4, 4]; put [Flatten] before it";

    [Theory]
    [InlineData("", "it has no sizes")]
    [InlineData("1, 28, ", "a size is missing between commas")]
    [InlineData("28x28", "'28x28' is neither a number nor a name")]
    [InlineData("1; 28", "'1; 28' is neither a number nor a name")]
    [InlineData("2.5", "'2.5' is neither a number nor a name")]
    [InlineData("-1, 28", "the size -1 is not positive")]
    [InlineData("0", "the size 0 is not positive")]
    [InlineData("f32[1, 28", "the bracket is not closed")]
    [InlineData("100000, 100000", "it has more than 2,147,483,647 elements")]
    public void MalformedShape_IsReportedAtTheText(string input, string problem) => ReportsInput(
        input, $"ADJ0010 [\"{input}\"] '{input}' is not a shape: {problem}; write positive sizes separated by commas, as in \"1, 28, 28\"");

    [Theory]
    [InlineData("n", "n")]
    [InlineData("2*n + 1, 4", "n")]
    public void NameOfTheBatchSize_IsReportedAtTheText(string input, string name) => ReportsInput(
        input, $"ADJ0013 [\"{input}\"] '{name}' is the batch size, which every shape has without saying so; leave it out, or give a size of your own another name");

    [Fact]
    public void OtherElements_AreReportedAtTheText() => ReportsInput(
        "f64[4]", "ADJ0016 [\"f64[4]\"] The input type 'f64' is not supported; inputs are 'f32' or 'i32', as in \"i32[T]\"");

    [Theory]
    [InlineData("4")]
    [InlineData("f32[4]")]
    [InlineData("[4]")]
    [InlineData(" 2 , 2 ")]
    public void ShapeInAnyForm_IsRead(string input) =>
        GeneratorFixture.Run(Model(input, "CrossEntropy", "[Flatten, Dense(3)] Layer Output")).CompileAndLoad();

    [Theory]
    [InlineData("Dense(-3)", "-3", "Units of 'Dense' is -3; it must be at least 1")]
    [InlineData("Dense(0, Bias = false)", "0", "Units of 'Dense' is 0; it must be at least 1")]
    [InlineData("Dense(units: 20_000_000)", "20_000_000", "Units of 'Dense' is 20000000; it must be at most 16777216")]
    [InlineData("Conv2D(0)", "0", "Filters of 'Conv2D' is 0; it must be at least 1")]
    [InlineData("Conv2D(4, Kernel = -1)", "-1", "Kernel of 'Conv2D' is -1; it must be at least 1")]
    [InlineData("Conv2D(4, Stride = 0)", "0", "Stride of 'Conv2D' is 0; it must be at least 1")]
    [InlineData("MaxPool(0)", "0", "Size of 'MaxPool' is 0; it must be at least 1")]
    [InlineData("MaxPool(2, Stride = -2)", "-2", "Stride of 'MaxPool' is -2; it must be at least 0")]
    [InlineData("Dropout(1)", "1", "Rate of 'Dropout' is 1; it must be at least 0 and below 1")]
    [InlineData("Dropout(-0.1f)", "-0.1f", "Rate of 'Dropout' is -0.1; it must be at least 0 and below 1")]
    [InlineData("Dropout(float.NaN)", "float.NaN", "Rate of 'Dropout' is NaN; it must be at least 0 and below 1")]
    [InlineData("LeakyRelu(slope: -0.5f)", "-0.5f", "Slope of 'LeakyRelu' is -0.5; it must be a finite number of at least 0")]
    [InlineData("LeakyRelu(1 / 0f)", "1 / 0f", "Slope of 'LeakyRelu' is Infinity; it must be a finite number of at least 0")]
    public void ArgumentOutOfRange_IsReportedAtItsExpression(string layer, string span, string message) =>
        Reports("4", "CrossEntropy", $"[{layer}] Layer Output", $"ADJ0012 [{span}] {message}");

    [Fact]
    public void SeveralMistakes_AreAllReported() => Reports(
        "4, x4",
        "CrossEntropy",
        "[Conv2D(0, Stride = -1), Dropout(2)] Layer Features, [Dense(0)] Layer Output",
        "ADJ0012 [0] Filters of 'Conv2D' is 0; it must be at least 1",
        "ADJ0012 [-1] Stride of 'Conv2D' is -1; it must be at least 1",
        "ADJ0012 [2] Rate of 'Dropout' is 2; it must be at least 0 and below 1",
        "ADJ0012 [0] Units of 'Dense' is 0; it must be at least 1");

    [Fact]
    public void DenseOnAnImage_AsksForFlatten() => Reports(
        "1, 8, 8", "CrossEntropy", "[Conv2D(16), Relu, MaxPool(2)] Layer Features, [Dense(10)] Layer Hidden", DenseOnImage);

    [Fact]
    public void OnlyTheFirstShapeMistake_IsReported() => Reports(
        "1, 8, 8", "CrossEntropy", "[Conv2D(16), Relu, MaxPool(2)] Layer Features, [Dense(10)] Layer Hidden, [Conv2D(3), MaxPool(100)] Layer Last", DenseOnImage);

    [Theory]
    [InlineData("64", "[Conv2D(8), Flatten, Dense(3)] Layer Output", "Conv2D(8)",
        "'Conv2D' in 'Output' needs [channels, height, width], but the input gives [64]; give the model images, as in \"1, 28, 28\"")]
    [InlineData("8, 9", "[MaxPool(2), Flatten, Dense(3)] Layer Output", "MaxPool(2)",
        "'MaxPool' in 'Output' needs [channels, height, width], but the input gives [8, 9]; add an axis for the channels, as in \"1, 8, 9\"")]
    [InlineData("1, 8, 8", "[Flatten, Dense(9), Conv2D(8)] Layer Output", "Conv2D(8)",
        "'Conv2D' in 'Output' needs [channels, height, width], but 'Dense' before it gives [9]; move it before [Flatten] and [Dense]")]
    [InlineData("2, 3, 4, 5", "[Dense(9)] Layer Output", "Dense(9)",
        "'Dense' in 'Output' needs [features], but the input gives [2, 3, 4, 5]; put [Flatten] before it")]
    public void WrongNumberOfAxes_IsReportedAtTheLayer(string input, string parts, string span, string message) =>
        Reports(input, "CrossEntropy", parts, $"ADJ0101 [{span}] {message}");

    [Theory]
    [InlineData("[MaxPool(8), Flatten, Dense(3)] Layer Output", "MaxPool(8)",
        "'MaxPool' in 'Output' has a window of 8x8, but the input gives [1, 4, 5]; make it 4 or smaller")]
    [InlineData("[MaxPool(2)] Layer Features, [Conv2D(3, Padding = Padding.Valid), Flatten, Dense(3)] Layer Output", "Conv2D(3, Padding = Padding.Valid)",
        "'Conv2D' in 'Output' has a window of 3x3, but 'Features' gives [1, 2, 2]; make it 2 or smaller")]
    public void WindowLargerThanTheImage_IsReportedAtTheLayer(string parts, string span, string message) =>
        Reports("1, 4, 5", "CrossEntropy", parts, $"ADJ0102 [{span}] {message}");

    [Fact]
    public void CrossEntropyOfAnImage_IsReportedAtTheLoss() => Reports(
        "1, 8, 8", "CrossEntropy", "[Conv2D(10)] Layer Output",
        "ADJ0103 [CrossEntropy] 'CrossEntropy' needs an output of [classes], but 'Output' gives [10, 8, 8]; end the model with [Flatten, Dense(classes)]");

    [Fact]
    public void CrossEntropyOfOneClass_IsReportedAtTheLoss() => Reports(
        "8", "CrossEntropy", "[Dense(1)] Layer Output",
        "ADJ0103 [CrossEntropy] 'CrossEntropy' needs an output of two classes or more, but 'Output' gives [1]; "
        + "its loss would always be 0; give each class an output, as in [Dense(2)] for yes and no");

    [Fact]
    public void MeanSquaredError_TakesAnyOutput() =>
        GeneratorFixture.Run(Model("1, 8, 8", "MeanSquaredError", "[Conv2D(10)] Layer Output")).CompileAndLoad();

    [Theory]
    [InlineData("100000", "[Dense(100000)] Layer A, [Dense(3)] Layer B", "Dense(100000)",
        "'Dense' in 'A' makes the parameter 'Kernel' [100000, 100000]")]
    [InlineData("32768", "[Dense(32768)] Layer A, [Dense(32768)] Layer B, [Dense(3)] Layer C", "Dense(32768)",
        "'Dense' in 'B' makes the buffer of all parameters [2147516416]")]
    [InlineData("1, 20000, 20000", "[Conv2D(16), Flatten, Dense(3)] Layer A", "Conv2D(16)",
        "'Conv2D' in 'A' makes the output for one sample [16, 20000, 20000]")]
    public void MoreElementsThanAnArrayHolds_AreReportedAtTheLayer(string input, string parts, string span, string message) => Reports(
        input, "CrossEntropy", parts, $"ADJ0104 [{span}] {message}, which is more than the 2,147,483,647 elements that an array can hold");

    [Fact]
    public void LongestImage_IsStillCounted() => Reports(
        "1, 1, 2147483647", "CrossEntropy", "[Conv2D(1, Stride = 16), Flatten, Dense(16)] Layer A",
        "ADJ0104 [Dense(16)] 'Dense' in 'A' makes the parameter 'Kernel' [134217728, 16], which is more than the 2,147,483,647 elements that an array can hold");

    [Fact]
    public void ModelWithoutWeights_IsReportedAtItsName() => GeneratorFixture.Run(Model("4", "MeanSquaredError", "[Relu] Layer Output")).AssertReports(
        "ADJ0201 [Mlp] 'Mlp' has nothing to train, so its loss can't be lowered; add a layer with weights, such as [Dense(10)]");

    [Fact]
    public void Pragma_SilencesARule()
    {
        string model = Model("1, 8, 8", "CrossEntropy", "[Conv2D(16), Relu, MaxPool(2)] Layer Features, [Dense(10)] Layer Hidden");
        GeneratorFixture.Run(model).AssertReports(DenseOnImage);
        GeneratorFixture.Run($"#pragma warning disable ADJ0101\n{model}\n#pragma warning restore ADJ0101").AssertReports();
    }

    [Theory]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    [InlineData("warning", DiagnosticSeverity.Warning)]
    [InlineData("error", DiagnosticSeverity.Error)]
    [InlineData("none", null)]
    public void EditorConfig_SetsTheSeverity(string severity, DiagnosticSeverity? expected)
    {
        CSharpCompilation compilation = GeneratorFixture.Compile(Model("1, 8, 8", "CrossEntropy", "[Dense(10)] Layer Hidden"));
        AnalyzerConfigSet config = AnalyzerConfigSet.Create(
            ImmutableArray.Create(AnalyzerConfig.Parse($"[*.cs]\ndotnet_diagnostic.ADJ0101.severity = {severity}", "/project/.editorconfig")));
        ImmutableArray<Diagnostic> diagnostics = GeneratorFixture.Analyze(
            compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfig(config))));
        Assert.Equal(expected, diagnostics.SingleOrDefault()?.Severity);
    }

    private static string Model(string input, string loss, string parts) =>
        $"[Model(Input = \"{input}\", Loss = {loss})] public partial record Mlp({parts});";

    private static void ReportsInput(string input, string diagnostic) => Reports(input, "CrossEntropy", "[Dense(3)] Layer Output", diagnostic);

    private static void Reports(string input, string loss, string parts, params string[] diagnostics)
    {
        GeneratorRun run = GeneratorFixture.Run(Model(input, loss, parts));
        run.AssertReports(diagnostics);
        Assert.Empty(run.Files);
    }

    /// <summary>The severities of an <c>.editorconfig</c>, as the compiler asks for them.</summary>
    private sealed class EditorConfig(AnalyzerConfigSet config) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, [NotNullWhen(true)] out ReportDiagnostic severity) =>
            config.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }
    }
}
