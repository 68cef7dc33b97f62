using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Adjoint;

/// <summary>What a program of a model costs, part by part, as formulas of the batch size.</summary>
/// <param name="name"><c>Predict</c>, or the objective whose training it is.</param>
/// <param name="arena">The memory of its arena.</param>
/// <param name="parts">The costs of parts, in order of the declaration.</param>
public sealed class ProgramCost(string name, MemoryFormula arena, ImmutableArray<PartCost> parts)
{
    private static readonly string[] Titles = ["", "parameters", "trained", "forward FLOP", "backward FLOP", "saved floats", "scratch floats"];

    /// <summary><c>Predict</c>, or the objective whose training it is.</summary>
    public string Name { get; } = name;

    /// <summary>The memory of its arena: what is saved, and the scratch buffers in what they share.</summary>
    public MemoryFormula Arena { get; } = arena;

    /// <summary>The costs of parts, in order of the declaration.</summary>
    public ImmutableArray<PartCost> Parts { get; } = parts;

    /// <summary>The costs of all parts together.</summary>
    public PartCost Total => PartCost.Sum("Total", Parts);

    /// <summary>The costs of a part, with those of the parts within it.</summary>
    /// <param name="path">The part's path, such as <c>Hidden</c>, <c>Blocks</c> or <c>Blocks.0.Mlp</c>.</param>
    /// <exception cref="ArgumentException">There is no such part.</exception>
    public PartCost Part(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        PartCost[] within = [.. Parts.Where(part => part.Name == path || part.Name.StartsWith(path + ".", StringComparison.Ordinal))];
        return within.Length > 0
            ? PartCost.Sum(path, within)
            : throw new ArgumentException($"'{Name}' has no part '{path}'; its parts are {string.Join(", ", Parts.Select(static part => part.Name))}.", nameof(path));
    }

    /// <summary>A table with a line for each part and one for the sum, alike in every culture.</summary>
    public override string ToString()
    {
        string[][] rows = [Titles, .. Parts.Append(Total).Select(Cells)];
        int[] widths = [.. Titles.Select((_, column) => rows.Max(row => row[column].Length))];
        StringBuilder table = new($"{Name}: arena {Arena}\n");
        foreach (string[] row in rows)
        {
            // The first column is text, all others are numbers.
            IEnumerable<string> cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]));
            table.Append(string.Join("  ", cells)).Append('\n');
        }

        return table.ToString();
    }

    private static string[] Cells(PartCost part) =>
    [
        part.Name,
        part.Parameters.ToString("N0", CultureInfo.InvariantCulture),
        part.TrainedParameters.ToString("N0", CultureInfo.InvariantCulture),
        part.ForwardFlops.ToString(),
        part.BackwardFlops.ToString(),
        part.SavedFloats.ToString(),
        part.ScratchFloats.ToString(),
    ];
}
