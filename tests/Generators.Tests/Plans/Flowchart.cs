using System.Globalization;
using System.Text.RegularExpressions;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Generators.Tests.Plans;

/// <summary>A flowchart of Mermaid as far as diagrams of plans use it; anything else in it is an error.</summary>
/// <param name="Boxes">The lines of boxes by their names.</param>
/// <param name="Groups">The boxes of each group.</param>
/// <param name="Edges">The lines between them.</param>
internal sealed partial record Flowchart(
    IReadOnlyDictionary<string, string[]> Boxes,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Groups,
    IReadOnlyList<FlowEdge> Edges)
{
    /// <summary>The flowcharts of a page of Markdown.</summary>
    public static IReadOnlyList<Flowchart> All(string page) =>
        [.. page.Split("```mermaid\n").Skip(1).Select(static block => Parse(block[..block.IndexOf("```", StringComparison.Ordinal)]))];

    /// <summary>A formula as diagrams write it: a sum of products of numbers and names.</summary>
    public static Size Formula(string text) => text.Replace(" - ", " + -1 * ", StringComparison.Ordinal).Split(" + ").Aggregate(Size.Zero, static (sum, term) => sum
        + Size.Product(term.Split(" * ").Select(static factor => long.TryParse(factor, CultureInfo.InvariantCulture, out long number) ? number : Size.Named(factor))));

    private static Flowchart Parse(string text)
    {
        string[] lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal("flowchart TB", lines[0]);
        Dictionary<string, string[]> boxes = [];
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
                boxes.Add(box.Groups[1].Value, box.Groups[2].Value.Split("<br/>"));
                open?.Add(box.Groups[1].Value);
            }
            else
            {
                Match edge = Edge().Match(line);
                Assert.True(edge.Success, line);
                edges.Add(new FlowEdge(
                    edge.Groups["from"].Value, edge.Groups["to"].Value, edge.Groups["name"].Value, edge.Groups["type"].Value, edge.Groups["bytes"].Value, edge.Groups["line"].Value == "-.->"));
            }
        }

        Assert.Null(open);
        Assert.All(edges, edge => Assert.True(boxes.ContainsKey(edge.From) && boxes.ContainsKey(edge.To), edge.ToString()));
        return new Flowchart(boxes, groups, edges);
    }

    [GeneratedRegex("""^(\w+)(?:\[|\(\[)"((?:[^"<>]|<br/>)*)"(?:\]|\]\))$""")]
    private static partial Regex Box();

    [GeneratedRegex("""^(?<from>\w+) (?<line>-->|-\.->)\|"(?<name>@?\w+) (?<type>(?:i32)?\[[^"|\]]*\])(?:, kept (?<bytes>[^"|]+) bytes)?"\| (?<to>\w+)$""")]
    private static partial Regex Edge();
}

/// <summary>A line of a flowchart.</summary>
/// <param name="From">Where it starts.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Name">The value's name.</param>
/// <param name="Type">Its axes, behind its element where that is no float.</param>
/// <param name="Bytes">A formula of the bytes that keep it; empty for none.</param>
/// <param name="IsDashed">Whether it is dashed.</param>
internal sealed record FlowEdge(string From, string To, string Name, string Type, string Bytes, bool IsDashed);
