using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Simplify;

/// <summary>Equalities of operations that move elements without changing them.</summary>
internal static class LayoutRules
{
    /// <summary>The rules that leave fewer or cheaper moves, whatever they are for.</summary>
    public static IReadOnlyList<RewriteRule> Moves { get; } = [NestedPermute, PermuteOfOnes, WholeRun, SingleConcat, DoubleFlip, UniformMove, SumOfRuns];

    /// <summary>The rules for any graph.</summary>
    public static IReadOnlyList<RewriteRule> All { get; } = [.. Moves, PermutedFactor];

    /// <summary>Of two permutations in a row one is made.</summary>
    private static Node? NestedPermute(GraphBuilder builder, Node node) =>
        node.Operation is Permute { Order: var outer } && node.Inputs[0] is { Operation: Permute { Order: var inner } } first
            ? builder.Permute(first.Inputs[0], outer.Select(axis => inner[axis]).ToEquatableArray())
            : null;

    /// <summary>A permutation that keeps the order of all axes but those of size one moves nothing.</summary>
    private static Node? PermuteOfOnes(GraphBuilder builder, Node node)
    {
        if (node.Operation is not Permute { Order: var order })
        {
            return null;
        }

        int[] moved = [.. order.Where(axis => !Axes.IsOne(node.Inputs[0].Shape[axis]))];
        return moved.SequenceEqual(moved.OrderBy(static axis => axis)) ? builder.Reshape(node.Inputs[0], node.Shape) : null;
    }

    /// <summary>A slice that takes all positions, and a padding that adds none, is its input.</summary>
    private static Node? WholeRun(GraphBuilder builder, Node node) =>
        node.Operation is Slice or Pad && node.Inputs[0].Shape == node.Shape ? node.Inputs[0] : null;

    /// <summary>One value after no other is itself.</summary>
    private static Node? SingleConcat(GraphBuilder builder, Node node) =>
        node.Operation is Concat && node.Inputs.Count == 1 ? node.Inputs[0] : null;

    /// <summary>The sum of runs that zeros surround, if they fill the axis without overlapping, is the runs one after the other.</summary>
    private static Node? SumOfRuns(GraphBuilder builder, Node node)
    {
        if (node.Operation is not Add || RunsOf(node) is not { } runs)
        {
            return null;
        }

        int axis = ((Pad)runs[0].Operation).Axis;
        List<Node> ordered = [];
        for (Size end = Size.Zero; runs.Find(run => ((Pad)run.Operation).Before == end) is { } next; end += next.Inputs[0].Shape[axis])
        {
            runs.Remove(next);
            ordered.Add(next.Inputs[0]);
        }

        return runs.Count == 0 && ordered.Aggregate(Size.Zero, (sum, run) => sum + run.Shape[axis]) == node.Shape[axis]
            ? builder.Concat(axis, [.. ordered])
            : null;
    }

    /// <summary>The terms of a sum, if all are runs along the same axis.</summary>
    private static List<Node>? RunsOf(Node sum)
    {
        List<Node> runs = [];
        Stack<Node> open = new([sum]);
        while (open.Count > 0)
        {
            Node term = open.Pop();
            if (term.Operation is Add)
            {
                open.Push(term.Inputs[0]);
                open.Push(term.Inputs[1]);
            }
            else if (term.Operation is Pad pad && (runs.Count == 0 || pad.Axis == ((Pad)runs[0].Operation).Axis))
            {
                runs.Add(term);
            }
            else
            {
                return null;
            }
        }

        return runs;
    }

    /// <summary>What is reversed twice, or has one position, stays as it is.</summary>
    private static Node? DoubleFlip(GraphBuilder builder, Node node) =>
        node.Operation is not Flip { Axis: var axis } ? null
        : node.Inputs[0].Operation == node.Operation ? node.Inputs[0].Inputs[0]
        : Axes.IsOne(node.Shape[axis]) ? node.Inputs[0]
        : null;

    /// <summary>A part of a uniform value is uniform, and zeros around zeros are zeros.</summary>
    private static Node? UniformMove(GraphBuilder builder, Node node) =>
        (node.Operation is Permute or Slice or Flip && node.Inputs[0].Operation is Fill)
        || (node.Operation is Pad && node.Inputs[0].Operation is Fill { Value: 0 })
            ? builder.Fill(node.Shape, ((Fill)node.Inputs[0].Operation).Value, ((Fill)node.Inputs[0].Operation).Divisor)
            : null;

    /// <summary>A contraction takes the axes of its inputs in any order, so it takes a permuted value as it was.</summary>
    private static Node? PermutedFactor(GraphBuilder builder, Node node)
    {
        if (node.Operation is not Contract contract || !node.Inputs.Any(static input => input.Operation is Permute))
        {
            return null;
        }

        (string left, Node leftValue) = Unpermuted(contract.Left, node.Inputs[0]);
        (string right, Node rightValue) = Unpermuted(contract.Right, node.Inputs[1]);
        return builder.Add(new Contract(left, right, contract.Result), leftValue, rightValue);

        static (string, Node) Unpermuted(string letters, Node value) => value.Operation is Permute permute
            ? (new string([.. permute.Inverse.Select(axis => letters[axis])]), value.Inputs[0])
            : (letters, value);
    }
}
