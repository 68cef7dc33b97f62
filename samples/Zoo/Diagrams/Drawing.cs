using System.Text.RegularExpressions;

namespace Zoo.Diagrams;

/// <summary>A diagram of a training, read back: a page of Markdown with one flowchart of Mermaid, as the build writes it.</summary>
internal sealed partial record Drawing
{
    /// <summary>What stands above the chart.</summary>
    public required string Head { get; init; }

    /// <summary>The lines of each box, by the name that wires call it.</summary>
    public required IReadOnlyDictionary<string, string[]> Boxes { get; init; }

    /// <summary>The lines between boxes.</summary>
    public required IReadOnlyList<Wire> Wires { get; init; }

    /// <summary>Reads a page.</summary>
    /// <exception cref="InvalidDataException">It is no such page.</exception>
    public static Drawing Read(string page)
    {
        string[] parts = page.ReplaceLineEndings("\n").Split("```");
        if (parts.Length != 3 || !parts[1].StartsWith("mermaid\nflowchart ", StringComparison.Ordinal))
        {
            throw new InvalidDataException("A page of a plan holds another number of flowcharts than one.");
        }

        Dictionary<string, string[]> boxes = [];
        List<Wire> wires = [];
        foreach (string line in parts[1].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Skip(2))
        {
            if (Box().Match(line) is { Success: true } box)
            {
                boxes.Add(box.Groups[1].Value, box.Groups[2].Value.Split("<br/>"));
            }
            else if (Edge().Match(line) is { Success: true, Groups: var wire })
            {
                wires.Add(new Wire(wire["from"].Value, wire["to"].Value, wire["name"].Value, wire["type"].Value, wire["bytes"].Value, wire["line"].Value == "-.->"));
            }
            else if (line != "end" && !line.StartsWith("subgraph ", StringComparison.Ordinal))
            {
                throw new InvalidDataException($"'{line}' is no line of a plan's flowchart.");
            }
        }

        return new Drawing { Head = parts[0], Boxes = boxes, Wires = wires };
    }

    [GeneratedRegex("""^(\w+)(?:\[|\(\[)"([^"]*)"(?:\]|\]\))$""")]
    private static partial Regex Box();

    [GeneratedRegex("""^(?<from>\w+) (?<line>-->|-\.->)\|"(?<name>@?\w+) (?<type>(?:i32)?\[[^"|\]]*\])(?:, kept (?<bytes>[^"|]+) bytes)?"\| (?<to>\w+)$""")]
    private static partial Regex Edge();
}

/// <summary>A value on its way.</summary>
/// <param name="From">The box that gives it.</param>
/// <param name="To">The box that reads it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its axes, behind <c>i32</c> for whole numbers: <c>[n, T, 32]</c>.</param>
/// <param name="Bytes">A formula of the bytes that keep it for the backward pass; empty for none.</param>
/// <param name="IsDashed">Whether it goes from the forward to the backward pass.</param>
internal sealed record Wire(string From, string To, string Name, string Type, string Bytes, bool IsDashed);
