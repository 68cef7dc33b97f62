using System.Globalization;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Generators.Tests.Architectures;

/// <summary>A graph as a text that is the same for graphs that compute the same in the same way, in whatever order they were built.</summary>
internal sealed class GraphText
{
    private readonly Dictionary<string, int> _known = [];
    private readonly List<string> _lines = [];
    private readonly bool _withDerivatives;

    private GraphText(bool withDerivatives) => _withDerivatives = withDerivatives;

    /// <param name="graph">The graph.</param>
    /// <param name="withDerivatives">Whether derivatives that are given count as part of what is computed.</param>
    public static string Of(Graph graph, bool withDerivatives = true)
    {
        GraphText text = new(withDerivatives);
        string outputs = text.Outputs(graph);
        return string.Join("\n", text._lines) + "\n" + outputs;
    }

    // Numbered from the outputs on, so that the order of construction does not matter.
    private string Outputs(Graph graph)
    {
        Dictionary<Node, int> numbers = [];
        return string.Join(", ", graph.Outputs.Select(output => Number(output.Value, numbers).ToString(CultureInfo.InvariantCulture)));
    }

    private int Number(Node node, Dictionary<Node, int> numbers)
    {
        if (!_withDerivatives && node.Operation is CustomGradient)
        {
            return Number(node.Inputs[0], numbers);
        }

        if (!numbers.TryGetValue(node, out int number))
        {
            int[] inputs = [.. node.Inputs.Select(input => Number(input, numbers))];
            string line = $"{Text(node.Operation)}({string.Join(", ", inputs)}) : {node.Type}";
            if (!_known.TryGetValue(line, out number))
            {
                number = _known.Count;
                _known.Add(line, number);
                _lines.Add($"{number}: {line}");
            }

            numbers.Add(node, number);
        }

        return number;
    }

    private string Text(Operation operation) => operation switch
    {
        Scan scan => $"Scan {scan.Output} of {scan.Body.Length} reverse {scan.Body.IsReverse} [{Outputs(scan.Body.Step)}]",
        FixedPoint point => $"FixedPoint {point.Iterations} {point.Tolerance} [{Outputs(point.Step)}]",
        CustomGradient custom => $"CustomGradient [{Outputs(custom.Backward)}]",
        _ => operation.ToString(),
    };
}
