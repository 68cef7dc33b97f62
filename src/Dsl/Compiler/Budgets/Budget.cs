using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Budgets;

/// <summary>What a training step may take, as declared.</summary>
/// <param name="Bytes">The most memory; null for any.</param>
/// <param name="Flops">The most operations; null for any.</param>
/// <param name="Batch">The samples of the step.</param>
/// <param name="Recomputes">Whether parts may be computed again to keep it.</param>
/// <param name="Chooses">Whether parameters may be left untrained to keep it.</param>
/// <param name="Origin">Where it is declared.</param>
internal sealed record Budget(long? Bytes, long? Flops, int Batch, bool Recomputes, bool Chooses, int Origin)
{
    private static readonly AttributeDefinition Definition = new(
        "Budget",
        [
            new TextArgument("TrainingMemory", string.Empty), new TextArgument("Flops", string.Empty), new IntegerArgument("Batch", 1),
            new ChoiceArgument("Recompute", ["Declared", "Auto"], "Declared"), new BooleanArgument("Choose", false),
        ]);

    /// <summary>The mistakes in a budget's arguments.</summary>
    public static IEnumerable<CompilerError> Check(LayerSpec spec)
    {
        CompilerError[] errors = [.. LayerArguments.Check(Definition, spec)];
        if (errors.Length > 0)
        {
            return errors;
        }

        IReadOnlyDictionary<string, object> arguments = LayerArguments.Read(Definition, spec);
        (string memory, string flops) = ((string)arguments["TrainingMemory"], (string)arguments["Flops"]);
        return memory.Length > 0 && BytesOf(memory) is null ? [Malformed(memory, "a size in memory, as in \"256 KB\"")]
            : flops.Length > 0 && FlopsOf(flops) is null ? [Malformed(flops, "a number of operations, as in \"1.5 M\"")]
            : memory.Length == 0 && flops.Length == 0 ? [new CompilerError(Rules.MalformedBudget, spec.Origin, ["it limits nothing; give it a TrainingMemory, as in \"256 KB\", or Flops"])]
            : [];

        CompilerError Malformed(string text, string expected) => new(Rules.MalformedBudget, spec.Origin, [$"\"{text}\" is not {expected}"]);
    }

    /// <summary>A checked budget.</summary>
    public static Budget Of(LayerSpec spec)
    {
        IReadOnlyDictionary<string, object> arguments = LayerArguments.Read(Definition, spec);
        return new Budget(
            BytesOf((string)arguments["TrainingMemory"]),
            FlopsOf((string)arguments["Flops"]),
            (int)arguments["Batch"],
            (string)arguments["Recompute"] == "Auto",
            (bool)arguments["Choose"],
            spec.Origin);
    }

    /// <summary>Whether a step keeps within it.</summary>
    public bool Holds(StepCost cost) => (Bytes is not { } bytes || cost.Bytes <= bytes) && (Flops is not { } flops || cost.Flops <= flops);

    private static long? BytesOf(string text) => Number(text, ("KB", 1024), ("MB", 1024 * 1024), ("GB", 1024 * 1024 * 1024), ("B", 1));

    private static long? FlopsOf(string text) => Number(text, ("K", 1000), ("M", 1_000_000), ("G", 1_000_000_000), ("T", 1_000_000_000_000));

    private static long? Number(string text, params (string Name, long Size)[] units)
    {
        string number = text.Trim();
        (string name, long size) = units.FirstOrDefault(unit => number.EndsWith(unit.Name, StringComparison.OrdinalIgnoreCase));
        number = name is null ? number : number.Substring(0, number.Length - name.Length);
        return double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double value)
            && value * Math.Max(1, size) is > 0 and < 1e18 and var whole
            ? (long)whole
            : null;
    }
}
