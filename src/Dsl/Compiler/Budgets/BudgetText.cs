using System.Globalization;

namespace Adjoint.Compiler.Budgets;

/// <summary>Costs in words.</summary>
internal static class BudgetText
{
    /// <summary>A number with its thousands apart.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An amount of memory.</summary>
    public static string Bytes(long bytes) => Number(bytes) + " bytes";

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
