using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Simplify;

/// <summary>Splits maxima and their masks so that each is along one run of neighbouring axes, for which there are kernels.</summary>
internal static class MaxForms
{
    public static IReadOnlyList<RewriteRule> All { get; } = [MaxByRuns, MaskByRuns];

    /// <summary>The maximum of maxima, the last run first: the positions of the other axes then stay.</summary>
    private static Node? MaxByRuns(GraphBuilder builder, Node node)
    {
        if (node.Operation is not Max { Over: var axes } || KernelForms.IsRun(axes))
        {
            return null;
        }

        (EquatableArray<int> first, EquatableArray<int> last) = Split(axes);
        return builder.Max(builder.Max(node.Inputs[0], last), first);
    }

    /// <summary>
    /// The first maximum in reading order is the first of the last run's axes within the first of the others: the product of two masks.
    /// </summary>
    private static Node? MaskByRuns(GraphBuilder builder, Node node)
    {
        if (node.Operation is not MaxMask { Over: var axes } || KernelForms.IsRun(axes))
        {
            return null;
        }

        (EquatableArray<int> first, EquatableArray<int> last) = Split(axes);
        Node x = node.Inputs[0];
        Node outer = builder.Add(new MaxMask(first), builder.Max(x, last));
        return builder.Multiply(builder.Broadcast(outer, x.Shape, last), builder.Add(new MaxMask(last), x));
    }

    private static (EquatableArray<int> First, EquatableArray<int> Last) Split(EquatableArray<int> axes)
    {
        EquatableArray<int> last = KernelForms.LastRun(axes);
        return (axes.Take(axes.Count - last.Count).ToEquatableArray(), last);
    }
}
