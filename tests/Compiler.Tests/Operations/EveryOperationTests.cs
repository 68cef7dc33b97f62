using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Operations;

public class EveryOperationTests
{
    public static TheoryData<string> Names => [.. Concrete.Select(static type => type.Name)];

    // Leaves compute nothing.
    private static IEnumerable<Type> Concrete => typeof(Operation).Assembly.GetTypes()
        .Where(static type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract && !type.IsSubclassOf(typeof(Leaf)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_HaveManyShapes(string name) =>
        Assert.Null(ShapeCoverage.Lacks(Of(name).Select(static sample => (sample.Types.Append(sample.Operation.Infer(sample.Types)).Select(static type => type.Shape), sample.Batch))));

    [Theory]
    [MemberData(nameof(Names))]
    public void Reference_AgreesWithAPlainComputation(string name)
    {
        foreach (OperationSample sample in Of(name))
        {
            Tensor[] inputs = sample.DrawInputs(new Random(11));
            TensorType type = sample.Operation.Infer(sample.Types);
            Tensor result = Tensor.Zeros(type.Shape.Evaluate(sample.Context.Bindings));
            sample.Operation.Evaluate(inputs, result, sample.Context);
            double[] expected = sample.Expected(inputs);
            Assert.Equal(expected.Length, result.Values.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.True(
                    Math.Abs(expected[i] - result.Values[i]) <= 1e-12 * Math.Max(1, Math.Abs(expected[i])),
                    $"{sample}: element {i} is {result.Values[i]:R} instead of {expected[i]:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FirstDerivative_AgreesWithDifferences(string name)
    {
        foreach (OperationSample sample in Of(name).Where(static sample => FollowsItsDefinition(sample.Operation)))
        {
            Assert.Null(GradientCheck.First(sample, seed: 12));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SecondDerivative_AgreesWithDifferences(string name)
    {
        foreach (OperationSample sample in Of(name).Where(static sample => FollowsItsDefinition(sample.Operation)))
        {
            Assert.Null(GradientCheck.Second(sample, seed: 13));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DerivativeAlongATangent_AgreesWithDifferences(string name)
    {
        foreach (OperationSample sample in Of(name).Where(static sample => FollowsItsDefinition(sample.Operation)))
        {
            Assert.Null(GradientCheck.Forward(sample, seed: 16));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Flops_AreNeverNegative(string name)
    {
        foreach (OperationSample sample in Of(name))
        {
            GraphBuilder builder = new();
            Node node = builder.Add(sample.Operation, [.. sample.Types.Select((type, i) => builder.Add(new ParameterLeaf("x" + i, type, new ZeroInitial())))]);
            Assert.True(sample.Operation.Flops(node).Evaluate(sample.Context.Bindings) >= 0, sample.ToString());
        }
    }

    [Fact]
    public void WrongDerivative_IsCaught()
    {
        OperationSample sample = Of(nameof(Tanh)).First(static sample => sample.Batch == 3);
        Assert.Null(GradientCheck.First(sample, seed: 14));
        Assert.Contains("differences give", GradientCheck.First(sample with { Operation = new TanhWithWrongDerivative() }, seed: 14));
    }

    [Fact]
    public void WrongSecondDerivative_IsCaught()
    {
        OperationSample sample = Of(nameof(Tanh)).First(static sample => sample.Batch == 3);
        Assert.Null(GradientCheck.Second(sample, seed: 14));
        Assert.Contains("differences give", GradientCheck.Second(sample with { Operation = new TanhWithWrongDerivative() }, seed: 14));
    }

    [Fact]
    public void WrongDerivativeAlongATangent_IsCaught()
    {
        OperationSample sample = Of(nameof(Tanh)).First(static sample => sample.Batch == 3);
        Assert.Null(GradientCheck.Forward(sample, seed: 14));
        Assert.Contains("differences give", GradientCheck.Forward(sample with { Operation = new TanhWithWrongDerivative() }, seed: 14));
    }

    [Fact]
    public void ForgottenDerivative_IsCaught() =>
        Assert.Contains("is 0, differences give", GradientCheck.First(Of(nameof(Tanh))[0] with { Operation = new TanhWithoutDerivative() }, seed: 15));

    [Fact]
    public void Leaf_HasNoValueOfItsOwn()
    {
        TensorType type = TensorType.Float([Size.Batch]);
        foreach (Leaf leaf in new Leaf[] { new InputLeaf(type), new TargetLeaf(type), new ParameterLeaf("p", type, new ZeroInitial()) })
        {
            InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() =>
                leaf.Evaluate([], Tensor.Zeros([1]), new EvaluationContext(new Dictionary<string, long>(), 0, 0)));
            Assert.Equal($"The value of '{leaf.Name}' has to be given.", exception.Message);
            Assert.Equal(type, leaf.Infer([]));
        }
    }

    /// <summary>Whether the derivative is that of the value, rather than none or one that is given.</summary>
    private static bool FollowsItsDefinition(Operation operation) => operation is not (MaxPoolIndices or ArgMax or StopGradient or CustomGradient or Compress or Expand);

    private static OperationSample[] Of(string name) => [.. OperationSamples.All.Where(sample => sample.Operation.GetType().Name == name)];

    /// <summary>Has the derivative <c>1 − y</c>; right would be <c>1 − y²</c>.</summary>
    private sealed record TanhWithWrongDerivative : TanhForTests
    {
        public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) => adjoints.Add(node.Inputs[0], () =>
            adjoints.Builder.Multiply(cotangent, adjoints.Builder.Subtract(adjoints.Builder.Fill(node.Shape, 1), node)));
    }

    /// <summary>Adds nothing to its input.</summary>
    private sealed record TanhWithoutDerivative : TanhForTests
    {
        public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
        {
        }
    }

    private abstract record TanhForTests : ElementwiseOperation
    {
        public override string Name => "TanhForTests";

        public override int Arity => 1;

        public override string Formula => "V.Tanh({0})";

        public override int FlopsPerElement => 20;

        public override double Apply(ReadOnlySpan<double> x) => Math.Tanh(x[0]);
    }
}
