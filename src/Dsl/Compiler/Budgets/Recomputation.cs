using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Budgets;

/// <summary>Chooses which parts a training step computes again, so that it keeps a budget's memory.</summary>
internal static class Recomputation
{
    private static readonly LayerSpec Attribute = new(DerivationCatalog.Recompute, [], 0);

    /// <summary>
    /// The step in which parts are computed again: the one first that saves the most bytes for each operation, until the memory is kept or none saves any. It is the
    /// nearest to the budget that was found, also where that is not near enough.
    /// </summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="index">The number of the objective.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="step">The step as declared.</param>
    public static RecomputedStep Of(ModelSpec spec, int index, Budget budget, CostedStep step)
    {
        RecomputedStep chosen = new(spec, step, []);
        while (budget.Bytes < chosen.Cost.Bytes)
        {
            RecomputedStep now = chosen;
            RecomputedStep? best = Candidates(now.Spec)
                .Select(part => now.With(part, index, budget.Batch))
                .Where(variant => variant.Cost.Bytes < now.Cost.Bytes)
                .OrderByDescending(variant => (double)(now.Cost.Bytes - variant.Cost.Bytes) / (1 + Math.Max(0, variant.Cost.Flops - now.Cost.Flops)))
                .FirstOrDefault();
            if (best is null)
            {
                break;
            }

            chosen = best;
        }

        return chosen;
    }

    /// <summary>
    /// The same without the parts that the budget is kept without: what was chosen first may be saved by what was chosen later. The one that costs the most
    /// operations goes first.
    /// </summary>
    public static RecomputedStep Needed(RecomputedStep chosen, int index, Budget budget)
    {
        while (budget.Holds(chosen.Cost))
        {
            RecomputedStep now = chosen;
            RecomputedStep? fewer = now.Parts.Select(part => now.Without(part, index, budget.Batch))
                .Where(variant => budget.Holds(variant.Cost))
                .OrderBy(static variant => variant.Cost.Flops)
                .FirstOrDefault();
            if (fewer is null)
            {
                break;
            }

            chosen = fewer;
        }

        return chosen;
    }

    /// <summary>The parts that may be computed again and are not.</summary>
    public static IEnumerable<string> Candidates(ModelSpec spec) => spec.Parts
        .Where(static part => part.Kind is PartKind.Layers or PartKind.Model && !part.Derivations.Any(static derivation => derivation.Name == DerivationCatalog.Recompute))
        .Select(static part => part.Name);

    /// <summary>A declaration in which a part is computed again.</summary>
    public static ModelSpec With(ModelSpec spec, string part) => BudgetPass.With(spec, part, Attribute);

    /// <summary>A declaration in which a part is not computed again.</summary>
    public static ModelSpec Without(ModelSpec spec, string part) => spec with
    {
        Parts = spec.Parts.Select(one => one.Name == part
            ? one with { Derivations = one.Derivations.Where(static derivation => derivation.Name != DerivationCatalog.Recompute).ToEquatableArray() }
            : one).ToEquatableArray(),
    };
}

/// <summary>A training step in which parts have been chosen to be computed again.</summary>
/// <param name="Spec">The declaration with what was chosen.</param>
/// <param name="Step">The step.</param>
/// <param name="Parts">The parts that were chosen.</param>
internal sealed record RecomputedStep(ModelSpec Spec, CostedStep Step, EquatableArray<string> Parts)
{
    /// <summary>What the step takes.</summary>
    public StepCost Cost => Step.Cost!;

    /// <summary>The step in which one more part is computed again.</summary>
    public RecomputedStep With(string part, int index, int batch) =>
        Of(Recomputation.With(Spec, part), Parts.Append(part), index, batch);

    /// <summary>The step in which one part less is computed again.</summary>
    public RecomputedStep Without(string part, int index, int batch) =>
        Of(Recomputation.Without(Spec, part), Parts.Where(other => other != part), index, batch);

    private static RecomputedStep Of(ModelSpec spec, IEnumerable<string> parts, int index, int batch) =>
        new(spec, CostedStep.Of(spec, index, batch), parts.ToEquatableArray());
}
