using Adjoint.Compiler.Costs;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Budgets;

/// <summary>Says what exceeds a budget, what is largest in it, and what would help at which price, each tried.</summary>
internal static class BudgetError
{
    private const int MostLargest = 3;

    /// <summary>The error of a step that exceeds its budget.</summary>
    /// <param name="chosen">The step, with what has been chosen to keep the budget.</param>
    /// <param name="index">The number of the objective.</param>
    /// <param name="objective">Its name.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="tried">What the budget allowed to choose has come to.</param>
    public static CompilerError Of(RecomputedStep chosen, int index, string objective, Budget budget, IEnumerable<string> tried)
    {
        StepCost cost = chosen.Cost;
        bool isMemory = budget.Bytes < cost.Bytes;
        string flops = $"{BudgetText.Number(cost.Flops)} FLOP";
        string over = budget.Flops is { } limit ? $"{BudgetText.Number(cost.Flops - limit)} FLOP" : string.Empty;
        string[] both = isMemory && budget.Flops < cost.Flops ? [$"it also takes {flops}, {over} too many"] : [];
        return new CompilerError(Rules.BudgetExceeded, budget.Origin,
        [
            objective,
            isMemory ? BudgetText.Bytes(cost.Bytes) : flops,
            BudgetText.Number(budget.Batch),
            isMemory ? BudgetText.Bytes(cost.Bytes - budget.Bytes!.Value) : over,
            isMemory ? BudgetText.Bytes(budget.Bytes!.Value) : $"{BudgetText.Number(budget.Flops!.Value)} FLOP",
            string.Join(", ", isMemory ? Largest(chosen.Step, budget.Batch) : Dearest(chosen.Step, budget.Batch)),
            string.Join("; ", [.. both, .. tried, .. BudgetRemedies.Of(chosen, index, budget, isMemory)]),
        ]);
    }

    /// <summary>The largest of what a step has in memory.</summary>
    private static IEnumerable<string> Largest(CostedStep step, int batch)
    {
        Dictionary<string, long> names = new(StringComparer.Ordinal) { [Shapes.Size.BatchName] = Math.Min(batch, step.Program.MicroBatch ?? batch), ["batch.Count"] = batch };
        return step.Program.Plan.Offsets.Keys.Where(static value => value.Operation is not Leaf)
            .Select(value => (Name: $"'{NameOf(value)}' {value.Shape}", Bytes: sizeof(float) * value.Shape.Count.Evaluate(names)))
            .Concat(step.Objective.Gradients.Items.Select(item => (Name: $"the gradient of '{item.Parameter}' {item.Shape}", Bytes: sizeof(float) * item.Length.Evaluate(names))))
            .Concat(step.Model.Parameters.Items.Select(item => (Name: $"'{item.FullName}' {item.Leaf.Type.Shape}", Bytes: sizeof(float) * item.Length.Evaluate(names))))
            .GroupBy(static item => item.Name).Select(static same => same.First())
            .OrderByDescending(static item => item.Bytes).ThenBy(static item => item.Name, StringComparer.Ordinal)
            .Take(MostLargest)
            .Select(static item => $"{item.Name} with {BudgetText.Bytes(item.Bytes)}");
    }

    /// <summary>The kernels of the most operations.</summary>
    private static IEnumerable<string> Dearest(CostedStep step, int batch)
    {
        Dictionary<string, long> names = new(StringComparer.Ordinal) { [Shapes.Size.BatchName] = batch, ["batch.Count"] = batch };
        KernelCosts costs = new(step.Program, step.Model);
        return step.Program.Kernels
            .Select(kernel => (Name: $"'{NameOf(kernel.Subject)}'", Flops: costs.Of(kernel).Sum(cost => cost.Flops.Evaluate(names))))
            .OrderByDescending(static item => item.Flops).ThenBy(static item => item.Name, StringComparer.Ordinal)
            .Take(MostLargest)
            .Select(static item => $"{item.Name} with {BudgetText.Number(item.Flops)} FLOP");
    }

    private static string NameOf(Node value) =>
        (value.Origin.IsGradient ? "gradient of " : string.Empty) + value.Origin.Part + (value.Origin.Layer is { } layer ? "." + layer : string.Empty);
}
