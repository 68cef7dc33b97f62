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
        Reduction("Product", static (builder, x, axes) => axes.Reverse().Aggregate(x, (product, axis) => ProductAlong(builder, product, axis))),
        Reduction("Norm", Norm),
        new("ArgMax", static call =>
        {
            Node x = ElementwiseFunctions.Float(call, 0);
            return call.Builder.Add(new ArgMax(call.Axis(x, 1)), x);
        }),
        new("ArgMin", static call =>
        {
            Node x = ElementwiseFunctions.Float(call, 0);
            return call.Builder.ArgMax(call.Builder.Negate(x), call.Axis(x, 1));
        }),
        new("TopK", TopK),
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

    /// <summary>
    /// The product along an axis. Halves of the axis are multiplied until one place is left, so that the derivative by a factor is the
    /// product of the others also where some are zero. An axis of a named size is a loop.
    /// </summary>
    private static Node ProductAlong(GraphBuilder builder, Node x, int axis)
    {
        Shape rest = Axes.Without(x.Shape, [axis]);
        if (!x.Shape[axis].IsConstant)
        {
            ScanBuilder loop = new(builder, x.Shape[axis], isReverse: false);
            Node product = loop.State(builder.Fill(rest, 1));
            return loop.Build([loop.Step.Multiply(product, loop.Item(x, axis))], []).Final(0);
        }

        for (long size = x.Shape[axis].Constant; size > 1; size = (size + 1) / 2)
        {
            long half = size / 2;
            Node paired = builder.Multiply(builder.Slice(x, axis, 0, half), builder.Slice(x, axis, half, half));
            x = size % 2 == 0 ? paired : builder.Concat(axis, paired, builder.Slice(x, axis, 2 * half, 1));
        }

        return builder.Reshape(x, rest);
    }

    /// <summary><c>√Σ x²</c>. At zero, where the root has no derivative, a constant takes its place; NaN stays NaN.</summary>
    private static Node Norm(GraphBuilder builder, Node x, EquatableArray<int> axes)
    {
        Node squares = builder.Sum(builder.Multiply(x, x), axes);
        Node positive = builder.SelectPositive(squares, squares, builder.Fill(squares.Shape, 1));
        return builder.SelectPositive(squares, builder.Sqrt(positive), builder.Add(new StopGradient(), squares));
    }

    /// <summary>The greatest elements along an axis and their places: again and again the maximum of what is left.</summary>
    private static object? TopK(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        long count = call.Integer(1);
        int axis = call.Axis(x, 2);
        if (count < 1 || (x.Shape[axis].IsConstant && count > x.Shape[axis].Constant))
        {
            throw call.Error($"takes from 1 to {x.Shape[axis]} elements of that axis of {FunctionCall.Written(x)}, but is given {FunctionCall.Text(count)}");
        }

        GraphBuilder builder = call.Builder;
        Shape one = Axes.With(x.Shape, axis, Size.One);
        List<Node> values = [];
        List<Node> places = [];
        for (Node left = x; values.Count < count;)
        {
            values.Add(builder.Reshape(builder.Max(left, [axis]), one));
            places.Add(builder.Reshape(builder.ArgMax(left, axis), one));
            left = builder.SelectPositive(builder.Add(new MaxMask([axis]), left), builder.Fill(x.Shape, double.NegativeInfinity), left);
        }

        return new object?[] { Joined(values), Joined(places) };

        Node Joined(List<Node> found) => found.Count == 1 ? found[0] : builder.Concat(axis, [.. found]);
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
