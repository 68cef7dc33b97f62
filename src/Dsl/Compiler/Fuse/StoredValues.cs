using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// The graph as fusion sees it: reshapes looked through (elements keep their order, so a reshaped value is the same memory), and
/// for every value who uses it.
/// </summary>
internal sealed class StoredValues
{
    private readonly Dictionary<Node, List<Node>> _users = [];
    private readonly HashSet<Node> _outputs;
    private readonly HashSet<Node> _fromNothing = [];

    public StoredValues(Graph graph)
    {
        foreach (Node node in graph.Nodes)
        {
            _users[node] = [];
        }

        foreach (Node node in graph.Nodes.Where(static node => node.Operation is not Reshape))
        {
            foreach (Node input in node.Inputs.Select(Root).Distinct())
            {
                _users[input].Add(node);
            }
        }

        foreach (Node node in graph.Nodes.Where(node => IsNullary(node) || (node.Operation is ElementwiseOperation && Inputs(node).All(_fromNothing.Contains))))
        {
            _fromNothing.Add(node);
        }

        _outputs = [.. graph.Outputs.Select(static output => Root(output.Value))];
    }

    /// <summary>The value whose memory a value is.</summary>
    public static Node Root(Node node)
    {
        while (node.Operation is Reshape)
        {
            node = node.Inputs[0];
        }

        return node;
    }

    /// <summary>The inputs' roots.</summary>
    public static IEnumerable<Node> Inputs(Node node) => node.Inputs.Select(Root);

    /// <summary>The nodes, reshapes aside, that use a value.</summary>
    public IReadOnlyList<Node> Users(Node root) => _users[root];

    public bool IsOutput(Node root) => _outputs.Contains(root);

    /// <summary>The only use of a value that is no output; null when there are more or none.</summary>
    public Node? OnlyUser(Node root) => !IsOutput(root) && _users[root].Count == 1 ? _users[root][0] : null;

    /// <summary>Whether a value is an expression of places and numbers alone, such as a causal mask, so that an epilogue can compute it.</summary>
    public bool FollowsFromNothing(Node node) => _fromNothing.Contains(node);

    /// <summary>Whether each element of the value follows from elements at the same place.</summary>
    public static bool IsPointwise(Node node) => node.Operation is ElementwiseOperation || IsNullary(node);

    /// <summary>Whether the value follows from nothing, so that it is computed wherever it is used.</summary>
    public static bool IsNullary(Node node) => node.Operation is Fill or DropoutMask or NormalNumbers or Positions;
}
