using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Emit;

/// <summary>Writes the calls of kernels that move elements, to fixed places or to places that indices name.</summary>
/// <param name="names">The names of the program's values.</param>
internal sealed class MoveStatement(ProgramNames names)
{
    public string Of(MoveKernel kernel)
    {
        Node node = kernel.Node;
        string source = names[kernel.Sources[0]];
        return node.Operation switch
        {
            Permute => Permutation(PermuteForm.Of(node), source, names[node]),
            Pad pad => $"Layout.Pad(threads, {source}, {names[node]}, {Around(node.Shape, pad.Axis)}, {pad.Before}, {node.Inputs[0].Shape[pad.Axis]});",
            Concat concat => Joined(concat, kernel),
            Flip flip => $"Layout.Flip(threads, {source}, {names[node]}, {Around(node.Shape, flip.Axis)});",
            _ => throw new InvalidOperationException($"{node} moves nothing."),
        };
    }

    public string Of(TakeKernel kernel)
    {
        Node first = kernel.Slices[0];
        Slice slice = (Slice)first.Operation;
        string around = $"{names[kernel.Source]}, {names[kernel.Node]}, {Around(first.Inputs[0].Shape, slice.Axis)}";
        return kernel.Slices.Count == 1
            ? $"Layout.Slice(threads, {around}, {slice.Start}, {slice.Length});"
            : $"Layout.Take(threads, {around}, [{string.Join(", ", kernel.Slices.Select(static one => (Slice)one.Operation).Select(static run => $"{run.Start}, {run.Length}"))}]);";
    }

    public string Of(IndexKernel kernel)
    {
        Node node = kernel.Node;
        string result = names[node];
        (string first, string second) = (names[kernel.Sources[0]], names[kernel.Sources[kernel.Sources.Count - 1]]);
        return node.Operation switch
        {
            Gather => $"Indexing.Gather(threads, {first}, {second}, {result}, {Rows(node.Inputs[0].Shape)});",
            ScatterAdd => $"Indexing.ScatterAdd(threads, {first}, {second}, {result}, {Rows(node.Shape)});",
            OneHot { AllowsNone: true } oneHot => $"Indexing.OneHotOrNone(threads, {first}, {result}, {oneHot.Classes});",
            OneHot oneHot => $"Indexing.OneHot(threads, {first}, {result}, {oneHot.Classes});",
            Pick => $"Indexing.Pick(threads, {first}, {second}, {result}, {node.Inputs[0].Shape[node.Inputs[0].Shape.Rank - 1]});",
            Spread spread => $"Indexing.Spread(threads, {first}, {second}, {result}, {spread.Classes});",
            _ => throw new InvalidOperationException($"{node} reads no indices."),
        };
    }

    private static string Permutation(PermuteForm form, string source, string result) =>
        $"Layout.Permute(threads, {source}, {result}, new Sizes({string.Join(", ", form.Sizes)}), [{string.Join(", ", form.Order)}]);";

    /// <summary>Every input goes right to its place, in a line of its own.</summary>
    private string Joined(Concat concat, MoveKernel kernel)
    {
        IReadOnlyList<Size> starts = concat.Starts(kernel.Node);
        string around = Around(kernel.Node.Shape, concat.Axis);
        return string.Join("\n", kernel.Sources.Select((source, i) =>
            $"Layout.Insert(threads, {names[source]}, {names[kernel.Node]}, {around}, {starts[i]}, {kernel.Node.Inputs[i].Shape[concat.Axis]});"));
    }

    /// <summary>The rows of a table, and their length.</summary>
    private static string Rows(Shape table) => $"{table[0]}, {Size.Product(table.Skip(1))}";

    /// <summary>The sizes before, along and behind an axis.</summary>
    private static string Around(Shape shape, int axis) =>
        $"{Size.Product(shape.Take(axis))}, {shape[axis]}, {Size.Product(shape.Skip(axis + 1))}";
}
