using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Simplify;

/// <summary>
/// Brings operations into forms that have kernels. Sums and broadcasts are split: over axes at the two ends, leaving a run in the
/// middle, or over one run of neighbouring axes. Contractions become products of matrices: see <see cref="ContractForms"/>.
/// </summary>
internal static class KernelForms
{
    public static IReadOnlyList<RewriteRule> All { get; } =
        [SumByRuns, BroadcastByRuns, .. MaxForms.All, .. ContractForms.All, .. LayoutRules.Moves, .. TriangleRules.All];

    /// <summary>Whether the axes that are not named form one run: <c>[summed, kept, summed]</c>.</summary>
    public static bool LeavesOneRun(EquatableArray<int> axes, int rank) =>
        IsRun([.. Enumerable.Range(0, rank).Where(axis => !axes.Contains(axis))]);

    /// <summary>Whether the axes are neighbours: <c>[kept, summed, kept]</c>.</summary>
    public static bool IsRun(IReadOnlyList<int> axes) => axes.Count == 0 || axes[axes.Count - 1] - axes[0] == axes.Count - 1;

    private static Node? SumByRuns(GraphBuilder builder, Node node)
    {
        if (node.Operation is not Sum { Over: var axes } || IsRun(axes) || LeavesOneRun(axes, node.Inputs[0].Shape.Rank))
        {
            return null;
        }

        // The last run first: the positions of the other axes then stay.
        EquatableArray<int> last = LastRun(axes);
        return builder.Sum(builder.Sum(node.Inputs[0], last), axes.Take(axes.Count - last.Count).ToEquatableArray());
    }

    private static Node? BroadcastByRuns(GraphBuilder builder, Node node)
    {
        if (node.Operation is not Broadcast { NewAxes: var axes, Target: var target } || IsRun(axes) || LeavesOneRun(axes, target.Rank))
        {
            return null;
        }

        EquatableArray<int> last = LastRun(axes);
        Node inner = builder.Broadcast(node.Inputs[0], Axes.Without(target, last), axes.Take(axes.Count - last.Count).ToEquatableArray());
        return builder.Broadcast(inner, target, last);
    }

    /// <summary>The axes at the end that are neighbours.</summary>
    public static EquatableArray<int> LastRun(EquatableArray<int> axes)
    {
        int start = axes.Count - 1;
        while (start > 0 && axes[start - 1] == axes[start] - 1)
        {
            start--;
        }

        return axes.Skip(start).ToEquatableArray();
    }
}
