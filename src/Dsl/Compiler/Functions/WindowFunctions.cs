using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>Windows of values as an axis of their own.</summary>
internal static class WindowFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("Unfold", Unfold),
        new("Patchify", Patchify),
    ];

    /// <summary>
    /// The windows along an axis, their elements on a new last axis: <c>y[.., w, .., k] = x[.., w · stride + k · dilation, ..]</c>. Windows that
    /// overlap share whole blocks of a stride, so that neighbours are moved together.
    /// </summary>
    private static object? Unfold(FunctionCall call)
    {
        Node x = call.Value(0);
        int axis = call.Axis(x, 1);
        (long size, long stride, long dilation) = (call.Integer(2), call.Integer(3), call.Integer(4));
        if (size < 1 || stride < 1 || dilation < 1)
        {
            throw call.Error("takes a window, a stride and a dilation of at least 1");
        }

        long span = ((size - 1) * dilation) + 1;
        Size rest = x.Shape[axis] - span;
        if (Axes.IsNegative(rest))
        {
            throw call.Error($"has a window over {FunctionCall.Text(span)} places, but the axis of {FunctionCall.Written(x)} has {x.Shape[axis]}; make it smaller");
        }

        if (!rest.IsConstant && rest.Content % stride != 0)
        {
            throw call.Error($"moves by {FunctionCall.Text(stride)}, which leaves an unknown rest of {x.Shape[axis]} places less a window over {FunctionCall.Text(span)}; make the stride a divisor of {rest}");
        }

        Size windows = (rest.IsConstant ? rest.Constant / stride : rest.DividedBy(stride)) + 1;
        long block = dilation == 1 ? stride : 1;
        Node[] pieces = [.. Enumerable.Range(0, (int)((size + block - 1) / block)).Select(piece =>
            Strided(call.Builder, x, axis, piece * block * dilation, windows, stride, Math.Min(block, size - (piece * block))))];
        Node joined = pieces.Length == 1 ? pieces[0] : call.Builder.Concat(axis + 1, pieces);
        return call.Builder.Permute(
            joined, Enumerable.Range(0, joined.Shape.Rank).Where(i => i != axis + 1).Append(axis + 1).ToEquatableArray());
    }

    /// <summary>Runs of a length at equal distances on an axis, as two axes: <c>y[.., w, b, ..] = x[.., start + w · step + b, ..]</c>.</summary>
    private static Node Strided(GraphBuilder builder, Node x, int axis, Size start, Size windows, long step, long length)
    {
        Size needed = windows * step;
        Size found = x.Shape[axis] - start;
        Node part = Axes.IsNegative(found - needed)
            ? builder.Pad(builder.Slice(x, axis, start, found), axis, Size.Zero, needed)
            : builder.Slice(x, axis, start, needed);
        List<Size> sizes = [.. x.Shape];
        sizes[axis] = windows;
        sizes.Insert(axis + 1, step);
        Node runs = builder.Reshape(part, new Shape(sizes.ToEquatableArray()));
        return length == step ? runs : builder.Slice(runs, axis + 1, Size.Zero, length);
    }

    /// <summary>The squares of an image as steps of a sequence, each with its elements in the order channel, row, column.</summary>
    private static object? Patchify(FunctionCall call)
    {
        Node x = call.Value(0);
        Shape image = FunctionCall.SampleOf(x);
        long size = call.Integer(1);
        if (image.Rank != 3)
        {
            throw call.Error($"takes images [channels, height, width], but is given {FunctionCall.Written(x)}");
        }

        if (size < 1 || image[1].Content % size != 0 || image[2].Content % size != 0)
        {
            throw call.Error($"cuts images into squares of {FunctionCall.Text(size)}x{FunctionCall.Text(size)}, which has to divide height and width of {FunctionCall.Written(x)}");
        }

        bool batched = FunctionCall.HasBatch(x);
        int first = batched ? 1 : 0;
        (Size channels, Size rows, Size columns) = (image[0], image[1].DividedBy(size), image[2].DividedBy(size));
        Node cut = call.Builder.Reshape(x, FunctionCall.Batched(batched, [channels, rows, size, columns, size]));
        Node turned = call.Builder.Permute(cut, Enumerable.Range(0, first).Concat(new[] { 1, 3, 0, 2, 4 }.Select(axis => axis + first)).ToEquatableArray());
        return call.Builder.Reshape(turned, FunctionCall.Batched(batched, [rows * columns, channels * size * size]));
    }
}
