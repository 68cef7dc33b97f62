using System.Globalization;
using Adjoint.Compiler.Costs;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Budgets;

/// <summary>Says what exceeds a budget, what is largest in it, and what would help at which price, each tried.</summary>
internal static class BudgetError
{
    private const int MostLargest = 3;
    private const int MostRemedies = 3;

    /// <summary>The error of a step that exceeds its budget.</summary>
    public static CompilerError Of(ModelSpec spec, int index, string objective, Budget budget, CostedStep step)
    {
        StepCost cost = step.Cost!;
        bool isMemory = budget.Bytes is { } limit && cost.Bytes > limit;
        (string takes, string over, string most) = isMemory
            ? (BudgetText.Bytes(cost.Bytes), BudgetText.Bytes(cost.Bytes - budget.Bytes!.Value), BudgetText.Bytes(budget.Bytes.Value))
            : ($"{BudgetText.Number(cost.Flops)} FLOP", $"{BudgetText.Number(cost.Flops - budget.Flops!.Value)} FLOP", $"{BudgetText.Number(budget.Flops.Value)} FLOP");
        return new CompilerError(Rules.BudgetExceeded, budget.Origin,
        [
            objective, takes, BudgetText.Number(budget.Batch), over, most,
            isMemory ? string.Join(", ", Largest(step, budget.Batch)) : string.Join(", ", Dearest(step, budget.Batch)),
            string.Join("; ", Remedies(spec, index, budget, cost, isMemory).DefaultIfEmpty("no part would save enough by itself: make the model smaller")),
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

    private static IEnumerable<string> Remedies(ModelSpec spec, int index, Budget budget, StepCost cost, bool isMemory)
    {
        LayerSpec[] derivations =
        [
            new(DerivationCatalog.Recompute, [], 0),
            new(DerivationCatalog.Keep, [new("As", new EnumSpec("Int8"), 0)], 0),
            new(DerivationCatalog.SparseUpdate, [new("Fraction", new RealSpec(0.25), 0)], 0),
        ];
        return spec.Parts.Where(static part => part.Kind is PartKind.Layers or PartKind.Model)
            .SelectMany(part => derivations
                .Where(derivation => !part.Derivations.Any(own => own.Name == derivation.Name))
                .Select(derivation => (Text: $"[{Text(derivation)}] on '{part.Name}'", Spec: BudgetPass.With(spec, part.Name, derivation)))
                .Concat(part.IsFrozen ? [] : new[] { (Text: $"[Frozen] on '{part.Name}'", Spec: spec with { Parts = spec.Parts.Select(one => one == part ? one with { IsFrozen = true } : one).ToEquatableArray() }) }))
            .Select(variant => (variant.Text, Cost: TryCost(variant.Spec, index, budget.Batch)))
            .Where(variant => variant.Cost is { } other && (isMemory ? other.Bytes < cost.Bytes : other.Flops < cost.Flops))
            .OrderByDescending(variant => isMemory ? cost.Bytes - variant.Cost!.Bytes : cost.Flops - variant.Cost!.Flops).ThenBy(static variant => variant.Text, StringComparer.Ordinal)
            .Take(MostRemedies)
            .Select(variant => $"{variant.Text} saves {BudgetText.Bytes(cost.Bytes - variant.Cost!.Bytes)} and {Price(variant.Cost, cost)}");
    }

    // What is frozen may leave nothing to train.
    private static StepCost? TryCost(ModelSpec spec, int index, int batch)
    {
        try
        {
            return CostedStep.Of(spec, index, batch) is { Objective.Trains.Count: > 0 } step ? step.Cost : null;
        }
        catch (DeclarationException)
        {
            return null;
        }
    }

    private static string Text(LayerSpec derivation) => derivation.Name switch
    {
        DerivationCatalog.Keep => "Keep(As = Storage.Int8)",
        DerivationCatalog.SparseUpdate => "SparseUpdate(0.25f)",
        _ => derivation.Name,
    };

    private static string Price(StepCost variant, StepCost cost)
    {
        double change = 100.0 * (variant.Flops - cost.Flops) / Math.Max(1, cost.Flops);
        string percent = Math.Abs(change).ToString("0.#", CultureInfo.InvariantCulture) + "%";
        return change > 0 ? $"costs {percent} more FLOPs" : $"{percent} of the FLOPs";
    }
}
