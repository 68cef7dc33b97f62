using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// Where element-wise values end up: the stored value into whose pass all their users are drawn. A value with one sink is computed once,
/// in that pass, however often it is used there; one with several would be computed in each of them.
/// </summary>
internal sealed class Sinks
{
    private readonly Dictionary<Node, Node> _sinks = [];
    private readonly StoredValues _values;

    private Sinks(StoredValues values) => _values = values;

    /// <summary>The sinks of all values.</summary>
    /// <param name="nodes">The values, in order.</param>
    /// <param name="values">Who uses them.</param>
    /// <param name="isStored">Whether a value is stored, and so a sink.</param>
    public static Sinks Of(IReadOnlyList<Node> nodes, StoredValues values, Func<Node, bool> isStored)
    {
        Sinks sinks = new(values);
        foreach (Node node in nodes.Reverse())
        {
            Node[] ends = [.. sinks.OfUsers(node).Distinct().Take(2)];
            sinks._sinks[node] = ends.Length == 1 && !isStored(node) ? ends[0] : node;
        }

        return sinks;
    }

    /// <summary>Whether a value's users end up in several passes.</summary>
    public bool AreSeveral(Node node) => OfUsers(node).Distinct().Skip(1).Any();

    private IEnumerable<Node> OfUsers(Node node) => _values.Users(node).Select(user => _sinks[user]);
}
