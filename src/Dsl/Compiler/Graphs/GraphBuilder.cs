using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Graphs;

/// <summary>
/// Adds nodes. An operation that is applied to the same inputs twice is one node (hash-consing), so common subexpressions
/// never exist twice.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly Dictionary<(Operation, EquatableArray<int>), Node> _known = [];
    private readonly List<Node> _nodes = [];

    /// <summary>The origin that nodes added from now on get.</summary>
    public Origin Origin { get; set; } = new("Input", null, 0);

    /// <summary>
    /// What a value of another builder is in this one: within the body of a loop, the leaf that stands for it. Null where there is no
    /// other builder.
    /// </summary>
    public Func<Node, Node>? Import { get; set; }

    /// <summary>All nodes so far, in order of construction.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>A builder that goes on from a graph, and the graph as it stands in the builder.</summary>
    public static (GraphBuilder Builder, Graph Graph) From(Graph graph)
    {
        GraphBuilder builder = new();
        Dictionary<Node, Node> copies = [];
        foreach (Node node in graph.Nodes)
        {
            builder.Origin = node.Origin;
            copies.Add(node, builder.Add(node.Operation, [.. node.Inputs.Select(input => copies[input])]));
        }

        return (builder, new Graph([.. builder.Nodes], [.. graph.Outputs.Select(output => output with { Value = copies[output.Value] })]));
    }

    /// <summary>The node for an operation on inputs, a new one or the one that exists.</summary>
    /// <exception cref="ShapeException">The inputs do not fit.</exception>
    public Node Add(Operation operation, params Node[] inputs)
    {
        if (Import is { } import)
        {
            inputs = [.. inputs.Select(input => Owns(input) ? input : import(input))];
        }

        (Operation, EquatableArray<int>) key = (operation, inputs.Select(static input => input.Id).ToEquatableArray());
        if (!_known.TryGetValue(key, out Node? node))
        {
            TensorType type = operation.Infer([.. inputs.Select(static input => input.Type)]);
            node = new Node(_nodes.Count, operation, inputs, type, Origin);
            _nodes.Add(node);
            _known.Add(key, node);
        }

        return node;
    }

    /// <summary>Whether a value has been added here.</summary>
    public bool Owns(Node node) => node.Id < _nodes.Count && _nodes[node.Id] == node;

    /// <summary>A graph of just what the outputs need, in order of construction.</summary>
    public Graph Build(IReadOnlyList<Output> outputs) => Part(_nodes, outputs);

    /// <summary>The part of a graph that some of its values need, in the same order.</summary>
    public static Graph Part(IReadOnlyList<Node> nodes, IReadOnlyList<Output> outputs)
    {
        HashSet<Node> needed = [];
        Stack<Node> open = new(outputs.Select(static output => output.Value));
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (needed.Add(node))
            {
                foreach (Node input in node.Inputs)
                {
                    open.Push(input);
                }
            }
        }

        return new Graph([.. nodes.Where(needed.Contains)], outputs);
    }
}
