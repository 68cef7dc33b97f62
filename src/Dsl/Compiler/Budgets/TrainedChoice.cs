using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Budgets;

/// <summary>
/// Chooses which parameters an objective trains, so that its step keeps a budget and trains as many values as it can. A parameter costs what its own gradient
/// takes, and that the backward pass has to come as far as it: for each of them as the first that is trained, a knapsack over those behind it (Huang et al. 2024, §3.3).
/// </summary>
/// <param name="Fits">The step that keeps the budget; null where no choice does.</param>
/// <param name="Least">The parameter that takes the least when it alone is trained, of those that were tried.</param>
internal sealed record TrainedChoice(ChosenStep? Fits, (string Parameter, StepCost Cost) Least)
{
    // The knapsack's capacity is cut into so many parts; costs are rounded up to them.
    private const int Bins = 1000;

    // Memory is shared, so costs don't quite add up: a choice that exceeds the budget is made again with less.
    private const int MostTries = 12;

    /// <summary>Chooses for an objective of a declaration.</summary>
    /// <param name="declared">The declaration.</param>
    /// <param name="index">The number of the objective.</param>
    /// <param name="objective">Its name.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="whole">The step that trains all that the objective might.</param>
    public static TrainedChoice Of(ModelSpec declared, int index, string objective, Budget budget, CostedStep whole)
    {
        Item[] items = [.. whole.Objective.Trains.Select(name => new Item(name, whole.Objective.Gradients[name].Length.Constant))];
        if (items.Length < 2)
        {
            return new TrainedChoice(null, (items[0].Name, whole.Cost!));
        }

        StepCost[] without = [.. items.Select(item => CostOf([.. items.Where(other => other != item)]))];
        StepCost[] from = [.. items.Select((_, first) => first == 0 ? whole.Cost! : CostOf(items.AsSpan(first).ToArray()))];
        double share = 1;
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            if (Best(share) is not { Length: > 0 } best)
            {
                break;
            }

            CostedStep step = StepOf(best);
            if (budget.Holds(step.Cost!))
            {
                Item[] left = [.. items.Except(best)];
                string note = $"trains {BudgetText.Number(best.Sum(static item => item.Values))} of {BudgetText.Number(items.Sum(static item => item.Values))} values, all but {string.Join(", ", left.Select(static item => item.Name))}";
                return new TrainedChoice(new ChosenStep(Choose(best), step, note), Least());
            }

            share -= Math.Max(0.01, Excess(step.Cost!));
        }

        return new TrainedChoice(null, Least());

        // The backward pass ends first where the last parameter is the only one.
        (string, StepCost) Least() => (items[items.Length - 1].Name, from[items.Length - 1]);

        Item[]? Best(double part)
        {
            Item[]? best = null;
            long most = 0;
            for (int first = 0; first < items.Length; first++)
            {
                Item[] behind = items.AsSpan(first + 1).ToArray();
                double[] weights = [.. Enumerable.Range(first, items.Length - first).Select(i => Weight(i, first, part))];
                if (weights[0] <= 1 && Knapsack(behind, [.. weights.Skip(1)], 1 - weights[0]) is var taken && items[first].Values + taken.Sum(static item => item.Values) is var values && values > most)
                {
                    (best, most) = ([items[first], .. taken], values);
                }
            }

            return best;
        }

        // What a parameter takes of what is left when the backward pass comes as far as the first one; more than all where nothing is left.
        double Weight(int item, int first, double part) =>
            Math.Max(Taken(item, first, part * budget.Bytes, static cost => cost.Bytes), Taken(item, first, part * budget.Flops, static cost => cost.Flops));

        double Taken(int item, int first, double? limit, Func<StepCost, long> measure)
        {
            if (limit is null)
            {
                return 0;
            }

            double way = measure(from[first]) - Enumerable.Range(first, items.Length - first).Sum(other => Own(other, measure));
            return limit <= way ? 2 : Own(item, measure) / (limit.Value - way);
        }

        long Own(int item, Func<StepCost, long> measure) => Math.Max(0, measure(whole.Cost!) - measure(without[item]));

        double Excess(StepCost cost) => Math.Max(
            budget.Bytes is { } bytes ? ((double)cost.Bytes / bytes) - 1 : 0, budget.Flops is { } flops ? ((double)cost.Flops / flops) - 1 : 0);

        StepCost CostOf(Item[] some) => StepOf(some).Cost!;

        CostedStep StepOf(Item[] some) => CostedStep.Of(Choose(some), index, budget.Batch);

        ModelSpec Choose(Item[] some) => declared with
        {
            Chosen = declared.Chosen.Where(other => other.Objective != objective)
                .Append(new ChosenSpec(objective, some.Select(static item => item.Name).ToEquatableArray())).ToEquatableArray(),
        };
    }

    /// <summary>The items of the most values whose weights, rounded up to bins, fit.</summary>
    private static Item[] Knapsack(Item[] items, double[] weights, double capacity)
    {
        int bins = (int)(capacity * Bins);
        long[,] most = new long[items.Length + 1, bins + 1];
        int[] sizes = [.. weights.Select(static weight => (int)Math.Ceiling(Math.Min(weight, 2) * Bins))];
        for (int i = 0; i < items.Length; i++)
        {
            for (int room = 0; room <= bins; room++)
            {
                most[i + 1, room] = sizes[i] <= room ? Math.Max(most[i, room], most[i, room - sizes[i]] + items[i].Values) : most[i, room];
            }
        }

        List<Item> taken = [];
        int left = bins;
        for (int i = items.Length; i > 0; i--)
        {
            if (most[i, left] != most[i - 1, left])
            {
                taken.Add(items[i - 1]);
                left -= sizes[i - 1];
            }
        }

        taken.Reverse();
        return [.. taken];
    }

    private sealed record Item(string Name, long Values);
}

/// <summary>A training step for which a budget has chosen what it trains.</summary>
/// <param name="Spec">The declaration with what was chosen.</param>
/// <param name="Step">The step.</param>
/// <param name="Note">What was chosen, in words.</param>
internal sealed record ChosenStep(ModelSpec Spec, CostedStep Step, string Note);
