using System.Globalization;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>Functions that move elements, pick some, or put values together.</summary>
internal static class LayoutFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("Zeros", static call => call.Builder.Fill(call.ShapeOf(0), 0)),
        new("Reshape", Reshape),
        new("Flatten", static call => call.Builder.Reshape(call.Value(0), FunctionCall.Batched(FunctionCall.HasBatch(call.Value(0)), [FunctionCall.SampleOf(call.Value(0)).Count]))),
        new("Transpose", Transpose),
        new("Unsqueeze", Unsqueeze),
        new("Squeeze", Squeeze),
        new("Slice", Slice),
        new("Concat", static call => Concat(call, call.Values(1), call.Integer(0))),
        new("Stack", Stack),
        new("Flip", static call => call.Builder.Add(new Flip(call.Axis(call.Value(0), 1)), call.Value(0))),
        new("Repeat", Repeat),
        new("BroadcastTo", static call => Broadcasting.Align(call, call.Value(0), call.Builder.Fill(FunctionCall.Batched(FunctionCall.HasBatch(call.Value(0)), call.ShapeOf(1)), 0))[0]),
        new("Positions", static call =>
        {
            Node x = call.Value(0);
            return call.Builder.Add(new Positions(x.Shape, call.Axis(x, 1)));
        }),
        new("Gather", static call => call.Builder.Add(new Gather(), Table(call, 0), Whole(call, 1))),
        new("OneHot", static call => call.Builder.Add(new OneHot(call.SizeAt(1)), Whole(call, 0))),
        new("Pick", static call => call.Builder.Add(new Pick(), ElementwiseFunctions.Float(call, 0), Whole(call, 1))),
    ];

    private static Node Table(FunctionCall call, int index) => FunctionCall.HasBatch(call.Value(index))
        ? throw call.Error("takes a table that is the same for all samples, such as a weight; for a value of each sample use Pick or a product with OneHot")
        : ElementwiseFunctions.Float(call, index);

    private static Node Whole(FunctionCall call, int index)
    {
        Node x = call.Value(index);
        return x.Type.Element == ElementType.Int32
            ? x
            : throw call.Error($"takes whole numbers, but is given {FunctionCall.Written(x)}; declare the input as in \"i32[T]\"");
    }

    private static Node Reshape(FunctionCall call)
    {
        Node x = call.Value(0);
        Shape target = call.ShapeOf(1);
        Shape own = FunctionCall.SampleOf(x);
        return own.Count == target.Count
            ? call.Builder.Reshape(x, FunctionCall.Batched(FunctionCall.HasBatch(x), target))
            : throw call.Error($"keeps the number of elements, but {Wording.Of(own)} has {Wording.Of(own.Count)} and {Wording.Of(target)} has {Wording.Of(target.Count)}; choose sizes whose product is {Wording.Of(own.Count)}");
    }

    private static Node Transpose(FunctionCall call)
    {
        Node x = call.Value(0);
        int rank = x.Shape.Rank;
        int first = FunctionCall.HasBatch(x) ? 1 : 0;
        long[] axes = [.. call.Items(1).Cast<long>()];
        if (axes.Length == 0)
        {
            return rank - first < 2
                ? throw call.Error($"exchanges the last two axes, but {FunctionCall.Written(x)} has fewer")
                : call.Builder.Permute(x, Enumerable.Range(0, rank).Select(axis => axis == rank - 1 ? rank - 2 : axis == rank - 2 ? rank - 1 : axis).ToEquatableArray());
        }

        int[] order = [.. axes.Select(axis => call.AxisOf(x, axis))];
        int[] full = first == 1 && !order.Contains(0) ? [0, .. order] : order;
        return full.Distinct().Count() == rank && full.Length == rank
            ? call.Builder.Permute(x, full.ToEquatableArray())
            : throw call.Error($"takes each of the axes of {FunctionCall.Written(x)} once, but is given {string.Join(", ", axes.Select(static axis => axis.ToString(CultureInfo.InvariantCulture)))}");
    }

    private static Node Unsqueeze(FunctionCall call)
    {
        Node x = call.Value(0);
        int first = FunctionCall.HasBatch(x) ? 1 : 0;
        int rank = x.Shape.Rank - first;
        long axis = call.Integer(1);
        int place = (int)(axis < 0 ? axis + rank + 1 : axis);
        if (place < 0 || place > rank)
        {
            throw call.Error($"adds an axis from 0 to {rank.ToString(CultureInfo.InvariantCulture)} to {FunctionCall.Written(x)}, but is given {axis.ToString(CultureInfo.InvariantCulture)}");
        }

        List<Size> sizes = [.. x.Shape];
        sizes.Insert(place + first, Size.One);
        return call.Builder.Reshape(x, new Shape(sizes.ToEquatableArray()));
    }

    private static Node Squeeze(FunctionCall call)
    {
        Node x = call.Value(0);
        int axis = call.Axis(x, 1);
        return x.Shape[axis] == Size.One
            ? call.Builder.Reshape(x, Axes.Without(x.Shape, [axis]))
            : throw call.Error($"removes an axis of size 1, but the axis of {FunctionCall.Written(x)} has size {Wording.Of(x.Shape[axis])}");
    }

    private static Node Slice(FunctionCall call)
    {
        Node x = call.Value(0);
        int axis = call.Axis(x, 1);
        Size start = call.SizeAt(2);
        Size length = call.SizeAt(3);
        Size rest = x.Shape[axis] - start - length;
        return (start.IsConstant && start.Constant < 0) || (length.IsConstant && length.Constant < 1) || (rest.IsConstant && rest.Constant < 0)
            ? throw call.Error($"takes the elements {Wording.Of(start)} to {Wording.Of(start + length - 1)} of an axis of {FunctionCall.Written(x)}, but these are 0 to {Wording.Of(x.Shape[axis] - 1)}; its third argument is the first, its fourth how many")
            : call.Builder.Add(new Slice(axis, start, length), x);
    }

    private static Node Concat(FunctionCall call, IReadOnlyList<Node> values, long axis)
    {
        if (values.Count == 0)
        {
            throw call.Error("takes at least one value");
        }

        // A value that is the same for all samples is repeated along the batch.
        bool batched = values.Any(FunctionCall.HasBatch);
        Node[] all = [.. values.Select(value => Broadcasting.To(call, value, FunctionCall.Batched(batched, FunctionCall.SampleOf(value))))];
        int place = call.AxisOf(all[0], axis);
        foreach (Node value in all)
        {
            if (value.Shape.Rank != all[0].Shape.Rank || value.Shape.Where((size, i) => i != place && size != all[0].Shape[i]).Any())
            {
                throw call.Error($"joins along the axis {axis.ToString(CultureInfo.InvariantCulture)}, so all other axes have to agree, but it is given {FunctionCall.Written(all[0])} and {FunctionCall.Written(value)}{Other(all[0], value)}");
            }
        }

        return all.Length == 1 ? all[0] : call.Builder.Add(new Concat(place), all);

        // The axis along which they could be joined, if there is one.
        string Other(Node one, Node other)
        {
            int first = batched ? 1 : 0;
            int[] differing = one.Shape.Rank == other.Shape.Rank ? [.. Enumerable.Range(first, one.Shape.Rank - first).Where(i => one.Shape[i] != other.Shape[i])] : [];
            return differing.Length == 1 ? $"; they can be joined along the axis {(differing[0] - first).ToString(CultureInfo.InvariantCulture)}"
                : differing.Length > 1 ? "; make them equal there"
                : "; give both the same number of axes";
        }
    }

    private static Node Stack(FunctionCall call)
    {
        IReadOnlyList<Node> values = call.Values(1);
        return Concat(call, [.. values.Select(value => Unsqueeze(new FunctionCall(call.Model, call.Scope, call.Name, [value, call.Integer(0)])))], call.Integer(0));
    }

    /// <summary>Each element several times in a row: a new axis behind the repeated one, joined with it.</summary>
    private static Node Repeat(FunctionCall call)
    {
        Node x = call.Value(0);
        int axis = call.Axis(x, 1);
        Size times = call.SizeAt(2);
        if (times.IsConstant && times.Constant < 1)
        {
            throw call.Error($"takes a positive number of times, but is given {times}");
        }

        List<Size> sizes = [.. x.Shape];
        sizes.Insert(axis + 1, times);
        Node repeated = call.Builder.Broadcast(x, new Shape(sizes.ToEquatableArray()), [axis + 1]);
        return call.Builder.Reshape(repeated, new Shape(x.Shape.Select((size, i) => i == axis ? size * times : size).ToEquatableArray()));
    }
}
