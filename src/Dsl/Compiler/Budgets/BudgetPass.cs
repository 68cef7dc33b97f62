using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Budgets;

/// <summary>
/// Holds the objectives of a declaration to their budgets. Where one may choose, the objective's training program is that of the declaration with what is
/// computed again and what is trained chosen to keep the budget, as if it had been written so. Each objective chooses for itself: what one computes again would
/// cost the others operations that their own budgets have not been asked for.
/// </summary>
internal static class BudgetPass
{
    /// <summary>What was chosen for each objective, or what exceeds the budgets.</summary>
    public static BudgetResult Run(ModelSpec spec)
    {
        List<CompilerError> errors = [];
        Dictionary<string, HeldStep> held = new(StringComparer.Ordinal);
        string[] objectives = [.. spec.Loss is null ? [] : new[] { "Loss" }, .. spec.Objectives.Select(static objective => objective.Name)];
        for (int i = 0; i < objectives.Length; i++)
        {
            if (BudgetOf(spec, objectives[i]) is { } declared)
            {
                held[objectives[i]] = Hold(spec, i, objectives[i], Budget.Of(declared), errors);
            }
        }

        return new BudgetResult(errors, held);
    }

    /// <summary>The budget of an objective: its own, or the model's.</summary>
    public static LayerSpec? BudgetOf(ModelSpec spec, string objective) =>
        spec.Objectives.FirstOrDefault(declared => declared.Name == objective)?.Budget ?? spec.Budget;

    private static HeldStep Hold(ModelSpec spec, int index, string objective, Budget budget, List<CompilerError> errors)
    {
        CostedStep step = CostedStep.Of(spec, index, budget.Batch);
        if (step.Cost is null)
        {
            errors.Add(new CompilerError(Rules.MalformedBudget, budget.Origin, [$"'{objective}' has sizes with names, {string.Join(", ", step.Names)}, so that its cost is not known when it is built; write numbers"]));
            return new HeldStep(spec, []);
        }

        StepCost plain = step.Cost;
        List<string> tried = [];
        RecomputedStep chosen = new(spec, step, []);
        if (budget.Recomputes)
        {
            chosen = Recomputation.Of(spec, index, budget, step);
            tried.Add(BudgetText.Of(chosen, plain));
        }

        TrainedChoice? trained = null;
        if (budget.Chooses && !budget.Holds(chosen.Cost))
        {
            trained = TrainedChoice.Of(chosen.Spec, index, objective, budget, chosen.Step);
            chosen = trained.Fits is { } fits ? chosen with { Spec = fits.Spec, Step = fits.Step } : chosen;
            tried.Add(BudgetText.Of(trained));
        }

        chosen = Recomputation.Needed(chosen, index, budget);
        if (!budget.Holds(chosen.Cost))
        {
            errors.Add(BudgetError.Of(chosen, index, objective, budget, tried));
        }

        string again = $"computes again: {string.Join(", ", chosen.Parts)}";
        return new HeldStep(
            chosen.Spec,
            [BudgetText.Of(budget, chosen.Cost, plain), .. chosen.Parts.Count > 0 ? [again] : Array.Empty<string>(), .. trained?.Fits is { } said ? [said.Note] : Array.Empty<string>()]);
    }

    /// <summary>A declaration with one more derivation of a part.</summary>
    public static ModelSpec With(ModelSpec spec, string part, LayerSpec derivation) => spec with
    {
        Parts = spec.Parts.Select(one => one.Name == part
            ? one with { Derivations = one.Derivations.Where(other => other.Name != derivation.Name).Append(derivation).ToEquatableArray() }
            : one).ToEquatableArray(),
    };
}

/// <summary>A declaration held to its budgets.</summary>
/// <param name="Errors">The budgets that it exceeds.</param>
/// <param name="Steps">The objectives that have budgets, by their names.</param>
internal sealed record BudgetResult(IReadOnlyList<CompilerError> Errors, IReadOnlyDictionary<string, HeldStep> Steps);

/// <summary>The training step of an objective held to its budget.</summary>
/// <param name="Spec">The declaration with what was chosen for this objective: of its other objectives this one says nothing.</param>
/// <param name="Notes">What the step takes, and what was chosen.</param>
internal sealed record HeldStep(ModelSpec Spec, IReadOnlyList<string> Notes);
