using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;

namespace Adjoint.Tests.Graphs;

/// <summary>
/// Compares what graphs compute, operation by operation: nodes with equal operations on equal inputs are one, in whatever order and from
/// whatever place in a declaration they come.
/// </summary>
internal static class GraphStructure
{
    /// <summary>Asserts that two graphs have the same nodes and outputs.</summary>
    public static void AssertEqual(Graph expected, Graph actual)
    {
        Dictionary<(object, EquatableArray<int>), int> known = [];
        string[] expectedOutputs = Outputs(expected, known, out int[] expectedNodes);
        string[] actualOutputs = Outputs(actual, known, out int[] actualNodes);
        Assert.Equal(expectedOutputs, actualOutputs);
        Assert.Equal(expectedNodes, actualNodes);
    }

    /// <summary>Whether two graphs have the same nodes and outputs.</summary>
    public static bool AreEqual(Graph left, Graph right)
    {
        Dictionary<(object, EquatableArray<int>), int> known = [];
        return Outputs(left, known, out int[] nodes).SequenceEqual(Outputs(right, known, out int[] others)) && nodes.SequenceEqual(others);
    }

    private static string[] Outputs(Graph graph, Dictionary<(object, EquatableArray<int>), int> known, out int[] nodes)
    {
        Dictionary<Node, int> ids = [];
        foreach (Node node in graph.Nodes)
        {
            (object, EquatableArray<int>) key = (KeyOf(node.Operation, known), node.Inputs.Select(input => ids[input]).ToEquatableArray());
            if (!known.TryGetValue(key, out int id))
            {
                id = known.Count;
                known.Add(key, id);
            }

            ids.Add(node, id);
        }

        nodes = [.. ids.Values.Distinct().Order()];
        return [.. graph.Outputs.Select(output => $"{output.Target} <- {ids[output.Value]}").Order(StringComparer.Ordinal)];
    }

    /// <summary>What is equal for equal operations; graphs within operations are compared like the graphs around.</summary>
    private static object KeyOf(Operation operation, Dictionary<(object, EquatableArray<int>), int> known) => operation switch
    {
        Scan scan => ("Scan", scan.Output, scan.Body.Length, scan.Body.IsReverse, Text(scan.Body.Step, known), string.Join(";", scan.Body.Sequences.Concat(scan.Body.Results))),
        FixedPoint point => ("FixedPoint", point.Iterations, point.Tolerance, Text(point.Step, known)),
        CustomGradient gradient => ("CustomGradient", Text(gradient.Backward, known)),
        _ => operation,
    };

    private static string Text(Graph graph, Dictionary<(object, EquatableArray<int>), int> known) => string.Join(";", Outputs(graph, known, out _));
}
