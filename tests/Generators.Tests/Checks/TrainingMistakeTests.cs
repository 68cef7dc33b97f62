using static Adjoint.Generators.Tests.Checks.Reports;

namespace Adjoint.Generators.Tests.Checks;

/// <summary>What compiles and hardly trains is a warning at the layer or function that makes it so.</summary>
public sealed class TrainingMistakeTests
{
    [Theory]
    [InlineData("[Dense(3), Softmax] Layer Head")]
    [InlineData("[Dense(3)] Layer Head, [Softmax] Layer Probabilities")]
    public void SoftmaxBeforeCrossEntropy_IsTooMuch(string parts)
    {
        Of(Chain(parts), "ADJ0303 [Softmax] 'Softmax' comes before 'CrossEntropy', which takes the softmax itself: taken twice, it slows training down; remove 'Softmax'");
        Related(Chain(parts), "Loss.CrossEntropy");
    }

    [Fact]
    public void SoftmaxBeforeTheFunctionCrossEntropy_IsTooMuch() => Of(
        Sequence("SoftmaxCrossEntropy(Softmax(Head(x)), y)"),
        "ADJ0303 [Softmax(Head(x))] 'Softmax' comes before 'SoftmaxCrossEntropy', which takes the softmax itself: taken twice, it slows training down; remove 'Softmax'");

    [Theory]
    [InlineData("Focal")]
    [InlineData("SoftTargetCrossEntropy")]
    [InlineData("KullbackLeibler")]
    public void SoftmaxBeforeALossThatContainsIt_IsTooMuch(string loss) => Of(
        Chain("[Dense(3), Softmax] Layer Head", loss: loss),
        $"ADJ0303 [Softmax] 'Softmax' comes before '{loss}', which takes the softmax itself: taken twice, it slows training down; remove 'Softmax'");

    [Theory]
    [InlineData("SoftmaxFocal(Softmax(Head(x)), y)", "SoftmaxFocal")]
    [InlineData("Ctc(Softmax(Head(x)), y)", "Ctc")]
    [InlineData("KullbackLeibler(Softmax(Head(x)), OneHot(y, 3))", "KullbackLeibler")]
    public void SoftmaxBeforeAFunctionThatContainsIt_IsTooMuch(string loss, string function) => Of(
        Sequence(loss),
        $"ADJ0303 [Softmax(Head(x))] 'Softmax' comes before '{function}', which takes the softmax itself: taken twice, it slows training down; remove 'Softmax'");

    [Fact]
    public void SigmoidBeforeBinaryCrossEntropy_IsTooMuch() => Of(
        Chain("[Dense(3), Sigmoid] Layer Head", loss: "BinaryCrossEntropy"),
        "ADJ0304 [Sigmoid] 'Sigmoid' comes before 'BinaryCrossEntropy', which takes the sigmoid itself: taken twice, it slows training down; remove 'Sigmoid'");

    [Theory]
    [InlineData("MeanAbsoluteError", "Sigmoid")]
    [InlineData("Huber", "Relu")]
    [InlineData("Hinge", "Tanh")]
    [InlineData("CosineDistance", "Softmax")]
    public void ActivationBeforeALossOfPlainNumbers_IsNoMistake(string loss, string activation) =>
        Of(Chain($"[Dense(3), {activation}] Layer Head", loss: loss));

    [Fact]
    public void SigmoidBeforeSigmoidCrossEntropy_IsTooMuch() => Of(
        Regression("[Dense(1)] Layer Head", "SigmoidCrossEntropy(Sigmoid(Head(x)), y)"),
        "ADJ0304 [Sigmoid(Head(x))] 'Sigmoid' comes before 'SigmoidCrossEntropy', which takes the sigmoid itself: taken twice, it slows training down; remove 'Sigmoid'");

    [Theory]
    [InlineData("Relu", "numbers from 0 up")]
    [InlineData("Sigmoid", "numbers between 0 and 1")]
    [InlineData("Tanh", "numbers between -1 and 1")]
    [InlineData("Softplus", "numbers above 0")]
    public void ActivationBeforeCrossEntropy_IsTooMuch(string activation, string range) => Of(
        Chain($"[Dense(3), {activation}] Layer Head"),
        $"ADJ0305 [{activation}] '{activation}' comes before 'CrossEntropy', which compares logits of any size and sign, but it gives only {range}; remove '{activation}'");

