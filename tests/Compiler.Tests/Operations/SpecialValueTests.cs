using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Interpreter;

namespace Adjoint.Tests.Operations;

/// <summary>Ties, NaN and infinities, as the operations' summaries say.</summary>
public class SpecialValueTests
{
    private const double Infinity = double.PositiveInfinity;
    private static readonly Window Pairs = new(1, 6, 1, 3, 1, 3, 0, 0, 1, 2);

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(Infinity, Infinity)]
    [InlineData(-Infinity, 0)]
    [InlineData(0, 0)]
    public void Relu_KeepsNaN(double x, double y) => Assert.Equal(y, new Relu().Apply([x]));

    [Fact]
    public void LeakyRelu_KeepsNaNAndInfinities()
    {
        Assert.Equal(double.NaN, new LeakyRelu(0.5).Apply([double.NaN]));
        Assert.Equal(-Infinity, new LeakyRelu(0.5).Apply([-Infinity]));
        Assert.Equal(Infinity, new LeakyRelu(0.5).Apply([Infinity]));
    }

    [Theory]
    [InlineData(-Infinity, -1, 0)]
    [InlineData(Infinity, 1, 1)]
    [InlineData(-1000, -1, 0)]
    [InlineData(1000, 1, 1)]
    [InlineData(double.NaN, double.NaN, double.NaN)]
    public void TanhAndSigmoid_Saturate(double x, double tanh, double sigmoid)
    {
        Assert.Equal(tanh, new Tanh().Apply([x]));
        Assert.Equal(sigmoid, new Sigmoid().Apply([x]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 2)]
    [InlineData(-0.0, 2)]
    [InlineData(-1, 2)]
    [InlineData(double.NaN, 2)]
    public void SelectPositive_TakesTheSecondForZeroAndNaN(double condition, double chosen) =>
        Assert.Equal(chosen, new SelectPositive().Apply([condition, 1, 2]));

    [Fact]
    public void Maximum_OfEqualValues_PassesItsDerivativeToTheFirst()
    {
        Assert.Equal([1.0, 0.0], Derivatives(new Maximum(), 2, 2));
        Assert.Equal([1.0, 0.0], Derivatives(new Minimum(), 2, 2));
        Assert.Equal([0.0, 1.0], Derivatives(new Maximum(), 2, 3));
        Assert.Equal([0.0, 1.0], Derivatives(new Minimum(), 3, 2));
        Assert.Equal([1.0, 0.0], Derivatives(new Maximum(), 2, double.NaN));
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    public void NaN_IsNeitherGreaterNorEqual_ButMaximumAndMinimum(double a, double b)
    {
        Assert.Equal(0, new Greater().Apply([a, b]));
        Assert.Equal(0, new Equal().Apply([a, b]));
        Assert.Equal(double.NaN, new Maximum().Apply([a, b]));
        Assert.Equal(double.NaN, new Minimum().Apply([a, b]));
    }

    [Fact]
    public void PiecewiseConstants_HaveNoGradientAtAll()
    {
        foreach (ElementwiseOperation operation in new ElementwiseOperation[] { new Sign(), new Floor(), new Round(), new Greater(), new Equal(), new Power(0) })
        {
            Assert.All(Derivatives(operation, 0.5, 0.5), static derivative => Assert.Null(derivative));
        }
    }

    [Fact]
    public void Kinks_HaveTheDerivativeThatTheirSummariesSay()
    {
        Assert.Equal([0.0], Derivatives(new Abs(), 0));
        Assert.Equal([Infinity], Derivatives(new Sqrt(), 0));
        Assert.Equal([Infinity], Derivatives(new Power(0.5), 0));
    }

    [Theory]
    [InlineData(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN)]
    [InlineData(Infinity, Infinity, Infinity, 1, 1)]
    [InlineData(-Infinity, double.NaN, 0, -1, -1)]
    [InlineData(0, 0, 0.6931471805599453, 0, 0)]
    [InlineData(1e-30, 1e-30, 0.6931471805599453, 1.1283791670955127e-30, 1)]
    [InlineData(1000, 6.90875477931522, 1000, 1, 1)]
    [InlineData(-1, -Infinity, 0.31326168751822286, -0.8427007929497149, -1)]
    public void Functions_OfSpecialValues(double x, double log1p, double softplus, double erf, double sign)
    {
        foreach ((double expected, ElementwiseOperation function) in new (double, ElementwiseOperation)[]
        {
            (log1p, new Log1p()), (softplus, new Softplus()), (erf, new Erf()), (sign, new Sign()),
        })
        {
            double found = function.Apply([x]);
            Assert.True(expected.Equals(found) || Math.Abs(expected - found) <= 1e-14 * Math.Abs(expected), $"{function} of {x} is {found:R} instead of {expected:R}");
        }
    }

    [Fact]
    public void Max_TakesTheFirstOfEqual_AndTheFirstNaN()
    {
        Assert.Equal([0, 1, 0, 0], Run(new MaxMask([0]), [4], new Tensor([4], [1, 3, 3, 2])));
        Assert.Equal([0, 1, 0, 0], Run(new MaxMask([0]), [4], new Tensor([4], [9, double.NaN, double.NaN, Infinity])));
        Assert.Equal([1, 0], Run(new MaxMask([0]), [2], new Tensor([2], [-Infinity, -Infinity])));
        Assert.Equal([0, 1, 0, 0], Run(new MaxMask([0, 1]), [2, 2], new Tensor([2, 2], [1, 3, 3, 3])));
        Assert.Equal([1, 0], Run(new ArgMax(1), [2], new Tensor([2, 3], [1, 3, 3, double.NaN, 5, 6])));
        Assert.Equal([3, double.NaN], Run(new Max([1]), [2], new Tensor([2, 2], [1, 3, 5, double.NaN])));
    }

    [Fact]
    public void Max_OverAnEmptyAxis_IsMinusInfinity()
    {
        Assert.Equal([-Infinity, -Infinity], Run(new Max([0]), [2], new Tensor([0, 2], [])));
        Assert.Equal([0, 0], Run(new ArgMax(0), [2], new Tensor([0, 2], [])));
        Assert.Empty(Run(new MaxMask([0]), [0, 2], new Tensor([0, 2], [])));
    }

    [Fact]
    public void ArgMax_SaysThatItHasNoDerivative()
    {
        GraphBuilder builder = new();
        Node x = builder.Add(new ParameterLeaf("x", TensorType.Float([3]), new ZeroInitial()));
        NoDerivativeException exception = Assert.Throws<NoDerivativeException>(() => ReverseMode.Gradient(builder, builder.ArgMax(x, 0), [x]));
        Assert.Equal("'ArgMax' has no derivative, but one is needed through it", exception.Message);
    }

    [Fact]
    public void LogSoftmax_IsFiniteWhereTheSoftmaxIsZero() =>
        Assert.Equal([-2000, 0], Run(new LogSoftmax(), [2], new Tensor([2], [-1000, 1000])));

    [Fact]
    public void MaxPool_OfEqualMaxima_TakesTheFirst() => Assert.Equal([1, 3], Indices(1, 4, 4, 2, 2, 2));

    [Fact]
    public void MaxPool_TakesTheFirstNaN()
    {
        Assert.Equal([1, 3], Indices(9, double.NaN, double.NaN, double.NaN, Infinity, 1));
        Assert.Equal([double.NaN, double.NaN], Maxima(9, double.NaN, 1, double.NaN, Infinity, 1));
    }

    [Fact]
    public void MaxPool_OfInfinities_IsAPlaceInTheWindow()
    {
        Assert.Equal([0, 5], Indices(-Infinity, -Infinity, -Infinity, 0, 1, Infinity));
        Assert.Equal([-Infinity, Infinity], Maxima(-Infinity, -Infinity, -Infinity, 0, 1, Infinity));
    }

    [Fact]
    public void CrossEntropy_OfLargeLogits_IsFinite()
    {
        Tensor logits = new([3, 2], [1e30, -1e30, 5000, 5001, -4000, -4000]);
        Tensor labels = new([3], [1, 0, 1]);
        double[] losses = Run(new CrossEntropy(), [3], logits, labels);
        Assert.Equal([2e30, Math.Log(1 + Math.E), Math.Log(2)], losses.Select(static x => x), static (a, b) => Math.Abs(a - b) <= 1e-12 * Math.Abs(a));
        Assert.Equal([1, -1, -0.7310585786300049, 0.7310585786300049, 0.5, -0.5], Run(new CrossEntropyResidual(), [3, 2], logits, labels), static (a, b) => Math.Abs(a - b) <= 1e-12);
    }

    [Fact]
    public void Softmax_OfEqualRows_IsUniform() =>
        Assert.Equal([0.25, 0.25, 0.25, 0.25], Run(new Softmax(), [1, 4], new Tensor([1, 4], [800, 800, 800, 800])), static (a, b) => Math.Abs(a - b) <= 1e-12);

    [Fact]
    public void LowerSoftmax_DoesNotReadWhatIsAboveTheDiagonal()
    {
        Tensor scores = new([3, 3], [800, double.NaN, Infinity, -800, -800, double.NaN, double.NaN, 0, 0]);
        Assert.Equal([1, 0, 0, 0.5, 0.5, 0, double.NaN, double.NaN, double.NaN], Run(new LowerSoftmax(), [3, 3], scores), static (a, b) => a.Equals(b) || Math.Abs(a - b) <= 1e-12);
    }

    [Fact]
    public void Sum_OverAnEmptyAxis_IsZero() =>
        Assert.Equal([0, 0], Run(new Sum([0]), [2], new Tensor([0, 2], [])));

    [Fact]
    public void DropoutMask_DropsAboutItsRate_AndKeepsTheMean()
    {
        double[] mask = Run(new DropoutMask([Size.Batch], 0.2, 3), [100_000]);
        Assert.Equal([0, 1 / (1 - (double)0.2f)], mask.Distinct().Order());
        Assert.InRange(mask.Count(static factor => factor == 0), 19_500, 20_500);
    }

    [Fact]
    public void DropoutMasks_OfDifferentStreams_Differ() => Assert.NotEqual(
        Run(new DropoutMask([Size.Batch], 0.5, 0), [64]), Run(new DropoutMask([Size.Batch], 0.5, 1), [64]));

    private static double[] Indices(params double[] x) => Run(new MaxPoolIndices(Pairs), [1, 1, 1, 2], new Tensor([1, 1, 1, 6], x));

    private static double[] Maxima(params double[] x) => Run(new MaxPool(Pairs), [1, 1, 1, 2], new Tensor([1, 1, 1, 6], x));

    /// <summary>The derivatives by scalar inputs; null where nothing is derived.</summary>
    private static double?[] Derivatives(ElementwiseOperation operation, params double[] x)
    {
        GraphBuilder builder = new();
        Node[] inputs = [.. x.Take(operation.Arity).Select((_, i) => builder.Add(new ParameterLeaf("x" + i, TensorType.Float([]), new ZeroInitial())))];
        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(builder, builder.Add(operation, inputs), inputs);
        return [.. gradients.Select(gradient => gradient is null ? (double?)null : GraphInterpreter.Run(
            builder.Build([new Output(new LossOutput(), gradient)]),
            leaf => [x[((ParameterLeaf)leaf).FullName[1] - '0']],
            new EvaluationContext(new Dictionary<string, long>(), 0, 0),
            Precision.Double)[0].Values[0])];
    }

    private static double[] Run(Operation operation, int[] shape, params Tensor[] inputs)
    {
        Tensor result = Tensor.Zeros(shape);
        operation.Evaluate(inputs, result, new EvaluationContext(new Dictionary<string, long> { ["n"] = 1 }, 7, 1));
        return result.Values;
    }
}
