using static Adjoint.Generators.Tests.Checks.Reports;

namespace Adjoint.Generators.Tests.Checks;

/// <summary>Shape mistakes say what was expected, what was found, on which way it came, and what would help.</summary>
public sealed class ShapeErrorTests
{
    [Fact]
    public void LongWay_IsTold()
    {
        string source = Chain("[Conv2D(16), MaxPool(2)] Layer Features, [Conv2D(32)] Layer More, [Dense(3)] Layer Head", "1, 8, 8");
        Of(source, "ADJ0101 [Dense(3)] 'Dense' in 'Head' needs [features], but 'More' gives [32, 4, 4]; put [Flatten] before it "
            + "(input [1, 8, 8] → Features [16, 4, 4] → More [32, 4, 4])");
        Related(source, "Conv2D(32)");
    }

    [Theory]
    [InlineData("x + Head(x)", "ADJ0118 [x + Head(x)] '+' takes values whose axes agree or have size 1, but is given [4] and [3], where 4 is not 3; "
        + "let 'Head' give [4] (x [4] → Head [3])")]
    [InlineData("Sum(Head(x), 2)", "ADJ0119 [Sum(Head(x), 2)] 'Sum' takes the axis 2, but [3] has 1 axis; axes are counted from 0, or from -1 for the last, and the batch axis is "
        + "'Axis.Batch' (x [4] → Head [3])")]
    [InlineData("Head(x) + Sum(W, Axis.Batch)", "ADJ0120 [Sum(W, Axis.Batch)] 'Sum' takes 'Axis.Batch', but [5, 2] is the same for all samples; leave the axis out, or apply it to a "
        + "value of each sample")]
    [InlineData("Head(x) * ArgMax(x)", "ADJ0121 [Head(x) * ArgMax(x)] '*' takes real numbers, but is given the whole numbers i32[]; look them up with Gather, or make them a "
        + "vector with OneHot (x [4] → Head [3]; x [4] → i32[])")]
    [InlineData("MatMul(Head(x), W)", "ADJ0122 [MatMul(Head(x), W)] 'MatMul' multiplies rows by columns, so the last axis of [3] must be as long as the one before the last of [5, 2], "
        + "but 3 is not 5; change one of them, or put Transpose before it (x [4] → Head [3])")]
    [InlineData("Reshape(Head(x), \"2, 2\")", "ADJ0107 [Reshape(Head(x), \"2, 2\")] 'Reshape' …")]
    public void Functions_SayWhatTheyTake(string value, string error) => Starts(
        Classifier("[Dense(3)] Layer Head, [Weight(\"5, 2\")] Expr W", $"=> {value};"), error);

    [Fact]
    public void RealLabels_AskForWholeNumbers() => Of(
        Sequence("[Shape(\"T\")] Expr y"),
        "ADJ0116 [SoftmaxCrossEntropy(Head(x), y)] 'SoftmaxCrossEntropy' takes labels as whole numbers, but is given real numbers, [T]; declare them with 'i32', as in [Shape(\"i32[T]\")] "
        + "(x [T, 4] → Head [T, 3])");

    [Fact]
    public void LabelsOfAnotherShape_AreReported() => Of(
        Sequence("[Shape(\"i32[7]\")] Expr y"),
        "ADJ0117 [SoftmaxCrossEntropy(Head(x), y)] 'SoftmaxCrossEntropy' takes one label for each row of logits [T, 3], so i32[T], but is given i32[7] (x [T, 4] → Head [T, 3])");

    [Theory]
    [InlineData("x", "[4] the value [4]; it differs from sample to sample, so take its mean along 'Axis.Batch'")]
    [InlineData("Mean(Head(x), Axis.Batch)", "[4] the value [3]; give it one of its own shape, [4] (x [4] → Head [3] → [3])")]
    public void StateOfAnotherShape_IsReported(string value, string message) => Of(
        Classifier("[State(\"4\")] Expr Center, [Dense(3)] Layer Head", $"{{ Center.Becomes({value}); return Head(x - Center); }}"),
        $"ADJ0123 [Center.Becomes({value})] 'Becomes' gives a running value {message}");

