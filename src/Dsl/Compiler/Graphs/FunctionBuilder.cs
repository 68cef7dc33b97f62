using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Graphs;

/// <summary>
/// Builds a graph that is a function: of arguments, and of values of the graph around it that it captures. Whatever the function
/// mentions of that graph becomes an argument at the end, also a parameter that was added as a leaf.
/// </summary>
/// <param name="outer">The graph around the function.</param>
internal sealed class FunctionBuilder(GraphBuilder outer)
{
    private readonly Dictionary<Node, Node> _captured = [];
    private readonly List<(Node Argument, Node Value)> _captures = [];
    private int _arguments;

    /// <summary>The graph around the function.</summary>
    public GraphBuilder Outer { get; } = outer;

    /// <summary>Where the function's nodes are added.</summary>
    public GraphBuilder Body { get; } = new() { Origin = outer.Origin };

    /// <summary>A new argument.</summary>
    public Node Argument(TensorType type) => Body.Add(new BoundLeaf(_arguments++, type));

    /// <summary>A value of the graph around the function, within the function.</summary>
    public Node Capture(Node value)
    {
        if (!_captured.TryGetValue(value, out Node? argument))
        {
            argument = Argument(value.Type);
            _captured.Add(value, argument);
            _captures.Add((argument, value));
        }

        return argument;
    }

    /// <summary>Whether some results depend on an argument.</summary>
    public Func<Node, bool> UsedBy(IEnumerable<Node> results)
    {
        HashSet<Node> used = [.. Body.Build([.. results.Select(static result => new Output(new ResultOutput(0), result))]).Nodes];
        return used.Contains;
    }

    /// <summary>The finished function, and the values that it captures: its arguments after those that are given.</summary>
    /// <param name="arguments">The arguments that the function's caller gives, in order.</param>
    /// <param name="results">What the function computes.</param>
    public (Graph Function, IReadOnlyList<Node> Captured) Build(IReadOnlyList<Node> arguments, IReadOnlyList<Node> results)
    {
        Graph open = Body.Build([.. results.Select(static (result, index) => new Output(new ResultOutput(index), result))]);
        foreach (Node leaf in open.Nodes.Where(static node => node.Operation is Leaf and not BoundLeaf))
        {
            Node value = Outer.Add(leaf.Operation);
            _captured[value] = leaf;
            _captures.Add((leaf, value));
        }

        HashSet<Node> used = [.. open.Nodes];
        (Node Argument, Node Value)[] captures = [.. _captures.Where(capture => used.Contains(capture.Argument))];
        GraphBuilder closed = new();
        Dictionary<Node, Node> final = [];
        foreach (Node argument in arguments.Concat(captures.Select(static capture => capture.Argument)))
        {
            closed.Origin = argument.Origin;
            final.Add(argument, closed.Add(new BoundLeaf(final.Count, argument.Type)));
        }

        IReadOnlyList<Node> values = closed.Splice(open, leaf => final[leaf]);
        return (
            closed.Build([.. values.Select(static (value, index) => new Output(new ResultOutput(index), value))]),
            [.. captures.Select(static capture => capture.Value)]);
    }
}
