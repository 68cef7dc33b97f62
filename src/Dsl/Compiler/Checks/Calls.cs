using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Checks;

/// <summary>The layers and functions of a model, and which of them gives the value that another takes.</summary>
internal sealed class Calls
{
    /// <summary>What changes the form of a value but none of its elements.</summary>
    private static readonly HashSet<string> Moves = ["Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose"];

    private readonly Dictionary<Node, TracedCall> _givers = [];
    private readonly ILookup<Node, Node> _users;
    private readonly HashSet<Node> _outputs;

    public Calls(TracedModel model)
    {
        All = model.Calls;
        Nodes = Needed.By(model);
        _users = new Graph(Nodes, []).Users();
        _outputs = [.. model.Outputs.Select(static output => output.Value)];
        foreach (TracedCall call in model.Calls)
        {
            if (!call.IsIdentity && !_givers.ContainsKey(call.Result))
            {
                _givers.Add(call.Result, call);
            }
        }
    }

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<TracedCall> All { get; }

    /// <summary>The values that some program computes, in order.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The values that a value is used for.</summary>
    public IEnumerable<Node> UsersOf(Node node) => _users[node];

    /// <summary>The layer or function that gives a value, whatever form the value was brought into since; null when none does.</summary>
    public TracedCall? GiverOf(Node value)
    {
        TracedCall? call = _givers.TryGetValue(value, out TracedCall? giver) ? giver : null;
        while (call is not null && Moves.Contains(call.Name))
        {
            call = _givers.TryGetValue(call.Arguments[0], out giver) ? giver : null;
        }

        return call;
    }

    /// <summary>Whether a value has just one use, so that what gives it could be changed for that use alone.</summary>
    public bool HasOneUse(Node value) => !_outputs.Contains(value) && _users[value].Count() == 1;

    /// <summary>Whether a value changes while the model is trained.</summary>
    public static bool IsTrained(Node value)
    {
        HashSet<Node> seen = [];
        Stack<Node> open = new([value]);
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (node.Operation is ParameterLeaf { IsFrozen: false })
            {
                return true;
            }

            foreach (Node input in node.Inputs.Where(seen.Add))
            {
                open.Push(input);
            }
        }

        return false;
    }
}