    [Theory]
    [InlineData("Relu", "Relu", "which changes nothing")]
    [InlineData("Relu", "Sigmoid", "and is given no negative numbers, so it gives nothing below a half")]
    [InlineData("Tanh", "Tanh", "so it gives only numbers between -0.77 and 0.77")]
    [InlineData("Sigmoid", "Relu", "which changes nothing")]
    [InlineData("PRelu", "Relu", "which undoes the slope of the first")]
    [InlineData("PRelu", "PRelu", "and its slope and the first one's are no more than one")]
    [InlineData("LeakyRelu", "LeakyRelu", "which only makes its slope smaller")]
    [InlineData("Softmax", "Softmax", "which makes the probabilities nearly equal")]
    [InlineData("Relu", "Elu", "which changes nothing")]
    [InlineData("Relu", "Gelu", "and is given no negative numbers")]
    [InlineData("HardSigmoid", "Softsign", "and is given no negative numbers, so it gives none either")]
    [InlineData("Softplus", "Selu", "and is given no negative numbers, so it only multiplies by a constant")]
    [InlineData("Gelu", "Relu", "which cuts off what the first lets through below zero")]
    [InlineData("Silu", "Silu", "which only bends once more what is bent already")]
    [InlineData("LeakyRelu", "Mish", "which only bends once more what is bent already")]
    [InlineData("Softsign", "Relu", "which cuts off half of what the first gives")]
    [InlineData("Tanh", "Elu", "which changes half of what the first gives")]
    [InlineData("Tanh", "Softsign", "so it gives only numbers between -0.5 and 0.5")]
    [InlineData("Softsign", "Sigmoid", "so it gives only numbers between 0.27 and 0.73")]
    [InlineData("Tanh", "HardSigmoid", "which is a straight line for all that it is given")]
    public void ActivationAfterActivation_IsTooMuch(string first, string second, string consequence)
    {
        string source = Chain($"[Dense(8), {first}] Layer Body, [{second}, Dense(3)] Layer Head");
        Of(source, $"ADJ0306 [{second}] '{second}' follows '{first}' directly, {consequence}; remove one of them, or put a layer with weights between them");
        Related(source, first);
    }

    [Fact]
    public void DropoutOfTheOutput_IsNoise() => Of(
        Chain("[Dense(3), Dropout(0.5f)] Layer Head"),
        "ADJ0307 [Dropout(0.5f)] 'Dropout' sets random elements of the output to zero just before 'CrossEntropy', which then trains on noise; put it before the last layer with weights");

    [Fact]
    public void BatchNormOfTheOutput_MixesSamples() => Of(
        Chain("[Dense(3), BatchNorm] Layer Head"),
        "ADJ0308 [BatchNorm] 'BatchNorm' makes the output of each sample depend on the other samples just before 'CrossEntropy'; put it before the last layer with weights");

    [Fact]
    public void StatisticsOfOneElement_SayNothing() => Of(
        Chain("[Dense(1), LayerNorm, Dense(3)] Layer Head"),
        "ADJ0309 [LayerNorm] 'LayerNorm' takes mean and variance of one single element, so it gives the same whatever it is given; give it more than one feature, or remove it");

    [Theory]
    [InlineData("Log(Body(x))", "Log", "its argument is 0 or less", "take it of what is always positive, as Exp, Softplus and Softmax are, or keep the argument away from 0, as in Maximum(x, 1e-6f)")]
    [InlineData("Sqrt(Square(Body(x)))", "Sqrt", "its argument is 0, as its slope is infinite there", "add a small number to what can't be negative, as in Sqrt(Square(x) + 1e-6f)")]
    [InlineData("x / Body(x)", "/", "the divisor is 0", "add a small number to a divisor that can't be negative, as in x / (Abs(y) + 1e-6f)")]
    public void ArgumentThatTrainingCanMoveOutOfRange_IsReported(string value, string function, string where, string fix) => Of(
        Classifier("[Dense(4)] Layer Body, [Dense(3)] Layer Head", $"=> Head({value});"),
        $"ADJ0310 [{value}] '{function}' is not finite where {where}, which nothing prevents here; {fix}");

    [Theory]
    [InlineData("Log(x)")]
    [InlineData("Log(Exp(Body(x)))")]
    [InlineData("Log(Square(Body(x)) + 1e-6f)")]
    [InlineData("Log(1f - 0.5f * Sigmoid(Body(x)))")]
    [InlineData("Log(Maximum(Body(x), 1e-6f))")]
    [InlineData("Sqrt(Variance(Body(x)) + 1e-5f) * x")]
    [InlineData("x / (1f + Abs(Body(x)))")]
    [InlineData("x / Sum(Softplus(Body(x)), -1, true)")]
    [InlineData("Body(x) / 2f")]
    public void ArgumentThatIsBounded_IsNot(string value) => Of(Classifier("[Dense(4)] Layer Body, [Dense(3)] Layer Head", $"=> Head({value} + Body(x));"));

    [Theory]
    [InlineData("Softmax", "LogSoftmax(x)")]
    [InlineData("Sigmoid", "-Softplus(-x)")]
    public void LogarithmOfAnActivation_HasItsOwnFunction(string activation, string function) => Of(
        Regression("[Dense(1)] Layer Head", $"-(y * Log({activation}(Head(x))))"),
        $"ADJ0314 [Log({activation}(Head(x)))] 'Log' of '{activation}' is not finite where '{activation}' rounds to 0; write {function}, which is");

