using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>The losses that a declaration names, and losses at the ends of the range of numbers.</summary>
public sealed class LossTests
{
    /// <summary>The losses by their names, as the functions that give each sample's.</summary>
    private static readonly Dictionary<string, Func<Expr, Expr, Expr>> ByFunction = new()
    {
        ["CrossEntropy"] = static (x, t) => SoftmaxCrossEntropy(x, t),
        ["MeanSquaredError"] = SquaredError,
        ["MeanAbsoluteError"] = AbsoluteError,
        ["Huber"] = static (x, t) => Huber(x, t),
        ["BinaryCrossEntropy"] = SigmoidCrossEntropy,
        ["Hinge"] = Hinge,
        ["Focal"] = static (x, t) => SoftmaxFocal(x, t),
        ["SoftTargetCrossEntropy"] = SoftTargetCrossEntropy,
        ["KullbackLeibler"] = KullbackLeibler,
        ["CosineDistance"] = static (x, t) => 1 - CosineSimilarity(x, t),
    };

    public static TheoryData<string> Names => [.. LossCatalog.All.Select(static loss => loss.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void LossOfADeclaration_IsTheMeanOfItsFunction(string name)
    {
        foreach (string shape in new[] { "3", "2, 3" })
        {
            Computation computation = new(5, 30);
            Expr output = computation.Value(shape);
            LossDefinition definition = LossCatalog.Find(name)!;
            bool ofLabels = definition.TargetType(new LossContext(output.Node.Type, "the test", 0, string.Empty, default)).Element == Compiler.Shapes.ElementType.Int32;
            Expr target = ofLabels ? computation.Value(shape == "3" ? "i32[]" : "i32[2]") : Softmax(computation.Value(shape));
            Node loss = definition.Build(output.Model!.Builder, output.Node, target.Node);
            Expr each = ByFunction[name](output, target);
            Assert.Equal(computation.Run(Mean(Mean(each), Axis.Batch)).Values[0], computation.Run(loss).Values[0], 1e-12);
        }
    }

    [Theory]
    [InlineData("SoftTargetCrossEntropy")]
    [InlineData("Focal")]
    [InlineData("CosineDistance")]
    public void LossOfRows_RefusesSingleNumbers(string name)
    {
        Computation computation = new(2, 31);
        Assert.Throws<DeclarationException>(() => LossCatalog.Find(name)!.TargetType(new LossContext(computation.Value("1").Node.Type, "the test", 0, string.Empty, default)));
        Assert.Throws<DeclarationException>(() => LossCatalog.Find(name)!.TargetType(new LossContext(computation.Value(string.Empty).Node.Type, "the test", 0, string.Empty, default)));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(-500)]
    public void LargeLogits_HaveFiniteLossesAndGradients(double size)
    {
        Computation computation = new(2, 32);
        Expr x = computation.Value("3");
        Expr labels = computation.Value("i32[]");
        Array.Fill(computation.ValuesOf(x), size);
        computation.ValuesOf(x)[1] = -size;
        Expr targets = OneHot(labels, 3);
        foreach (Expr loss in new[]
        {
            SigmoidCrossEntropy(x, targets), SigmoidFocal(x, targets, 0.5f), SoftmaxCrossEntropy(x, labels, 0.1f), SoftmaxFocal(x, labels, 0.5f),
            SoftTargetCrossEntropy(x, targets), KullbackLeibler(x, targets), InfoNce(x, targets),
        })
        {
            Assert.All(computation.Run(loss).Values, static value => Assert.True(double.IsFinite(value)));
            Assert.All(computation.Run(Gradient(loss, x)).Values, static value => Assert.True(double.IsFinite(value)));
        }
    }

    [Fact]
    public void VectorsOfZeros_HaveFiniteGradients()
    {
        Computation computation = new(2, 33);
        (Expr a, Expr b) = (computation.Value("3"), computation.Value("3"));
        Array.Clear(computation.ValuesOf(a));
        Assert.Equal([0, 0], computation.Run(CosineSimilarity(a, b)).Values);
        foreach (Expr loss in new[] { CosineSimilarity(a, b), TripletMargin(a, a + 0, b), InfoNce(a, b) })
        {
            Assert.All(computation.Run(Gradient(loss, a)).Values, static value => Assert.True(double.IsFinite(value)));
        }
    }

    [Fact]
    public void HuberWithoutDifference_IsCurved()
    {
        Computation computation = new(2, 34);
        Expr x = computation.Value("3");
        Assert.All(computation.Run(HessianProduct(Huber(x, StopGradient(x)), x, 1f)).Values, static value => Assert.Equal(1.0 / 3, value, 12));
    }

    [Fact]
    public void LabelsThatDoNotFitTheSteps_AreImpossible()
    {
        Computation computation = new(2, 35);
        (Expr logits, Expr labels) = (computation.Value("2, 4"), computation.Value("i32[3]"));
        Expr loss = Ctc(logits, labels, blank: 3);
        Assert.All(computation.Run(loss).Values, static value => Assert.Equal(double.PositiveInfinity, value));
        Assert.All(computation.Run(Gradient(loss, logits)).Values, static value => Assert.Equal(0, value));
    }

    [Fact]
    public void MissingLabels_CountNothing()
    {
        Computation computation = new(2, 37);
        (Expr logits, Expr labels) = (computation.Value("2, 3"), computation.Value("i32[2]"));
        double[] all = computation.Run(SoftmaxCrossEntropy(logits, labels)).Values;
        computation.ValuesOf(labels)[1] = -1;
        Expr loss = MaskedCrossEntropy(logits, labels);
        Assert.Equal([all[0], 0, all[2], all[3]], computation.Run(loss).Values, static (double a, double b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1, 0, 1, 1], computation.Run(LabelMask(labels, 3)).Values);
        Assert.All(computation.Run(Gradient(loss, logits)).Values[3..6], static slope => Assert.Equal(0, slope));
        Expr mean = Sum(loss, [Axis.Batch, 0]) / Maximum(Sum(LabelMask(labels, 3), [Axis.Batch, 0]), 1f);
        Assert.Equal((all[0] + all[2] + all[3]) / 3, computation.Run(mean).Values[0], 12);
    }

    [Fact]
    public void WeightsOfSamples_AreArithmetic()
    {
        Computation computation = new(4, 36);
        (Expr logits, Expr labels, Expr weights) = (computation.Value("3"), computation.Value("i32[]"), computation.Value(string.Empty));
        Expr each = SoftmaxCrossEntropy(logits, labels);
        double[] losses = computation.Run(each).Values;
        double[] w = computation.ValuesOf(weights);
        double mean = computation.Run(Sum(weights * each, Axis.Batch) / Sum(weights, Axis.Batch)).Values[0];
        Assert.Equal(losses.Zip(w, static (loss, weight) => loss * weight).Sum() / w.Sum(), mean, 12);
    }
}
