using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Keep;

/// <summary>
/// Decides what the backward pass reads in place of a value of the forward pass: the value itself, which is then kept; the value as it comes back from
/// less memory; or the value computed again, from what is kept, where the backward pass first needs it. Of a value that it reads a part of, only that part is kept.
/// </summary>
/// <remarks>
/// A part that is computed again keeps what others read of it: its result, and so the input of the part behind it. What is computed
/// again is a value of its own, never found equal to the first one, or nothing would be saved. Loops are not run again, and sums are not made again.
/// </remarks>
internal sealed class KeepPass
{
    private readonly Graph _graph;
    private readonly KeepRules _rules;
    private readonly ILookup<Node, Node> _users;
    private readonly HashSet<Node> _outputs;
    private readonly HashSet<Node> _small = [];
    private readonly HashSet<Node> _read = [];
    private readonly HashSet<Node> _early = [];
    private readonly Dictionary<Node, bool> _dropped = [];
    private readonly Dictionary<Node, Compression> _compressed = [];

    private readonly List<Node> _nodes = [];
    private readonly Dictionary<Node, Node> _copies = [];
    private readonly Dictionary<Node, Node> _kept = [];
    private readonly Dictionary<Node, Node> _again = [];
    private readonly Dictionary<Node, Node> _aliases = [];

    private KeepPass(Graph graph, KeepRules rules)
    {
        (_graph, _rules, _users) = (graph, rules, graph.Users());
        _outputs = [.. graph.Outputs.Select(static output => output.Value)];
    }

    /// <summary>The graph of a training program with what its backward pass reads decided.</summary>
    /// <param name="graph">The graph, in the forms that kernels compute.</param>
    /// <param name="rules">What the declaration says.</param>
    public static Graph Run(Graph graph, KeepRules rules) =>
        graph.Nodes.Any(static node => node.Origin.IsGradient) ? new KeepPass(graph, rules).Run() : graph;

    private Graph Run()
    {
        FindReads();
        if (_early.Count == 0 && _rules.IsEmpty)
        {
            return _graph;
        }

        FindSmall();
        foreach (Node value in Reached())
        {
            if (_rules.SegmentOf(value) is { } segment && _rules.StorageOf(segment) is { } storage && IsWorthCompressing(value, storage))
            {
                _compressed.Add(value, storage);
            }
        }

        foreach (Node node in _graph.Nodes.Where(node => !_early.Contains(node)))
        {
            _copies.Add(node, IsBackward(node)
                ? Copy(node, [.. node.Inputs.Select(Read)], node.Origin)
                : Copy(node, [.. node.Inputs.Select(input => _copies[input])], node.Origin));
            AddBehind(node);
        }

        return GraphBuilder.Part(_nodes, [.. _graph.Outputs.Select(output => output with { Value = _copies[output.Value] })]);
    }

    /// <summary>What is kept of a value is made of it at once, so that it need not stay itself.</summary>
    private void AddBehind(Node node)
    {
        if (_compressed.TryGetValue(node, out Compression? storage))
        {
            Compress compress = new(storage);
            _kept.Add(node, Add(compress, [_copies[node]], compress.Infer([node.Type]), node.Origin with { IsKept = true }));
        }

        foreach (Node part in _users[node].Where(_early.Contains))
        {
            _copies.Add(part, Copy(part, [_copies[node]], node.Origin with { IsKept = true }));
        }
    }

    /// <summary>Finds the values of the forward pass that the backward pass reads, and those of which it reads parts only.</summary>
    private void FindReads()
    {
        foreach (Node value in _graph.Nodes.Where(node => !IsBackward(node) && node.Operation is not Leaf && !StoredValues.IsNullary(node)))
        {
            Node[] readers = [.. _users[value].Where(IsBackward)];
            if (readers.Length > 0 && Array.TrueForAll(readers, static reader => reader.Operation is Slice))
            {
                _early.UnionWith(readers);
            }
            else if (readers.Length > 0)
            {
                _read.Add(StoredValues.Root(value));
            }
        }
    }

    /// <summary>Whether a node is of the backward pass, and not computed by a kernel of the forward pass on its way.</summary>
    private static bool IsBackward(Node node) => node.Origin.IsGradient && node.Operation is not (MaxPoolIndices or CrossEntropyResidual);

    /// <summary>Whether a value is not kept because it can be computed again.</summary>
    private bool IsDropped(Node node)
    {
        if (!_dropped.TryGetValue(node, out bool known))
        {
            known = MayBeDropped(node);
            _dropped.Add(node, known);
        }

        return known;
    }

