namespace Adjoint.Compiler.Graphs;

/// <summary>Checks what every pass relies on: order, types, and outputs that exist. Tests run it between passes.</summary>
internal static class GraphVerifier
{
    /// <summary>What is wrong with a graph; empty when nothing is.</summary>
    public static IReadOnlyList<string> Verify(Graph graph)
    {
        List<string> problems = [];
        HashSet<Node> seen = [];
        foreach (Node node in graph.Nodes)
        {
            foreach (Node input in node.Inputs)
            {
                if (!seen.Contains(input))
                {
                    problems.Add($"{node} uses %{input.Id} before it is computed");
                }
            }

            Shapes.TensorType type = node.Operation.Infer([.. node.Inputs.Select(static input => input.Type)]);
            if (type != node.Type)
            {
                problems.Add($"{node} should have the type {type}");
            }

            if (!seen.Add(node))
            {
                problems.Add($"{node} is listed twice");
            }
        }

        foreach (Output output in graph.Outputs)
        {
            if (!seen.Contains(output.Value))
            {
                problems.Add($"The output {output.Target} is not in the graph");
            }
        }

        return problems;
    }
}
