using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// Functions along axes. They take a value and then nothing (all axes of a sample), an axis or several, and whether the axes stay, with
/// size 1.
/// </summary>
internal static class ReductionFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        Reduction("Sum", static (builder, x, axes) => builder.Sum(x, axes)),
        Reduction("Mean", static (builder, x, axes) => builder.Mean(x, axes)),
        Reduction("Max", static (builder, x, axes) => builder.Max(x, axes)),
        Reduction("Min", static (builder, x, axes) => builder.Negate(builder.Max(builder.Negate(x), axes))),
        Reduction("Variance", Variance),
        Reduction("LogSumExp", LogSumExp),
        new("ArgMax", static call =>
        {
            Node x = ElementwiseFunctions.Float(call, 0);
            return call.Builder.Add(new ArgMax(call.Axis(x, 1)), x);
        }),
        new("CumulativeSum", static call =>
        {
            Node x = ElementwiseFunctions.Float(call, 0);
            return call.Builder.Add(new CumulativeSum(call.Axis(x, 1), Reverse: false), x);
        }),
        new("Softmax", static call => AlongLast(call, new Softmax())),
        new("LogSoftmax", static call => AlongLast(call, new LogSoftmax())),
    ];

    /// <summary>The mean of the squared distances from the mean.</summary>
    private static Node Variance(GraphBuilder builder, Node x, EquatableArray<int> axes)
    {
        Node centred = builder.Subtract(x, builder.Broadcast(builder.Mean(x, axes), x.Shape, axes));
        return builder.Mean(builder.Multiply(centred, centred), axes);
    }

    /// <summary><c>m + log Σ exp(x − m)</c> with the largest element m, which may be taken for a constant.</summary>
    private static Node LogSumExp(GraphBuilder builder, Node x, EquatableArray<int> axes)
    {
        Node largest = builder.Add(new StopGradient(), builder.Max(x, axes));
        Node sum = builder.Sum(builder.Add(new Exp(), builder.Subtract(x, builder.Broadcast(largest, x.Shape, axes))), axes);
        return builder.Add(largest, builder.Add(new Log(), sum));
    }

    private static FunctionDefinition Reduction(string name, Func<GraphBuilder, Node, EquatableArray<int>, Node> build) => new(name, call =>
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        int first = FunctionCall.HasBatch(x) ? 1 : 0;
        EquatableArray<int> axes = call.IsGiven(1) ? call.AxisOrAxes(x, 1) : Enumerable.Range(first, x.Shape.Rank - first).ToEquatableArray();
        Node result = build(call.Builder, x, axes);
        return call.Boolean(2)
            ? call.Builder.Reshape(result, new Shape(x.Shape.Select((size, axis) => axes.Contains(axis) ? Size.One : size).ToEquatableArray()))
            : result;
    });

    /// <summary>Applies what works along the last axis along any other.</summary>
    private static Node AlongLast(FunctionCall call, Operation operation)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        int axis = call.Axis(x, 1);
        int last = x.Shape.Rank - 1;
        if (axis == last)
        {
            return call.Builder.Add(operation, x);
        }

        EquatableArray<int> order = Enumerable.Range(0, x.Shape.Rank).Select(i => i == axis ? last : i == last ? axis : i).ToEquatableArray();
        return call.Builder.Permute(call.Builder.Add(operation, call.Builder.Permute(x, order)), order);
    }
}
