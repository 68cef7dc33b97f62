using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Simplify;

/// <summary>An equality that is read from left to right: gives a cheaper form of a node, or null when it does not apply.</summary>
/// <param name="builder">Where the new form is added.</param>
/// <param name="node">A node whose inputs are already simplified.</param>
internal delegate Node? RewriteRule(GraphBuilder builder, Node node);

/// <summary>
/// Rebuilds a graph bottom-up, applying rules until none applies; what is no longer used disappears. A node is settled, and so is
/// whatever the rules put in its place, before its users are looked at: each node is visited once.
/// </summary>
internal sealed class Rewriter
{
    // A node settles within a few steps; more means that two rules undo each other.
    private const int MostSteps = 100;

    private readonly GraphBuilder _builder = new();
    private readonly RewriteRule[] _rules;
    private readonly Dictionary<Node, Node> _settled = [];

    private Rewriter(IReadOnlyList<RewriteRule> rules)
    {
        _rules = [.. rules];
    }

    public static Graph Run(Graph graph, IReadOnlyList<RewriteRule> rules) => new Rewriter(rules).Run(graph);

    private Graph Run(Graph graph)
    {
        Dictionary<Node, Node> rewritten = [];
        foreach (Node node in graph.Nodes)
        {
            _builder.Origin = node.Origin;
            Node copy = _builder.AddAgain(node, rewritten);
            try
            {
                rewritten.Add(node, Settle(copy, 0));
            }
            catch (EndlessRulesException)
            {
                throw new InvalidOperationException($"The rules do not come to an end at\n{graph}");
            }
        }

        return _builder.Build([.. graph.Outputs.Select(output => output with { Value = rewritten[output.Value] })]);
    }

    /// <summary>The form of a node, with settled inputs, to which no rule applies.</summary>
    /// <param name="node">The node.</param>
    /// <param name="steps">How many rules have led to it.</param>
    private Node Settle(Node node, int steps)
    {
        if (_settled.TryGetValue(node, out Node? known))
        {
            return known;
        }

        _builder.Origin = node.Origin;
        Node? form = null;
        for (int i = 0; form is null && i < _rules.Length; i++)
        {
            form = _rules[i](_builder, node);
        }

        Node settled = form is null ? node : SettleAll(form, steps + 1);
        _settled.Add(node, settled);
        return settled;
    }

    /// <summary>Settles what a rule has added, inputs first.</summary>
    private Node SettleAll(Node form, int steps)
    {
        if (_settled.TryGetValue(form, out Node? known))
        {
            return known;
        }

        if (steps > MostSteps)
        {
            throw new EndlessRulesException();
        }

        Node[] inputs = new Node[form.Inputs.Count];
        bool changed = false;
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = SettleAll(form.Inputs[i], steps);
            changed |= inputs[i] != form.Inputs[i];
        }

        if (!changed)
        {
            return Settle(form, steps);
        }

        _builder.Origin = form.Origin;
        Node settled = Settle(_builder.AddAgain(form, inputs), steps);
        _settled[form] = settled;
        return settled;
    }

    private sealed class EndlessRulesException : Exception;
}