    private bool MayBeDropped(Node node)
    {
        if (IsBackward(node) || node.Operation is Leaf or JointOperation or MaxPoolIndices or CrossEntropyResidual || StoredValues.IsNullary(node) || _outputs.Contains(node)
            || _rules.SegmentOf(node) is not { } segment)
        {
            return false;
        }

        return _rules.Recomputes(segment)
            ? !_small.Contains(node) && _users[node].Where(static user => !IsBackward(user)).All(user => _rules.SegmentOf(user) == segment)
            : _rules.StorageOf(segment) is not null && IsPointwise(node) && node.Inputs.All(IsThereAnyway);
    }

    /// <summary>Whether nothing more is kept when a value is read: others read it too, or it is made of what they read.</summary>
    private bool IsThereAnyway(Node node) =>
        node.Operation is Leaf || StoredValues.IsNullary(node) || IsDropped(node) || _read.Contains(StoredValues.Root(node));

    private static bool IsPointwise(Node node) => node.Operation is ElementwiseOperation or Reshape or Broadcast;

    /// <summary>Whether a value is kept in less memory where a declaration asks for it.</summary>
    private bool IsWorthCompressing(Node node, Compression storage) =>
        node.Type.Element == ElementType.Float32 && node.Shape.Rank > 1 && !_small.Contains(node) && storage.Suits(node.Shape);

    /// <summary>Finds sums, means among them, and what follows from them element by element: they are kept as they are, as they are small and took a pass over what is not.</summary>
    private void FindSmall()
    {
        foreach (Node node in _graph.Nodes)
        {
            if (node.Operation is Sum or Max or ArgMax
                || (node.Operation is ElementwiseOperation or Reshape && node.Inputs.Any(_small.Contains)
                    && node.Inputs.All(input => input.Operation is Leaf || StoredValues.IsNullary(input) || _small.Contains(input))))
            {
                _small.Add(node);
            }
        }
    }

    /// <summary>The values of the forward pass that are read as they are kept, in the backward pass or by what is computed again.</summary>
    private HashSet<Node> Reached()
    {
        HashSet<Node> seen = [];
        HashSet<Node> reached = [];
        foreach (Node input in _graph.Nodes.Where(node => IsBackward(node) && !_early.Contains(node)).SelectMany(static node => node.Inputs))
        {
            Visit(input);
        }

        return reached;

        void Visit(Node node)
        {
            if (IsBackward(node) || node.Operation is Leaf || StoredValues.IsNullary(node) || !seen.Add(node))
            {
                return;
            }

            // What is computed again is made of its inputs, and the memory of a reshaped value is that of the value.
            if (!IsDropped(node) && node.Operation is not Reshape)
            {
                reached.Add(node);
                return;
            }

            foreach (Node input in node.Inputs)
            {
                Visit(input);
            }
        }
    }

    /// <summary>What stands for a value in the backward pass.</summary>
    private Node Read(Node node)
    {
        if (IsBackward(node) || _early.Contains(node))
        {
            return _copies[node];
        }

        if (_again.TryGetValue(node, out Node? again))
        {
            return again;
        }

        Origin origin = node.Origin with { IsAgain = true };
        again = _kept.TryGetValue(node, out Node? kept)
            ? Add(new Expand(_compressed[node], node.Shape), [kept], node.Type, origin)
            : IsDropped(node) ? Copy(node, [.. node.Inputs.Select(input => node.Operation is MaxPool ? Alias(input) : Read(input))], origin)
            : node.Operation is Reshape && Read(node.Inputs[0]) is var read && read != _copies[node.Inputs[0]] ? Copy(node, [read], origin)
            : _copies[node];
        _again.Add(node, again);
        return again;
    }

    /// <summary>The same value by another name, so that a kernel that finds its results by what they are made of makes the new ones alone.</summary>
    private Node Alias(Node node)
    {
        Node value = Read(node);
        if (!_aliases.TryGetValue(value, out Node? alias))
        {
            alias = Add(new Reshape(value.Shape), [value], value.Type, node.Origin with { IsAgain = true });
            _aliases.Add(value, alias);
        }

        return alias;
    }

    private Node Copy(Node node, Node[] inputs, Origin origin) => Add(node.Operation, inputs, node.Type, origin);

    private Node Add(Operation operation, Node[] inputs, TensorType type, Origin origin)
    {
        Node node = new(_nodes.Count, operation, inputs, type, origin);
        _nodes.Add(node);
        return node;
    }
}
