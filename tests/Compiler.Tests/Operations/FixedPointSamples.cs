using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Operations;

/// <summary>Samples of fixed points, exact enough for differences in double precision.</summary>
internal static class FixedPointSamples
{
    private const int Iterations = 300;

    public static IEnumerable<OperationSample> All()
    {
        foreach ((int n, int units) in new[] { (1, 1), (3, 1), (1, 3), (2, 3), (5, 2), (4, 3), (1, 2), (7, 1) })
        {
            Node node = Layer(new GraphBuilder(), units, Iterations, 1e-14);
            yield return new OperationSample(
                node.Operation, [.. node.Inputs.Select(static input => input.Type)], n, x => Solve(x[0].Values, x[1].Values, x[2].Values, n, units), Values.AwayFromZero);
        }
    }

    /// <summary><c>z = tanh(z·w) / 8 + x</c>, which contracts for weights up to two.</summary>
    public static Node Layer(GraphBuilder builder, int units, int iterations, double tolerance)
    {
        FixedPointBuilder point = new(builder, Leaf(builder, "start", [Size.Batch, units]), iterations, tolerance);
        Node w = point.Capture(Leaf(builder, "w", [units, units]));
        Node x = point.Capture(Leaf(builder, "x", [Size.Batch, units]));
        GraphBuilder step = point.Step;
        Node activation = step.Add(new Tanh(), step.Add(new Contract("ni", "io", "no"), point.State, w));
        return point.Build(step.Add(step.Multiply(activation, step.Fill(x.Shape, 0.125)), x));
    }

    private static double[] Solve(double[] start, double[] w, double[] x, int n, int units)
    {
        double[] z = start;
        for (int i = 0; i < Iterations; i++)
        {
            z =
            [
                .. from row in Enumerable.Range(0, n)
                   from k in Enumerable.Range(0, units)
                   let sum = Enumerable.Range(0, units).Sum(j => z[(row * units) + j] * w[(j * units) + k])
                   select (Math.Tanh(sum) / 8) + x[(row * units) + k],
            ];
        }

        return z;
    }

    private static Node Leaf(GraphBuilder builder, string name, Shape shape) =>
        builder.Add(new ParameterLeaf(name, TensorType.Float(shape), new ZeroInitial()));
}
