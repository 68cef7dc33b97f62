using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// Where element-wise values end up: the stored value into whose pass all their users are drawn. A value with one sink is computed once,
/// in that pass, however often it is used there; one with several would be computed in each of them.
/// </summary>
internal sealed class Sinks
{
    private readonly Dictionary<Node, Node> _sinks = [];
    private readonly StoredValues _values;
    private readonly Func<Node, bool> _isStored;

    private Sinks(StoredValues values, Func<Node, bool> isStored)
    {
        _values = values;
        _isStored = isStored;
    }

    /// <summary>The sinks of all values.</summary>
    /// <param name="nodes">The values, in order.</param>
    /// <param name="values">Who uses them.</param>
    /// <param name="isStored">Whether a value is stored, and so a sink.</param>
    public static Sinks Of(IReadOnlyList<Node> nodes, StoredValues values, Func<Node, bool> isStored)
    {
        Sinks sinks = new(values, isStored);
        foreach (Node node in nodes.Reverse())
        {
            Node[] ends = [.. sinks.OfUsers(node).Distinct().Take(2)];
            sinks._sinks[node] = ends.Length == 1 && !isStored(node) ? ends[0] : node;
        }

        return sinks;
    }

    /// <summary>Whether a value's users end up in several passes.</summary>
    public bool AreSeveral(Node node) => OfUsers(node).Distinct().Skip(1).Any();

    /// <summary>
    /// How many passes read a value when neither it nor what is made of it on the way is stored: sums over the same axes, of which none waits for another, are made in one.
    /// </summary>
    public int PassesOver(Node node)
    {
        List<Node> passes = [];
        foreach (Node end in Ends(node).OrderBy(static end => end.Id))
        {
            if (!passes.Any(pass => pass.Operation is Sum && pass.Operation == end.Operation && !IsBehind(end, pass)))
            {
                passes.Add(end);
            }
        }

        return passes.Count;
    }

    /// <summary>The stored values into whose passes a value is drawn.</summary>
    private HashSet<Node> Ends(Node value)
    {
        HashSet<Node> seen = [];
        HashSet<Node> ends = [];
        Stack<Node> open = new([value]);
        while (open.Count > 0)
        {
            foreach (Node user in _values.Users(open.Pop()).Where(seen.Add))
            {
                if (_isStored(user) || _values.Users(user).Any(static reader => !StoredValues.IsPointwise(reader) && reader.Operation is not Sum))
                {
                    ends.Add(user);
                }
                else
                {
                    open.Push(user);
                }
            }
        }

        return ends;
    }

    /// <summary>Whether a value follows from another.</summary>
    private static bool IsBehind(Node value, Node other)
    {
        HashSet<Node> seen = [];
        return Visit(value);

        bool Visit(Node node) => node == other || (node.Id > other.Id && seen.Add(node) && node.Inputs.Any(Visit));
    }

    private IEnumerable<Node> OfUsers(Node node) => _values.Users(node).Select(user => _sinks[user]);
}
