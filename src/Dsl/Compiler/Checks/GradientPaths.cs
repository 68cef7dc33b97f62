using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Checks;

/// <summary>
/// Which values a gradient reaches, found by asking each operation for its derivative: an operation whose derivative is zero everywhere,
/// such as rounding, gives its inputs nothing.
/// </summary>
internal sealed class GradientPaths
{
    private readonly Dictionary<Node, HashSet<Node>> _passes = [];
    private readonly HashSet<Node> _reached = [];

    /// <param name="loss">Where the gradient starts.</param>
    public GradientPaths(Node loss)
    {
        Stack<Node> open = new([loss]);
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (_reached.Add(node))
            {
                foreach (Node input in PassesTo(node))
                {
                    open.Push(input);
                }
            }
        }
    }

    /// <summary>Whether the gradient reaches a value.</summary>
    public bool Reaches(Node node) => _reached.Contains(node);

    /// <summary>The first value that is computed from another one, leads to the loss and passes it no gradient; null when there is none.</summary>
    /// <param name="from">The value that the gradient does not reach.</param>
    /// <param name="needed">The values that the loss is computed from, in order.</param>
    public Node? CutAfter(Node from, IReadOnlyList<Node> needed)
    {
        HashSet<Node> carried = [from];
        foreach (Node node in needed)
        {
            if (node.Inputs.Any(carried.Contains))
            {
                if (!PassesTo(node).Overlaps(carried))
                {
                    return node;
                }

                carried.Add(node);
            }
        }

        return null;
    }

    /// <summary>The inputs that an operation passes its gradient on to.</summary>
    private HashSet<Node> PassesTo(Node node)
    {
        if (!_passes.TryGetValue(node, out HashSet<Node>? passes))
        {
            passes = Derive(node);
            _passes.Add(node, passes);
        }

        return passes;
    }

    private static HashSet<Node> Derive(Node node)
    {
        Node[] inputs = [.. node.Operation.DifferentiableInputs(node).Distinct()];
        if (inputs.Length == 0 || node.Operation is JointOperation)
        {
            return [.. inputs];
        }

        // The operation alone, applied to arguments: what it adds to them is what it passes on.
        GraphBuilder alone = new();
        Dictionary<Node, Node> arguments = [];
        foreach (Node input in node.Inputs.Distinct())
        {
            arguments.Add(input, alone.Add(new BoundLeaf(arguments.Count, input.Type)));
        }

        Node copy = alone.Add(node.Operation, [.. node.Inputs.Select(input => arguments[input])]);
        Node cotangent = alone.Add(new BoundLeaf(arguments.Count, node.Type));
        Adjoints adjoints = new(alone, new HashSet<Node>(inputs.Select(input => arguments[input])));
        copy.Operation.Differentiate(copy, cotangent, adjoints);
        return [.. inputs.Where(input => adjoints[arguments[input]] is { Operation: not Fill { Value: 0 } })];
    }
}
