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
    private readonly Dictionary<Expression, Node> _known;
    private readonly List<Node> _nodes;

    public GraphBuilder()
        : this([], [])
    {
    }

    private GraphBuilder(Dictionary<Expression, Node> known, List<Node> nodes)
    {
        (_known, _nodes) = (known, nodes);
    }

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
            copies.Add(node, builder.AddAgain(node, copies));
        }

        return (builder, new Graph([.. builder.Nodes], [.. graph.Outputs.Select(output => output with { Value = copies[output.Value] })]));
    }

    /// <summary>The same graph, where what is added is called a step of its layer; within a step, a part of that.</summary>
    public GraphBuilder As(string step) => At(Origin.Step is { } whole ? $"{whole}.{step}" : step);

    /// <summary>The same graph, where what is added is called a step of its layer, wherever that stands.</summary>
    public GraphBuilder At(string step) => new(_known, _nodes) { Origin = Origin with { Step = step }, Import = Import };

    /// <summary>The node for an operation on inputs, a new one or the one that exists.</summary>
    /// <exception cref="ShapeException">The inputs do not fit.</exception>
    public Node Add(Operation operation, params Node[] inputs)
    {
        if (Import is { } import)
        {
            inputs = [.. inputs.Select(input => Owns(input) ? input : import(input))];
        }

        Expression key = new(operation, inputs);
        if (_known.TryGetValue(key, out Node? known))
        {
            return known;
        }

        TensorType[] types = new TensorType[inputs.Length];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = inputs[i].Type;
        }

        return AddNew(key, operation.Infer(types));
    }

    /// <summary>
    /// The node for the operation of another node, on inputs of the same types as its own. What it gives is then known without asking
    /// its shape rule, which is most of the work.
    /// </summary>
    /// <param name="node">The node, of this builder or another.</param>
    /// <param name="inputs">What stands in its inputs' place.</param>
    public Node AddAgain(Node node, params Node[] inputs)
    {
        Expression key = new(node.Operation, inputs);
        return _known.TryGetValue(key, out Node? known) ? known : AddNew(key, node.Type);
    }

    /// <summary>The same, with what stands for the inputs in a table.</summary>
    public Node AddAgain(Node node, IReadOnlyDictionary<Node, Node> copies)
    {
        Node[] inputs = new Node[node.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = copies[node.Inputs[i]];
        }

        return AddAgain(node, inputs);
    }

    /// <summary>
    /// Makes what is added from now on a value of its own where it equals what has been added from some node on, so that it gets a name of its own. Leaves stay what they are.
    /// </summary>
    /// <param name="first">The first of the nodes.</param>
    public void Forget(int first)
    {
        foreach (Node node in _nodes.Skip(first).Where(static node => node.Operation is not Leaf))
        {
            _known.Remove(new Expression(node.Operation, [.. node.Inputs]));
        }
    }

    /// <summary>Whether a value has been added here.</summary>
    public bool Owns(Node node) => node.Id < _nodes.Count && _nodes[node.Id] == node;

    /// <summary>A graph of just what the outputs need, in order of construction.</summary>
    public Graph Build(IReadOnlyList<Output> outputs) => Part(_nodes, outputs);

    /// <summary>The part of a graph that some of its values need, in the same order.</summary>
    public static Graph Part(IReadOnlyList<Node> nodes, IReadOnlyList<Output> outputs)
    {
        HashSet<Node> needed = [];
        Stack<Node> open = [];
        foreach (Output output in outputs)
        {
            Need(output.Value);
        }

        while (open.Count > 0)
        {
            IReadOnlyList<Node> inputs = open.Pop().Inputs;
            for (int i = 0; i < inputs.Count; i++)
            {
                Need(inputs[i]);
            }
        }

        return new Graph([.. nodes.Where(needed.Contains)], outputs);

        void Need(Node node)
        {
            if (needed.Add(node))
            {
                open.Push(node);
            }
        }
    }

    private Node AddNew(Expression expression, TensorType type)
    {
        Node node = new(_nodes.Count, expression.Operation, expression.Inputs, type, Origin);
        _nodes.Add(node);
        _known.Add(expression, node);
        return node;
    }

    /// <summary>An operation on inputs, equal to another with an equal operation and the same inputs.</summary>
    private readonly struct Expression(Operation operation, Node[] inputs) : IEquatable<Expression>
    {
        private readonly int _hash = HashOf(operation, inputs);

        public Operation Operation { get; } = operation;

        public Node[] Inputs { get; } = inputs;

        public bool Equals(Expression other)
        {
            if (_hash != other._hash || Inputs.Length != other.Inputs.Length)
            {
                return false;
            }

            for (int i = 0; i < Inputs.Length; i++)
            {
                if (Inputs[i] != other.Inputs[i])
                {
                    return false;
                }
            }

            return Operation.Equals(other.Operation);
        }

        public override bool Equals(object? obj) => obj is Expression other && Equals(other);

        public override int GetHashCode() => _hash;

        private static int HashOf(Operation operation, Node[] inputs)
        {
            int hash = operation.GetHashCode();
            foreach (Node input in inputs)
            {
                hash = unchecked((hash * 31) + input.Id);
            }

            return hash;
        }
    }
}
