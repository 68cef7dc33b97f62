using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// A permutation of as few axes as possible: axes of size one are left out, and neighbours that stay neighbours are one axis.
/// </summary>
/// <param name="Sizes">The sizes of the input's axes.</param>
/// <param name="Order">For each axis of the result, the axis of the input that it is.</param>
internal sealed record PermuteForm(EquatableArray<Size> Sizes, EquatableArray<int> Order)
{
    public static PermuteForm Of(Node node)
    {
        Shape shape = node.Inputs[0].Shape;
        List<List<int>> groups = [];
        int[] dense = [.. Enumerable.Range(0, shape.Rank).Where(axis => !Axes.IsOne(shape[axis]))];
        foreach (int axis in ((Permute)node.Operation).Order.Where(axis => dense.Contains(axis)))
        {
            int place = Array.IndexOf(dense, axis);
            if (groups.Count > 0 && place > 0 && groups[groups.Count - 1] is var group && group[group.Count - 1] == dense[place - 1])
            {
                group.Add(axis);
            }
            else
            {
                groups.Add([axis]);
            }
        }

        List<int>[] stored = [.. groups.OrderBy(static group => group[0])];
        return new PermuteForm(
            stored.Select(group => Size.Product(group.Select(axis => shape[axis]))).ToEquatableArray(),
            groups.Select(group => Array.IndexOf(stored, group)).ToEquatableArray());
    }
}
