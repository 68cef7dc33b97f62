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
    /// <param name="values">The values.</param>
    /// <param name="scope">The path of the model that the message is about; what is in others is told by the part that uses them.</param>
    public static string Of(IReadOnlyList<Node> values, string scope = "")
    {
        IReadOnlyList<string>[] ways = [.. values.Select(value => Way(value, scope)).Where(static way => way.Count > 1)];

        // A way that another one begins with is told by that one.
        string[] told =
        [
            .. ways.Where(way => !ways.Any(other => other.Count > way.Count && other.Take(way.Count).SequenceEqual(way))).Select(Shortened).Distinct(),
        ];
        return told.Length == 0 ? string.Empty : $" ({string.Join("; ", told)})";
    }

    /// <summary>The same for a value whose giver a message names already: empty unless there are stations before the giver besides the input.</summary>
    public static string Before(Node value, string scope = "") => Way(value, scope).Count > 2 ? Of([value], scope) : string.Empty;

    /// <summary>The places where values come from, for an editor to show.</summary>
    public static EquatableArray<RelatedSpec> Related(IReadOnlyList<Node> values) => values
        .Select(static value => new RelatedSpec(value.Origin.SyntaxId, value.Operation is InputLeaf input
            ? $"{NameOf(input)} is {FunctionCall.Written(value)}"
            : $"'{value.Origin.Part}' gives {FunctionCall.Written(value)}"))
        .GroupBy(static place => place.Origin)
        .Select(static places => places.First())
        .ToEquatableArray();

    /// <summary>What a value is called within a model: its variable or part; of what other models compute, the part that uses them.</summary>
    public static string NameOf(Node value, string scope)
    {
        string part = value.Origin.Part;
        string own = scope.Length > 0 && part.StartsWith(scope + ".", StringComparison.Ordinal) ? part.Substring(scope.Length + 1) : part;
        int dot = own.IndexOf('.');
        return dot < 0 ? own : own.Substring(0, dot);
    }

    /// <summary>Whether a value has a name within a model; what other models compute has that of the part that uses them.</summary>
    public static bool IsNamed(Node value, string scope) => !value.Origin.IsUnnamed
        || (scope.Length > 0 && value.Origin.Part.StartsWith(scope + ".", StringComparison.Ordinal) ? value.Origin.Part.Substring(scope.Length + 1) : value.Origin.Part).IndexOf('.') >= 0;

    /// <summary>An input in user's words.</summary>
    private static string NameOf(InputLeaf input) => input.InputName == "inputs" ? "the input" : $"'{input.InputName}'";

    private static string Shortened(IReadOnlyList<string> way) => way.Count <= MostStations
        ? string.Join(" → ", way)
        : $"{way[0]} → … → {string.Join(" → ", way.Skip(way.Count - MostStations + 1))}";

    /// <summary>The stations of the way, the input first: at each the last value of a part or variable.</summary>
    private static IReadOnlyList<string> Way(Node value, string scope)
    {
        List<string> stations = [];
        Dictionary<Node, bool> known = [];
        string? last = null;
        for (Node? node = value; node is not null; node = Main(node, known))
        {
            string name = node.Operation is InputLeaf input ? NameOf(input).Replace("the ", string.Empty).Trim('\'')
                : IsNamed(node, scope) ? NameOf(node, scope)
                : string.Empty;

            // What has no name of its own is a station only where the way ends.
            if (name != last && (name.Length > 0 || node == value))
            {
                last = name;
                string station = $"{name} {FunctionCall.Written(node)}".TrimStart();
                if (stations.Count == 0 || stations[0] != station)
                {
                    stations.Insert(0, station);
                }
            }
        }

        return stations;
    }

    /// <summary>
    /// The input of an operation that its shape mostly comes from: of those computed from an input of the model, the first that has most of
    /// its sizes; otherwise the first that is no weight. What a loop's step is given comes from what the loop is given.
    /// </summary>
    private static Node? Main(Node node, Dictionary<Node, bool> known) =>
        node.Origin.From is { } from && node.Operation is BoundLeaf ? from
        : node.Inputs.Where(input => ComesFromInput(input, known)).OrderByDescending(input => node.Shape.Distinct().Count(size => input.Shape.Contains(size))).FirstOrDefault()
        ?? node.Inputs.FirstOrDefault(static input => input.Operation is not (ParameterLeaf or StateLeaf or Fill))
        ?? node.Inputs.FirstOrDefault();

    private static bool ComesFromInput(Node node, Dictionary<Node, bool> known)
    {
        Stack<Node> open = new([node]);
        while (open.Count > 0)
        {
            Node next = open.Peek();
            if (known.ContainsKey(next))
            {
                open.Pop();
            }
            else if (next.Operation is InputLeaf || next.Origin.From is not null || next.Inputs.Any(input => known.TryGetValue(input, out bool comes) && comes))
            {
                known[next] = true;
            }
            else if (next.Inputs.FirstOrDefault(input => !known.ContainsKey(input)) is { } input)
            {
                open.Push(input);
            }
            else
            {
                known[next] = false;
            }
        }

        return known[node];
    }
}
