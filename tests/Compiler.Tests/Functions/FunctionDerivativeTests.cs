using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Functions;

/// <summary>The derivatives of every function by all its values, against central differences in double precision.</summary>
public sealed class FunctionDerivativeTests
{
    private const double Step = 1e-5;
    private const double Tolerance = 1e-6;

    // Their derivative is not that of their value, by definition.
    private static readonly string[] Given = ["StopGradient", "WithGradient", "RoundStraightThrough", "FloorStraightThrough"];

    // The iterations of a fixed point stop short of its value; beside the −∞ of a mask a sum has no differences.
    private static readonly string[] Approximate = ["FixedPoint", "CausalMask"];

    public static TheoryData<string> Names => [.. FunctionSamples.All.Select(static sample => sample.Function).Distinct().Except(Given).Except(Approximate)];

    // What slides has eight shapes of its own in SlidingFixtureTests; what computes numbers from nothing has one result.
    public static TheoryData<string> NamesOfManyShapes => [.. FunctionSamples.All.Select(static sample => sample.Function).Distinct()
        .Except(ConvolutionFunctions.All.Concat(SlidingFunctions.All).Select(static function => function.Name)).Except(["Zeros", "Ones"])];

    [Theory]
    [MemberData(nameof(Names))]
    public void FirstDerivative_AgreesWithDifferences(string function) => Assert.All(Samples(function), static item =>
        Assert.Null(Difference(item.Sample, item.Batch, isSecond: false)));

    [Theory]
    [MemberData(nameof(Names))]
    public void SecondDerivative_AgreesWithDifferences(string function) => Assert.All(Samples(function), static item =>
        Assert.Null(Difference(item.Sample, item.Batch, isSecond: true)));

    [Theory]
    [MemberData(nameof(NamesOfManyShapes))]
    public void Samples_HaveManyShapes(string function) => Assert.Null(ShapeCoverage.Lacks(Samples(function).Select(static item =>
        (item.Sample.Inputs.Append(item.Sample.Shape).Select(static text => Computation.ShapeOf(text)), item.Batch))));

    [Fact]
    public void WrongDerivative_IsCaught() => Assert.Contains("differences give", Difference(
        new FunctionSample("WithGradient", ["3"], static x => Ops.WithGradient(Ops.Sin, static (a, d) => d * a, x[0]), "3", static v => v[0]), 2, isSecond: false));

    [Fact]
    public void StraightThrough_HasTheDerivativeOne()
    {
        Computation computation = new(2, 5);
        Expr x = computation.Value("3");
        Assert.All(computation.Run(Ops.Gradient(Ops.RoundStraightThrough(x), x)).Values, static value => Assert.Equal(1, value));
        Assert.All(computation.Run(Ops.Gradient(Ops.FloorStraightThrough(x), x)).Values, static value => Assert.Equal(1, value));
    }

    private static IEnumerable<(FunctionSample Sample, int Batch)> Samples(string function) =>
        from sample in FunctionSamples.All where sample.Function == function from batch in new[] { 1, 2, 5 } select (sample, batch);

    /// <summary>Where the derivative of a weighted sum of the value, or of its gradient, differs; null where all agrees.</summary>
    private static string? Difference(FunctionSample sample, int batch, bool isSecond)
    {
        int seed = 40 + batch;
        Computation computation = new(batch, seed);
        Expr[] inputs = [.. sample.Inputs.Select(computation.Value)];
        using IDisposable entered = computation.Enter();
        Node result = sample.Build(inputs).Node;
        if (result.Type.Element != ElementType.Float32 || inputs.Length == 0)
        {
            return null;
        }

        GraphBuilder builder = inputs[0].Model!.Builder;
        IReadOnlyList<(Node Leaf, double[] Values)> variables = computation.Variables;
        Node scalar = computation.WeightedSum(result);
        if (isSecond)
        {
            Node[] first = [.. ReverseMode.Gradient(builder, scalar, [.. variables.Select(static variable => variable.Leaf)]).OfType<Node>()];
            if (first.Length == 0)
            {
                return null;
            }

            scalar = first.Select(computation.WeightedSum).Aggregate(builder.Add);
        }

        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(builder, scalar, [.. variables.Select(static variable => variable.Leaf)]);
        foreach (((Node leaf, double[] x), Node? gradient) in variables.Zip(gradients))
        {
            double[] found = gradient is null ? new double[x.Length] : computation.Run(gradient).Values;
            for (int i = 0; i < x.Length; i++)
            {
                double centre = x[i];
                x[i] = centre + Step;
                double above = computation.Run(scalar).Values[0];
                x[i] = centre - Step;
                double below = computation.Run(scalar).Values[0];
                x[i] = centre;
                double expected = (above - below) / (2 * Step);
                if (!(Math.Abs(found[i] - expected) <= Tolerance * Math.Max(1, Math.Abs(expected))))
                {
                    return $"{sample}, batch {batch}, seed {seed}: the derivative by element {i} of {leaf} is {found[i]:R}, differences give {expected:R}";
                }
            }
        }

        return null;
    }
}