    [Fact]
    public void LinearAfterLinear_IsOneLinear() => Of(
        Chain("[Dense(64)] Layer Hidden, [Dense(3)] Layer Head"),
        "ADJ0311 [Dense(3)] 'Dense in Head' follows 'Dense in Hidden' directly, and two linear layers are no more than one; put an activation between them, such as [Relu]");

    [Fact]
    public void WeightsThatStartEqual_StayEqual() => Of(
        Classifier("[Weight(\"4, 8\", Init = Init.Zeros)] Expr First, [Weight(\"8, 3\", Init = Init.Zeros)] Expr Second", "=> MatMul(Tanh(MatMul(x, First)), Second);"),
        "ADJ0312 [Weight(\"4, 8\", Init = Init.Zeros)] 'First' starts with zeros, and so does 'Second' after it, so no gradient tells their elements apart; "
        + "start it at random, as with Init = Init.He");

    [Fact]
    public void ZerosUnderRelu_NeverChange() => Of(
        Classifier("[Weight(\"4, 8\", Init = Init.Zeros)] Expr First, [Dense(3)] Layer Head", "=> Head(Relu(MatMul(x, First)));"),
        "ADJ0312 [Weight(\"4, 8\", Init = Init.Zeros)] 'First' starts with zeros, and 'Relu' of zeros passes no gradient back, so it never changes; "
        + "start it at random, as with Init = Init.He");

    [Fact]
    public void StateThatNothingChanges_IsReported() => Of(
        Classifier("[State(\"4\")] Expr Mean, [Dense(3)] Layer Head", "=> Head(x - Mean);"),
        "ADJ0313 [Mean] 'Mean' is read, but nothing changes it; say what it becomes, as in Mean.Becomes(0.9f * Mean + 0.1f * Ops.Mean(x, Axis.Batch)), or make it a [Weight] with [Frozen]");

    [Theory]
    [InlineData("[Dense(64), BatchNorm, Relu, Dropout(0.2f)] Layer Hidden, [Dense(3)] Layer Head")]
    [InlineData("[Dense(2, Bias = false), Dense(64), Relu] Layer LowRank, [Dense(3)] Layer Head")]
    [InlineData("[Dense(8), Sigmoid, Softmax, Dense(3)] Layer Head")]
    [InlineData("[LayerNorm, Dense(16), Gelu, Dense(4), LayerNorm, Dense(3)] Layer Head")]
    public void UsualChains_AreNoMistakes(string parts) => Of(Chain(parts));

    [Theory]
    [InlineData("[Dense(4), Relu] Layer A, [Dense(4)] Layer B, [Dense(3)] Layer Head", "=> Head(Relu(x + B(A(x))));")]
    [InlineData("[Dense(4)] Layer A, [Dense(4)] Layer B, [Dense(3)] Layer Head", "{ var h = A(x); return Head(h + B(h)); }")]
    [InlineData("[Dense(4)] Layer A, [Dense(3)] Layer Head", "{ var h = A(x); return Head(h * Tanh(Softplus(h))); }")]
    [InlineData("[Weight(\"4, 2\")] Expr Down, [Weight(\"2, 4\", Init = Init.Zeros)] Expr Up, [Dense(3)] Layer Head", "=> Head(x + MatMul(MatMul(x, Down), Up));")]
    public void UsualWirings_AreNoMistakes(string parts, string body) => Of(Classifier(parts, body));

    [Fact]
    public void Digits_IsRight() => GeneratorFixture.Run(GeneratorFixture.DigitNet).AssertReports();

    [Fact]
    public void Warnings_DoNotStopTheProgram()
    {
        GeneratorRun run = GeneratorFixture.Run(Chain("[Dense(3), Softmax] Layer Head"));
        Assert.NotEmpty(run.Files);
    }

    [Fact]
    public void MistakeWithinARepeatedModel_IsReportedOnce() => Of(
        "[Model] public partial record Block([Dense(4), Relu, Relu] Layer Body) { public Expr Forward([Shape(\"4\")] Expr x) => x + Body(x); }\n"
        + Chain("[Use<Block>(Repeat = 3)] Layer Blocks, [Dense(3)] Layer Head"),
        "ADJ0306 [Relu] 'Relu' follows 'Relu' directly, which changes nothing; remove one of them, or put a layer with weights between them");

    private static string Sequence(string loss) =>
        "[Model] public partial record Net([Dense(3)] Layer Head) { public Expr Forward([Shape(\"T, 4\")] Expr x) => Head(x); "
        + $"[Objective] public Expr Learn([Shape(\"T, 4\")] Expr x, [Shape(\"i32[T]\")] Expr y) => {loss}; }}";

    private static string Regression(string parts, string loss) =>
        $"[Model] public partial record Net({parts}) {{ public Expr Forward([Shape(\"4\")] Expr x) => Head(x); "
        + $"[Objective] public Expr Learn([Shape(\"4\")] Expr x, [Shape(\"1\")] Expr y) => {loss}; }}";
}