    [Fact]
    public void SizeWithoutAValue_IsReportedWhereTheModelIsUsed()
    {
        const string Block = "[Model] public partial record Block([Dense(\"H\"), Relu, Dense(4)] Layer Body) { public Expr Forward([Shape(\"4\")] Expr x) => x + Body(x); }\n";
        string source = Block + Chain("[Use<Block>] Layer First, [Dense(3)] Layer Head");
        Of(source, "ADJ0105 [Use<Block>] The size 'H' has no value in 'First'; give it one where the model is used, as in [Use<…>(\"H = 64\")]");
        Related(source, "Dense(\"H\")");
    }

    [Fact]
    public void SizesThatAreToBeNumbers_MayBeNamesInAModelThatOthersUse() => Of(
        "[Model] public partial record Block([DepthwiseConv2D, Relu, Conv2D(\"F\", Kernel = 1)] Layer Body) { public Expr Forward([Shape(\"C, H, W\")] Expr x) => Body(x); }\n"
        + Chain("[Use<Block>(\"F = 6\"), Use<Block>(\"F = 4\"), GlobalAvgPool, Dense(3)] Layer Head", "2, 8, 8"));

    [Theory]
    [InlineData("[Conv2D(3), Flatten, Dense(3)] Layer Head", "1, H, 8",
        "ADJ0106 [Conv2D(3)] 'Conv2D' in 'Head' slides over images whose height and width are numbers, …")]
    [InlineData("[DepthwiseConv2D, GlobalAvgPool, Dense(3)] Layer Head", "C, 8, 8",
        "ADJ0106 [DepthwiseConv2D] 'DepthwiseConv2D' in 'Head' needs a number of channels, but the input gives [C, 8, 8]; write a number for 'C'")]
    [InlineData("[Embedding(10, 4), Flatten, Dense(3)] Layer Head", "5",
        "ADJ0114 [Embedding(10, 4)] 'Embedding' in 'Head' needs whole numbers, but the input gives real numbers, [5]; declare the input as in \"i32[T]\"")]
    [InlineData("[Conv2D(8, Groups = 4), Flatten, Dense(3)] Layer Head", "6, 8, 8",
        "ADJ0135 [Conv2D(8, Groups = 4)] 'Conv2D' in 'Head' needs channels that its 4 groups divide, but the input gives [6, 8, 8]; choose a number of groups that divides 6")]
    [InlineData("[MaxPool(3, Pad = 2), Flatten, Dense(3)] Layer Head", "1, 8, 8",
        "ADJ0136 [MaxPool(3, Pad = 2)] 'MaxPool' in 'Head' pads by 2 on each side, but has a window of 3; pad by 1 at most")]
    public void Layers_SayWhatTheyTake(string parts, string input, string error) => Starts(Chain(parts, input), error);

    [Fact]
    public void ArgumentOfAnotherShape_IsReportedAtTheCall()
    {
        string source = "[Model] public partial record Block([Dense(4)] Layer Body) { public Expr Forward([Shape(\"4\")] Expr x) => x + Body(x); }\n"
            + Chain("[Dense(6), Relu] Layer First, [Use<Block>] Layer Second, [Dense(3)] Layer Head");
        Starts(source, "ADJ0108 [Use<Block>] 'Second' takes [4] as 'x', but is given [6]");
        Related(source, "\"4\"", "Relu");
    }

    [Fact]
    public void NumberOfArguments_IsReportedAtTheCall() => Of(
        "[Model] public partial record Block([Dense(4)] Layer Body) { public Expr Forward([Shape(\"4\")] Expr x, [Shape(\"4\")] Expr y) => x + Body(y); }\n"
        + Chain("[Use<Block>] Layer Second, [Dense(3)] Layer Head"),
        "ADJ0109 [Use<Block>] 'Forward' takes 2 values, but is given 1; call it with each of them");

