using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Trace;

/// <summary>Where shapes come from, for messages: the way from the input to a value, part by part.</summary>
internal static class Provenance
{
    // Of a long way the end is what helps.
    private const int MostStations = 6;

    /// <summary>The ways to values as the end of a sentence, such as <c> (x [1, 8, 8] → Features [16, 4, 4])</c>; empty when there is nothing to tell.</summary>
    public static string Of(IReadOnlyList<Node> values)
    {
        string[] ways = [.. values.Select(Way).Where(static way => way.Count > 1).Select(static way => string.Join(" → ", way)).Distinct()];
        return ways.Length == 0 ? string.Empty : $" ({string.Join("; ", ways)})";
    }

    /// <summary>The same for a value whose giver a message names already: empty unless there are stations before the giver besides the input.</summary>
    public static string Before(Node value) => Way(value).Count > 2 ? Of([value]) : string.Empty;

    /// <summary>The places where values come from, for an editor to show.</summary>
    public static EquatableArray<RelatedSpec> Related(IReadOnlyList<Node> values) => values
        .Select(static value => new RelatedSpec(value.Origin.SyntaxId, value.Operation is InputLeaf input
            ? $"{NameOf(input)} is {FunctionCall.Written(value)}"
            : $"'{value.Origin.Part}' gives {FunctionCall.Written(value)}"))
        .Distinct()
        .ToEquatableArray();

    /// <summary>An input in user's words.</summary>
    private static string NameOf(InputLeaf input) => input.InputName == "inputs" ? "the input" : $"'{input.InputName}'";

    /// <summary>The stations of the way, the input first: at each the last value of a part.</summary>
    private static IReadOnlyList<string> Way(Node value)
    {
        List<string> stations = [];
        string? part = null;
        for (Node? node = value; node is not null; node = Main(node))
        {
            if (node.Origin.Part != part)
            {
                part = node.Origin.Part;
                string name = node.Operation is InputLeaf input ? NameOf(input).Replace("the ", string.Empty).Trim('\'') : part;
                stations.Insert(0, $"{name} {FunctionCall.Written(node)}");
            }
        }

        if (stations.Count > MostStations)
        {
            stations.RemoveRange(1, stations.Count - MostStations);
            stations[0] += " → …";
        }

        return stations;
    }

    /// <summary>The input of an operation that its shape mostly comes from: the first that is no weight.</summary>
    private static Node? Main(Node node) =>
        node.Inputs.FirstOrDefault(static input => input.Operation is not (ParameterLeaf or StateLeaf or Fill)) ?? node.Inputs.FirstOrDefault();
}
