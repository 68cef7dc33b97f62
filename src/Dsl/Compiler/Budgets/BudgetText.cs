using System.Globalization;

namespace Adjoint.Compiler.Budgets;

/// <summary>Costs in words.</summary>
internal static class BudgetText
{
    /// <summary>A number with its thousands apart.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An amount of memory.</summary>
    public static string Bytes(long bytes) => Number(bytes) + " bytes";

    /// <summary>What computing parts again has come to, where it is not enough.</summary>
    public static string Of(RecomputedStep chosen, StepCost plain) => chosen.Parts.Count == 0
        ? "'Recompute = Recomputing.Auto' finds nothing to compute again that saves memory"
        : $"'Recompute = Recomputing.Auto' computes {Names(chosen.Parts)} again already, which saves {Bytes(plain.Bytes - chosen.Cost.Bytes)}";

    /// <summary>What choosing the trained parameters has come to, where nothing that was tried is enough.</summary>
    public static string Of(TrainedChoice choice) =>
        $"'Choose = true' finds nothing to train that keeps it: '{choice.Least.Parameter}' alone takes {Bytes(choice.Least.Cost.Bytes)} and {Number(choice.Least.Cost.Flops)} FLOP";

    /// <summary>Names in quotes, as in a sentence.</summary>
    public static string Names(IReadOnlyList<string> names)
    {
        string[] quoted = [.. names.Select(static name => $"'{name}'")];
        return quoted.Length < 2 ? string.Concat(quoted) : $"{string.Join(", ", quoted.Take(quoted.Length - 1))} and {quoted[quoted.Length - 1]}";
    }

    /// <summary>What a step takes of its budget, and took before anything was chosen.</summary>
    public static string Of(Budget budget, StepCost cost, StepCost plain)
    {
        string memory = budget.Bytes is { } bytes
            ? $"{Number(cost.Bytes)} of {Bytes(bytes)} (parameters {Number(cost.Parameters)}, gradients {Number(cost.Gradients)}, arena {Number(cost.Arena)}, batch {Number(cost.Samples)})"
            : string.Empty;
        string flops = budget.Flops is { } most ? $"{Number(cost.Flops)} of {Number(most)} FLOP" : string.Empty;
        string before = cost == plain ? string.Empty : $"; without choices {Bytes(plain.Bytes)}, {Number(plain.Flops)} FLOP";
        return $"budget for a batch of {Number(budget.Batch)}: {string.Join(", ", new[] { memory, flops }.Where(static text => text.Length > 0))}{before}";
    }
}