    [Fact]
    public void WeightOfAnInputsSize_IsReported() => Of(
        Chain("[Dense(\"T\"), Flatten, Dense(3)] Layer Head", "T, 4"),
        "ADJ0110 [Dense(\"T\")] 'Head.Dense.Kernel' has the shape [4, T], but 'T' differs from input to input; give the size a number, or a name that no input has");

    [Fact]
    public void ModelOfSeveralOutputs_IsNoStep() => Of(
        "[Model] public partial record Split([Dense(4)] Layer Body) { public (Expr A, Expr B) Forward([Shape(\"4\")] Expr x) => (x, Body(x)); }\n"
        + Chain("[Use<Split>] Layer Second, [Dense(3)] Layer Head"),
        "ADJ0111 [Use<Split>] 'Second' is a step with one output, but the model that it uses gives several; give the part the model's type and call its Forward");

    [Fact]
    public void LossOfSeveralOutputs_AsksForAnObjective() => Of(
        "[Model(Input = \"4\", Loss = Loss.CrossEntropy)] public partial record Net([Dense(3)] Layer A, [Dense(3)] Layer B) { public (Expr A, Expr B) Forward(Expr x) => (A(x), B(x)); }",
        "ADJ0112 [Loss.CrossEntropy] 'CrossEntropy' is the loss of one output, but the model gives A, B; write an [Objective] method that says what to do with them");

    [Fact]
    public void OutputOfWholeNumbers_IsReported() => Of(
        "[Model] public partial record Net([Dense(3)] Layer Head) { public Expr Forward([Shape(\"4\")] Expr x) => ArgMax(Head(x)); "
        + "[Objective] public Expr Learn([Shape(\"4\")] Expr x) => Square(Head(x)); }",
        "ADJ0115 [ArgMax(Head(x))] 'Output' gives whole numbers, i32[], but outputs are real numbers; give what they are computed from, and take the largest afterwards");

    [Fact]
    public void CodeWithoutEnd_IsReported() => Starts(
        Classifier("[Dense(3)] Layer Head", "{ for (int i = 0; i < 1; i = 0) { x = x; } return Head(x); }"), "ADJ0401 [");

    [Fact]
    public void CodeThatFails_IsReported() => Starts(
        Classifier("[Dense(3)] Layer Head", "{ var zero = 0; return Head(x * (1 / zero)); }"), "ADJ0402 [1 / zero] This can't be computed while the model is compiled: ");

    [Fact]
    public void ValueWithinAText_IsReported() => Starts(
        Classifier("[Dense(3)] Layer Head", "=> Head(Reshape(x, $\"2, {x}\"));"),
        "ADJ0402 [$\"2, {x}\"] This can't be computed while the model is compiled: a text is made of texts and numbers, but a value of the network stands in it");

    [Fact]
    public void LossOfWholeNumbers_IsReported() => Of(
        "[Model] public partial record Net([Dense(3)] Layer Head) { public Expr Forward([Shape(\"4\")] Expr x) => Head(x); "
        + "[Objective] public Expr Learn([Shape(\"4\")] Expr x) => ArgMax(Head(x)); }",
        "ADJ0402 [Learn] This can't be computed while the model is compiled: 'Learn' gives the whole numbers i32[], but a loss is a real number, or several");

    private static string Sequence(string labels) =>
        "[Model] public partial record Net([Dense(3)] Layer Head) { public Expr Forward([Shape(\"T, 4\")] Expr x) => Head(x); "
        + $"[Objective] public Expr Learn([Shape(\"T, 4\")] Expr x, {labels}) => SoftmaxCrossEntropy(Head(x), y); }}";
}
