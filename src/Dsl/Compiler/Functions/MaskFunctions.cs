using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>Sequences of different lengths under one shape: masks are 1 at the steps that count and 0 at those that fill up.</summary>
internal static class MaskFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("LengthMask", static call => OfLengths(call, Whole(call, 0), call.SizeAt(1))),
        new("MaskedMean", MaskedMean),
        new("SetStep", SetStep),
    ];

    /// <summary>A mask of steps, given as such or as the lengths of the sequences.</summary>
    public static Node Of(FunctionCall call, int index, Size steps)
    {
        Node mask = call.Value(index);
        if (mask.Type.Element == ElementType.Int32)
        {
            return OfLengths(call, mask, steps);
        }

        return FunctionCall.SampleOf(mask) is { Rank: 1 } shape && shape[0] == steps
            ? mask
            : throw call.Error($"takes a mask [{Wording.Of(steps)}], one number for each step, or lengths i32[], but is given {FunctionCall.Written(mask)}");
    }

    /// <summary>A whole number below some count, as a real number.</summary>
    public static Node Real(FunctionCall call, Node whole, Size count) =>
        call.Builder.Gather(call.Builder.Positions([count], 0), whole);

    /// <summary>1 at the steps before a length, <c>i32[..] → [.., steps]</c>.</summary>
    private static Node OfLengths(FunctionCall call, Node lengths, Size steps)
    {
        // Gather refuses what is longer than the steps.
        Node length = Real(call, lengths, steps + 1);
        Shape shape = new(length.Shape.Append(steps).ToEquatableArray());
        int last = shape.Rank - 1;
        return call.Builder.Greater(call.Builder.Broadcast(length, shape, [last]), call.Builder.Positions(shape, last));
    }

    /// <summary>The mean over the steps that count, <c>Σ m x / max(Σ m, 1)</c>: zero where none does.</summary>
    private static object? MaskedMean(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        Shape sample = FunctionCall.SampleOf(x);
        if (sample.Rank < 1)
        {
            throw call.Error($"takes a sequence [steps, ..], but is given {FunctionCall.Written(x)}");
        }

        Node mask = Of(call, 1, sample[0]);
        Shape spread = FunctionCall.Batched(FunctionCall.HasBatch(mask), new Shape(sample.Select((size, axis) => axis == 0 ? size : Size.One).ToEquatableArray()));
        Node sum = call.Call("Sum", call.Call("Multiply", x, call.Builder.Reshape(mask, spread)), 0L);
        Node count = call.Call("Maximum", call.Call("Sum", mask, 0L), 1L);
        Shape one = FunctionCall.Batched(FunctionCall.HasBatch(count), new Shape(Enumerable.Repeat(Size.One, sample.Rank - 1).ToEquatableArray()));
        return call.Call("Divide", sum, call.Builder.Reshape(count, one));
    }

    /// <summary>A sequence with another value at one step, <c>where(t = position, value, x[t])</c>.</summary>
    private static object? SetStep(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        Node position = Whole(call, 1);
        Shape sample = FunctionCall.SampleOf(x);
        Node value = ElementwiseFunctions.Float(call, 2);
        if (sample.Rank < 1 || FunctionCall.SampleOf(position).Rank != 0 || FunctionCall.SampleOf(value) != Axes.Without(sample, [0]))
        {
            throw call.Error($"takes a sequence [steps, ..], a position i32[] and the value of one step, but is given {FunctionCall.Written(x)}, {FunctionCall.Written(position)} and {FunctionCall.Written(value)}");
        }

        Node chosen = call.Builder.OneHot(position, sample[0]);
        Shape spread = FunctionCall.Batched(FunctionCall.HasBatch(chosen), new Shape(sample.Select((size, axis) => axis == 0 ? size : Size.One).ToEquatableArray()));
        return call.Call("Where", call.Builder.Reshape(chosen, spread), call.Call("Unsqueeze", value, 0L), x);
    }

    private static Node Whole(FunctionCall call, int index)
    {
        Node x = call.Value(index);
        return x.Type.Element == ElementType.Int32
            ? x
            : throw call.Error($"takes whole numbers, but is given {FunctionCall.Written(x)}; declare the input as in \"i32[]\"");
    }
}
