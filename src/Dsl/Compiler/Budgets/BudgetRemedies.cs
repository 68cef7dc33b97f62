using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Budgets;

/// <summary>
/// What would help a step that exceeds its budget, at which price, each tried. First comes what is enough and leaves every result as it is, then what saves most.
/// </summary>
internal static class BudgetRemedies
{
    private const int Most = 4;

    // Of several that are enough and change nothing the cheapest are of interest.
    private const int MostHarmless = 2;

    /// <summary>The remedies in words.</summary>
    /// <param name="step">The step, with what has been chosen already.</param>
    /// <param name="index">The number of the objective.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="isMemory">Whether it exceeds the memory; else only the operations.</param>
    public static IEnumerable<string> Of(RecomputedStep step, int index, Budget budget, bool isMemory)
    {
        Variant[] tried = [.. Variants(step.Spec, index, budget.Batch).Where(variant => Saved(variant) > 0)];
        if (tried.Length == 0)
        {
            return ["no attribute on a part would save anything: make the model smaller"];
        }

        Variant[] harmless = [.. tried.Where(variant => variant.IsHarmless && budget.Holds(variant.Cost)).OrderBy(static variant => variant.Cost.Flops).Take(MostHarmless)];
        harmless = harmless.Length > 0 ? harmless : [.. Together(step, index, budget)];
        Variant[] named =
        [
            .. harmless,
            .. tried.Except(harmless).OrderByDescending(Saved).ThenBy(static variant => variant.Text, StringComparer.Ordinal).Take(Most - harmless.Length),
        ];
        string[] texts = [.. named.Select(variant => $"{variant.Text} {Says(variant)}{Savings(variant)}")];
        return tried.Concat(harmless).Any(variant => budget.Holds(variant.Cost)) ? texts : [.. texts, "none of these is enough by itself"];

        long Saved(Variant variant) => isMemory ? step.Cost.Bytes - variant.Cost.Bytes : step.Cost.Flops - variant.Cost.Flops;

        string Says(Variant variant) => !budget.Holds(variant.Cost) ? string.Empty
            : variant.IsHarmless ? "is enough and changes no result: it " : "is enough: it ";

        string Savings(Variant variant) => isMemory
            ? $"saves {BudgetText.Bytes(step.Cost.Bytes - variant.Cost.Bytes)} and {Price(variant.Cost.Flops - step.Cost.Flops, step.Cost.Flops)}"
            : $"saves {BudgetText.Number(step.Cost.Flops - variant.Cost.Flops)} FLOP and {(variant.Cost.Bytes > step.Cost.Bytes ? "costs " : string.Empty)}{BudgetText.Bytes(Math.Abs(variant.Cost.Bytes - step.Cost.Bytes))}";
    }

    /// <summary>The parts that have to be computed again together, where no single one is enough but all are.</summary>
    private static IEnumerable<Variant> Together(RecomputedStep step, int index, Budget budget)
    {
        ModelSpec all = Recomputation.Candidates(step.Spec).Aggregate(step.Spec, Recomputation.With);
        if (budget.Recomputes || !budget.Holds(CostedStep.Of(all, index, budget.Batch).Cost!))
        {
            return [];
        }

        RecomputedStep some = Recomputation.Needed(Recomputation.Of(step.Spec, index, budget, step.Step), index, budget);
        return budget.Holds(some.Cost) ? [new Variant($"[Recompute] on {BudgetText.Names(some.Parts)} together", some.Cost, IsHarmless: true)] : [];
    }

    /// <summary>The step with one more attribute on one part.</summary>
    private static IEnumerable<Variant> Variants(ModelSpec spec, int index, int batch)
    {
        LayerSpec[] derivations =
        [
            new(DerivationCatalog.Recompute, [], 0),
            new(DerivationCatalog.Keep, [new("As", new EnumSpec("Int8"), 0)], 0),
            new(DerivationCatalog.SparseUpdate, [new("Fraction", new RealSpec(0.25), 0)], 0),
        ];
        foreach (PartSpec part in spec.Parts.Where(static part => part.Kind is PartKind.Layers or PartKind.Model))
        {
            foreach (LayerSpec derivation in derivations.Where(derivation => !part.Derivations.Any(own => own.Name == derivation.Name)))
            {
                if (TryCost(BudgetPass.With(spec, part.Name, derivation), index, batch) is { } cost)
                {
                    yield return new Variant($"[{Text(derivation)}] on '{part.Name}'", cost, derivation.Name == DerivationCatalog.Recompute);
                }
            }

            ModelSpec frozen = spec with { Parts = spec.Parts.Select(one => one == part ? one with { IsFrozen = true } : one).ToEquatableArray() };
            if (!part.IsFrozen && TryCost(frozen, index, batch) is { } without)
            {
                yield return new Variant($"[Frozen] on '{part.Name}'", without, IsHarmless: false);
            }
        }
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

    private static string Price(long more, long flops)
    {
        double change = 100.0 * more / Math.Max(1, flops);
        string percent = Math.Abs(change).ToString("0.#", CultureInfo.InvariantCulture) + "%";
        return change > 0 ? $"costs {percent} more FLOPs" : $"{percent} of the FLOPs";
    }

    /// <summary>A step with a remedy.</summary>
    /// <param name="Text">The remedy in words.</param>
    /// <param name="Cost">What the step takes.</param>
    /// <param name="IsHarmless">Whether results are as without it.</param>
    private sealed record Variant(string Text, StepCost Cost, bool IsHarmless);
}
