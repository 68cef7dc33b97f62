using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Simplify;

/// <summary>An equality that is read from left to right: gives a cheaper form of a node, or null when it does not apply.</summary>
/// <param name="builder">Where the new form is added.</param>
/// <param name="node">A node whose inputs are already simplified.</param>
internal delegate Node? RewriteRule(GraphBuilder builder, Node node);

/// <summary>Rebuilds a graph bottom-up, applying rules until none applies; what is no longer used disappears.</summary>
internal static class Rewriter
{
    // A graph settles within a few rounds; more means that two rules undo each other.
    private const int MostRounds = 100;

    public static Graph Run(Graph graph, IReadOnlyList<RewriteRule> rules)
    {
        for (int round = 0; round < MostRounds; round++)
        {
            graph = Round(graph, rules, out bool changed);
            if (!changed)
            {
                return graph;
            }
        }

        throw new InvalidOperationException($"The rules do not come to an end at\n{graph}");
    }

    /// <summary>Visits every node once and applies the first rule that fits; what rules add is visited in the next round.</summary>
    private static Graph Round(Graph graph, IReadOnlyList<RewriteRule> rules, out bool changed)
    {
        GraphBuilder builder = new();
        Dictionary<Node, Node> rewritten = [];
        changed = false;
        foreach (Node node in graph.Nodes)
        {
            builder.Origin = node.Origin;
            Node copy = builder.Add(node.Operation, [.. node.Inputs.Select(input => rewritten[input])]);
            Node? form = rules.Select(rule => rule(builder, copy)).FirstOrDefault(static form => form is not null);
            changed |= form is not null;
            rewritten.Add(node, form ?? copy);
        }

        return builder.Build([.. graph.Outputs.Select(output => output with { Value = rewritten[output.Value] })]);
    }
}
