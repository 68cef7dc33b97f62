using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Operations;

/// <summary>Samples of loops over sequences: every output, forwards and backwards, one step and several, a named length.</summary>
internal static class ScanSamples
{
    public static IEnumerable<OperationSample> All()
    {
        foreach ((int n, int length, bool isReverse) in new[] { (1, 1, false), (3, 5, false), (2, 3, true), (1, 4, true) })
        {
            GraphBuilder builder = new();
            foreach ((int output, Node node) in Outputs(Loops.CumulativeSum(builder, length, isReverse), states: 1, results: 1))
            {
                yield return Sample(node, n, x => Loops.CumulativeSum(x[0].Values, x[1].Values, isReverse)[output]);
            }
        }

        foreach ((int n, int length, int inputs, int units, bool isReverse) in new[] { (1, 1, 1, 1, false), (2, 3, 1, 3, false), (3, 2, 3, 2, true) })
        {
            foreach ((int output, Node node) in Outputs(Loops.Recurrent(new GraphBuilder(), length, inputs, units, isReverse), states: 1, results: 1))
            {
                yield return Sample(node, n, x => Loops.Recurrent(x[0].Values, x[1].Values, x[2].Values, x[3].Values, n, length, isReverse)[output]);
            }
        }

        foreach ((int n, int length, bool isReverse) in new[] { (1, 3, false), (3, 3, true) })
        {
            // As long as there are samples, which is a length with a name.
            Size size = n == length ? Size.Batch : length;
            foreach ((int output, Node node) in Outputs(Loops.Memory(new GraphBuilder(), size, 2, 3, isReverse), states: 2, results: 2))
            {
                yield return Sample(
                    node, n, x => Loops.Memory(x[0].Values, x[1].Values, x[2].Values, x[3].Values, x[4].Values, n, length, isReverse)[output]);
            }
        }
    }

    private static IEnumerable<(int Output, Node Node)> Outputs(ScanResults loop, int states, int results) =>
    [
        .. Enumerable.Range(0, states).Select(state => (state, loop.Final(state))),
        .. Enumerable.Range(0, results).Select(result => (states + result, loop.Stacked(result))),
        .. Enumerable.Range(0, states).Select(state => (states + results + state, loop.History(state))),
    ];

    private static OperationSample Sample(Node node, int n, Func<Tensor[], double[]> expected) =>
        new(node.Operation, [.. node.Inputs.Select(static input => input.Type)], n, expected, Small);

    /// <summary>Within ±0.6, where the loops' functions are far from flat and rounding has no leverage.</summary>
    private static double[] Small(Random random, int input, int[] shape) =>
        [.. Enumerable.Range(0, shape.Aggregate(1, static (count, axis) => count * axis)).Select(_ => 1.2 * (random.NextDouble() - 0.5))];
}
