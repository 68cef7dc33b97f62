using System.Text.RegularExpressions;

namespace Zoo.Diagrams;

/// <summary>What a drawing tells of a model, one fact a text, in the words of <see cref="KnownFacts"/>.</summary>
/// <param name="drawing">The drawing.</param>
/// <param name="sizes">Values for its names.</param>
internal sealed partial class DrawnFacts(Drawing drawing, Sizes sizes)
{
    /// <summary>All of them.</summary>
    public IEnumerable<string> All() => [.. Inputs(), .. Parameters(), .. Costs(), .. Kernels()];

    /// <summary>What the caller gives, and what it gets. Where there is one for each sample, named sizes stay names.</summary>
    private IEnumerable<string> Inputs() => drawing.Boxes.Where(static box => box.Key.StartsWith('i') || box.Key == "loss").SelectMany(box => drawing.Wires
        .Where(wire => wire.From == box.Key || wire.To == box.Key)
        .Select(wire => Sizes.Axes(wire.Type).Contains("n") ? wire.Type : sizes.Shape(wire.Type))
        .Distinct()
        .Select(type => $"{box.Value[0]} {type}"));

    private IEnumerable<string> Parameters() => drawing.Boxes.Values.SelectMany(static lines => lines)
        .Select(static line => Parameter().Match(line))
        .Where(static match => match.Success)
        .Select(match => $"{match.Groups[1]} {match.Groups[2]} {sizes.Shape(match.Groups[3].Value)}")
        .Distinct();

    private IEnumerable<string> Costs()
    {
        (string Key, string Formula)[] operations =
        [
            .. drawing.Boxes.Values.SelectMany(static lines => lines)
                .Select(static line => Operations().Match(line))
                .Where(static match => match.Success)
                .Select(static match => (Key: match.Groups[1].Value, Formula: match.Groups[2].Value)),
        ];
        string[] kept = [.. drawing.Wires.Where(static wire => wire.IsDashed && wire.Bytes.Length > 0).DistinctBy(static wire => wire.Name).Select(static wire => wire.Bytes)];
        return
        [
            .. operations.GroupBy(static cost => cost.Key).Select(same => $"{same.Key} FLOP {sizes.Numbers(string.Join(" + ", same.Select(static cost => cost.Formula)))}"),
            $"bytes kept {sizes.Numbers(kept.Length == 0 ? "0" : string.Join(" + ", kept))}",
            .. drawing.Head.Split('\n').Where(static line => line.StartsWith("- ", StringComparison.Ordinal)).SelectMany(static line => Head().Matches(line)).Select(match => $"{match.Groups[1]} {sizes.Numbers(match.Groups[2].Value)}"),
        ];
    }

    /// <summary>What each kernel computes, and the axes of the values that it reads.</summary>
    private IEnumerable<string> Kernels() => drawing.Boxes.Where(static box => box.Key.StartsWith('k')).Select(box =>
        $"{box.Key} {box.Value[0]}: {string.Join(", ", drawing.Wires.Where(wire => wire.To == box.Key).Select(static wire => wire.Type[wire.Type.IndexOf('[')..]).Distinct())}");

    [GeneratedRegex(@"^(reads|trains) (\S+) (\[.*\])$")]
    private static partial Regex Parameter();

    [GeneratedRegex("^(.+ (?:forward|backward)) (.+) FLOP$")]
    private static partial Regex Operations();

    // The numbers of the list above the chart, each behind its word.
    [GeneratedRegex(@"(parameters:|trained|forward|backward|arena:|of which kept) ([\w*+ -]+?)(?=,| FLOP| bytes|$)")]
    private static partial Regex Head();
}
