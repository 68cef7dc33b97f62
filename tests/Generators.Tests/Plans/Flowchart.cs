using System.Text.RegularExpressions;

namespace Adjoint.Generators.Tests.Plans;

/// <summary>A flowchart of Mermaid as far as diagrams of plans use it; anything else in it is an error.</summary>
/// <param name="Boxes">The texts of boxes by their names.</param>
/// <param name="Groups">The boxes of each group.</param>
/// <param name="Edges">The lines between them.</param>
internal sealed partial record Flowchart(
    IReadOnlyDictionary<string, string> Boxes,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Groups,
    IReadOnlyList<FlowEdge> Edges)
{
    /// <summary>The flowcharts of a page of Markdown.</summary>
    public static IReadOnlyList<Flowchart> All(string page) =>
        [.. page.Split("```mermaid\n").Skip(1).Select(static block => Parse(block[..block.IndexOf("```", StringComparison.Ordinal)]))];

    private static Flowchart Parse(string text)
    {
        string[] lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal("flowchart TB", lines[0]);
        Dictionary<string, string> boxes = [];
        Dictionary<string, IReadOnlyList<string>> groups = [];
        List<FlowEdge> edges = [];
        List<string>? open = null;
        foreach (string line in lines.Skip(1).Select(static line => line.Trim()))
        {
            if (line.StartsWith("subgraph ", StringComparison.Ordinal))
            {
                Assert.Null(open);
                groups.Add(line["subgraph ".Length..], open = []);
            }
            else if (line == "end")
            {
                Assert.NotNull(open);
                open = null;
            }
            else if (Box().Match(line) is { Success: true } box)
            {
                boxes.Add(box.Groups[1].Value, box.Groups[2].Value);
                open?.Add(box.Groups[1].Value);
            }
            else
            {
                Match edge = Edge().Match(line);
                Assert.True(edge.Success, line);
                edges.Add(new FlowEdge(edge.Groups[1].Value, edge.Groups[4].Value, edge.Groups[3].Value, edge.Groups[2].Value == "-.->"));
            }
        }

        Assert.Null(open);
        Assert.All(edges, edge => Assert.True(boxes.ContainsKey(edge.From) && boxes.ContainsKey(edge.To), edge.ToString()));
        return new Flowchart(boxes, groups, edges);
    }

    [GeneratedRegex("""^(\w+)(?:\[|\(\[)"([^"<>]*)"(?:\]|\]\))$""")]
    private static partial Regex Box();

    [GeneratedRegex("""^(\w+) (-->|-\.->)\|"([^"|]*)"\| (\w+)$""")]
    private static partial Regex Edge();
}

/// <summary>A line of a flowchart.</summary>
/// <param name="From">Where it starts.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Label">What stands at it.</param>
/// <param name="IsDashed">Whether it is dashed.</param>
internal sealed record FlowEdge(string From, string To, string Label, bool IsDashed);
