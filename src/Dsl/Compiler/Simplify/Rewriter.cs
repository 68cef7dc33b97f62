using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Simplify;

/// <summary>An equality that is read from left to right: gives a cheaper form of a node, or null when it does not apply.</summary>
/// <param name="builder">Where the new form is added.</param>
/// <param name="node">A node whose inputs are already simplified.</param>
internal delegate Node? RewriteRule(GraphBuilder builder, Node node);

/// <summary>Rebuilds a graph bottom-up, applying rules until none applies; what is no longer used disappears.</summary>
internal sealed class Rewriter
{
    // A node is rewritten a handful of times at the most; more means that two rules undo each other.
    private const int MostRewrites = 100;

    private readonly GraphBuilder _builder = new();
    private readonly Dictionary<Node, Node> _simplest = [];
    private readonly IReadOnlyList<RewriteRule> _rules;

    private Rewriter(IReadOnlyList<RewriteRule> rules)
    {
        _rules = rules;
    }

    public static Graph Run(Graph graph, IReadOnlyList<RewriteRule> rules) => new Rewriter(rules).Run(graph);

    private Graph Run(Graph graph)
    {
        Dictionary<Node, Node> rewritten = [];
        foreach (Node node in graph.Nodes)
        {
            _builder.Origin = node.Origin;
            Node copy = _builder.Add(node.Operation, [.. node.Inputs.Select(input => rewritten[input])]);
            rewritten.Add(node, Simplify(copy, MostRewrites));
        }

        return _builder.Build([.. graph.Outputs.Select(output => output with { Value = rewritten[output.Value] })]);
    }

    /// <summary>The simplest form of a node, and of the nodes within it that a rule has built.</summary>
    private Node Simplify(Node node, int rewritesLeft)
    {
        if (_simplest.TryGetValue(node, out Node? known))
        {
            return known;
        }

        if (rewritesLeft == 0)
        {
            throw new InvalidOperationException($"The rules do not come to an end at {node}.");
        }

        Node current = _builder.Add(node.Operation, [.. node.Inputs.Select(input => Simplify(input, rewritesLeft - 1))]);
        Node simplest = _rules.Select(rule => rule(_builder, current)).FirstOrDefault(static form => form is not null) is { } next
            ? Simplify(next, rewritesLeft - 1)
            : current;
        _simplest[node] = simplest;
        _simplest[current] = simplest;
        return simplest;
    }
}
