using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>Functions that take values apart, continue them beyond their ends, or spread them over more places; made of moves and masks.</summary>
internal static class ArrangementFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("Ones", static call => call.Builder.Fill(call.ShapeOf(0), 1)),
        new("Split", Split),
        new("Pad", Pad),
        new("Tile", Tile),
        new("Roll", Roll),
        new("Tril", static call => Triangle(call, isLower: true)),
        new("Triu", static call => Triangle(call, isLower: false)),
        new("Outer", Outer),
        new("ScatterAdd", ScatterAdd),
    ];

    private static object? Split(FunctionCall call)
    {
        Node x = call.Value(0);
        int axis = call.Axis(x, 1);
        long parts = call.Integer(2);
        if (parts < 1 || x.Shape[axis].Content % parts != 0)
        {
            throw call.Error($"takes equal parts, but {FunctionCall.Text(parts)} do not divide the axis of {FunctionCall.Written(x)} with size {x.Shape[axis]}");
        }

        Size length = x.Shape[axis].DividedBy(parts);
        return Enumerable.Range(0, (int)parts).Select(object? (i) => call.Builder.Slice(x, axis, length * i, length)).ToArray();
    }

    /// <summary>More places before and after those of an axis: zeros, a number, or what a mode continues the axis with.</summary>
    private static object? Pad(FunctionCall call)
    {
        Node x = call.Value(0);
        int axis = call.Axis(x, 1);
        (Size before, Size after) = (call.SizeAt(2), call.SizeAt(3));
        if (Axes.IsNegative(before) || Axes.IsNegative(after))
        {
            throw call.Error($"adds {(call.IsGiven(4) ? "places" : "zeros")}, but is given {before} before and {after} after");
        }

        GraphBuilder builder = call.Builder;
        if (!call.IsGiven(4))
        {
            return builder.Pad(x, axis, before, before + x.Shape[axis] + after);
        }

        if (call[4] is not string mode)
        {
            return Joined(builder, axis, Filled(before), x, Filled(after));
        }

        Size size = x.Shape[axis];
        Size most = mode == "Reflect" ? size - 1 : mode == "Circular" ? size : before + after;
        if (Axes.IsNegative(most - before) || Axes.IsNegative(most - after))
        {
            throw call.Error($"has {most} places to continue the axis of {FunctionCall.Written(x)} with, but is given {before} before and {after} after");
        }

        return mode switch
        {
            "Reflect" => Joined(builder, axis, Mirrored(1, before), x, Mirrored(size - 1 - after, after)),
            "Circular" => Joined(builder, axis, Part(size - before, before), x, Part(Size.Zero, after)),
            "Replicate" => Joined(builder, axis, Repeated(Size.Zero, before), x, Repeated(size - 1, after)),
            _ => throw call.Error($"continues an axis by 'Reflect', 'Replicate' or 'Circular', but is given '{mode}'"),
        };

        Node? Filled(Size length) => length == Size.Zero ? null : builder.Fill(Axes.With(ElementwiseFunctions.Float(call, 0).Shape, axis, length), call.Real(4));

        Node? Part(Size start, Size length) => length == Size.Zero ? null : builder.Slice(x, axis, start, length);

        Node? Mirrored(Size start, Size length) => Part(start, length) is { } part ? builder.Flip(part, axis) : null;

        Node? Repeated(Size place, Size length) => length == Size.Zero
            ? null
            : builder.Broadcast(builder.Reshape(builder.Slice(x, axis, place, 1), Axes.Without(x.Shape, [axis])), Axes.With(x.Shape, axis, length), [axis]);
    }

    /// <summary>The whole axis several times: a new axis before the repeated one, joined with it.</summary>
    private static object? Tile(FunctionCall call)
    {
        Node x = call.Value(0);
        int axis = call.Axis(x, 1);
        Size times = call.SizeAt(2);
        if (times.IsConstant && times.Constant < 1)
        {
            throw call.Error($"takes a positive number of times, but is given {times}");
        }

        List<Size> sizes = [.. x.Shape];
        sizes.Insert(axis, times);
        Node repeated = call.Builder.Broadcast(x, new Shape(sizes.ToEquatableArray()), [axis]);
        return call.Builder.Reshape(repeated, Axes.With(x.Shape, axis, x.Shape[axis] * times));
    }

    /// <summary>The places of an axis moved on, those beyond the end to its beginning; of a named size by less than that.</summary>
    private static object? Roll(FunctionCall call)
    {
        Node x = call.Value(0);
        int axis = call.Axis(x, 1);
        Size size = x.Shape[axis];
        long shift = size.IsConstant ? call.Integer(2) % size.Constant : call.Integer(2);
        Size turned = shift > 0 ? size - shift : -shift;
        return shift == 0
            ? x
            : call.Builder.Concat(axis, call.Builder.Slice(x, axis, turned, size - turned), call.Builder.Slice(x, axis, Size.Zero, turned));
    }

    /// <summary>The elements on one side of a diagonal of the last two axes, and zeros on the other.</summary>
    private static Node Triangle(FunctionCall call, bool isLower)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        if (FunctionCall.SampleOf(x).Rank < 2)
        {
            throw call.Error($"takes matrices [.., rows, columns], but is given {FunctionCall.Written(x)}");
        }

        GraphBuilder builder = call.Builder;
        int last = x.Shape.Rank - 1;
        Node distance = builder.Subtract(builder.Positions(x.Shape, last), builder.Positions(x.Shape, last - 1));
        Node diagonal = builder.Fill(x.Shape, call.Integer(1));
        Node outside = isLower ? builder.Subtract(distance, diagonal) : builder.Subtract(diagonal, distance);
        return builder.SelectPositive(outside, builder.Fill(x.Shape, 0), x);
    }

    /// <summary><c>a bᵀ</c> for the vectors on the last axes.</summary>
    private static object? Outer(FunctionCall call)
    {
        (Node a, Node b) = (ElementwiseFunctions.Float(call, 0), ElementwiseFunctions.Float(call, 1));
        if (FunctionCall.SampleOf(a).Rank < 1 || FunctionCall.SampleOf(b).Rank < 1)
        {
            throw call.Error($"takes vectors [.., m] and [.., n], but is given {FunctionCall.Written(a)} and {FunctionCall.Written(b)}");
        }

        Node column = call.Builder.Reshape(a, new Shape(a.Shape.Append(Size.One).ToEquatableArray()));
        Node row = call.Builder.Reshape(b, new Shape(b.Shape.Take(b.Shape.Rank - 1).Concat([Size.One, b.Shape[b.Shape.Rank - 1]]).ToEquatableArray()));
        Node[] aligned = Broadcasting.Align(call, column, row);
        return call.Builder.Multiply(aligned[0], aligned[1]);
    }

    /// <summary>The sums of the values for each row; of samples a product with the rows' ones, which keeps them apart.</summary>
    private static object? ScatterAdd(FunctionCall call)
    {
        Node values = ElementwiseFunctions.Float(call, 0);
        Node indices = call.Value(1);
        Size rows = call.SizeAt(2);
        Shape places = FunctionCall.SampleOf(indices);
        Shape sample = FunctionCall.SampleOf(values);
        if (indices.Type.Element != ElementType.Int32 || !sample.Take(places.Rank).SequenceEqual(places) || (rows.IsConstant && rows.Constant < 1))
        {
            throw call.Error($"takes values [k, ..], a row i32[k] for each and the number of rows, but is given {FunctionCall.Written(values)}, {FunctionCall.Written(indices)} and {rows}");
        }

        GraphBuilder builder = call.Builder;
        Shape result = new(sample.Skip(places.Rank).Prepend(rows).ToEquatableArray());
        if (!FunctionCall.HasBatch(values) && !FunctionCall.HasBatch(indices))
        {
            return builder.ScatterAdd(indices, values, rows);
        }

        Node ones = builder.OneHot(indices, rows);
        Size width = Size.Product(sample.Skip(places.Rank));
        Node chosen = builder.Reshape(ones, FunctionCall.Batched(FunctionCall.HasBatch(ones), [places.Count, rows]));
        Node added = builder.Reshape(values, FunctionCall.Batched(FunctionCall.HasBatch(values), [places.Count, width]));
        return builder.Reshape(call.Call("Einsum", "kr,kw->rw", new object?[] { chosen, added }), FunctionCall.Batched(true, result));
    }

    private static Node Joined(GraphBuilder builder, int axis, params Node?[] parts)
    {
        Node[] given = [.. parts.OfType<Node>()];
        return given.Length == 1 ? given[0] : builder.Concat(axis, given);
    }
}
