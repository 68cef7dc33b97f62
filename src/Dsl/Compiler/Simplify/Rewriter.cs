using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Simplify;

/// <summary>An equality that is read from left to right: gives a cheaper form of a node, or null when it does not apply.</summary>
/// <param name="builder">Where the new form is added.</param>
/// <param name="node">A node whose inputs are already simplified.</param>
internal delegate Node? RewriteRule(GraphBuilder builder, Node node);

/// <summary>Rebuilds a graph bottom-up, applying rules until none applies; what is no longer used disappears.</summary>
internal static class Rewriter
{
    // A node is rewritten a handful of times at the most; more means that two rules undo each other.
    private const int MostRewrites = 100;

    public static Graph Run(Graph graph, IReadOnlyList<RewriteRule> rules)
    {
        GraphBuilder builder = new();
        Dictionary<Node, Node> rewritten = [];
        foreach (Node node in graph.Nodes)
        {
            builder.Origin = node.Origin;
            Node current = builder.Add(node.Operation, [.. node.Inputs.Select(input => rewritten[input])]);
            rewritten.Add(node, Simplify(builder, current, rules));
        }

        return builder.Build([.. graph.Outputs.Select(output => output with { Value = rewritten[output.Value] })]);
    }

    private static Node Simplify(GraphBuilder builder, Node node, IReadOnlyList<RewriteRule> rules)
    {
        for (int count = 0; count < MostRewrites; count++)
        {
            Node current = node;
            if (rules.Select(rule => rule(builder, current)).FirstOrDefault(static form => form is not null) is not { } next)
            {
                return node;
            }

            node = next;
        }

        throw new InvalidOperationException($"The rules do not come to an end at {node}.");
    }
}
