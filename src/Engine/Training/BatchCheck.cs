namespace Adjoint;

/// <summary>Checks that a batch has what an objective takes, before a program reads it.</summary>
internal static class BatchCheck
{
    /// <summary>Checks a batch; a batch may have more than is read.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="objective">The objective, with the batch's named sizes.</param>
    /// <exception cref="ArgumentException">It has fewer numbers of a kind than its samples need.</exception>
    public static void Check(in Batch batch, ObjectiveDescription objective)
    {
        long reals = 0;
        long integers = 0;
        foreach (TensorInfo input in objective.Inputs)
        {
            int length = input.LengthFor(batch.Count);
            (reals, integers) = input.IsInteger ? (reals, integers + length) : (reals + length, integers);
        }

        int labels = objective.Target is { IsInteger: true } classes ? classes.LengthFor(batch.Count) : 0;
        int targets = objective.Target is { IsInteger: false } wanted ? wanted.LengthFor(batch.Count) : 0;
        Expect(in batch, objective, nameof(Batch.Inputs), reals, batch.Inputs.Length);
        Expect(in batch, objective, nameof(Batch.IntegerInputs), integers, batch.IntegerInputs.Length);
        Expect(in batch, objective, nameof(Batch.Labels), labels, batch.Labels.Length);
        Expect(in batch, objective, nameof(Batch.Targets), targets, batch.Targets.Length);
    }

    private static void Expect(in Batch batch, ObjectiveDescription objective, string kind, long expected, int found)
    {
        if (found < expected)
        {
            throw new ArgumentException(
                $"'{objective.Name}' takes {Text(objective)} for each of {batch.Count} samples: expected {expected} values in {kind}, found {found}. Give {Places(objective)}.", nameof(batch));
        }
    }

    private static string Text(ObjectiveDescription objective) => string.Join(", ", All(objective).Select(static tensor => $"'{tensor.Info.Name}' {tensor.Info.Text}"));

    /// <summary>Where each of them belongs, in words.</summary>
    private static string Places(ObjectiveDescription objective) => string.Join(
        ", ",
        All(objective).GroupBy(static tensor => tensor.Place).Select(static place => $"{string.Join(" and ", place.Select(static tensor => $"'{tensor.Info.Name}'"))} in {place.Key}"));

    private static IEnumerable<(TensorInfo Info, string Place)> All(ObjectiveDescription objective)
    {
        IEnumerable<(TensorInfo, string)> inputs = objective.Inputs.Select(static input => (input, input.IsInteger ? nameof(Batch.IntegerInputs) : nameof(Batch.Inputs)));
        return objective.Target is { } target ? inputs.Append((target, target.IsInteger ? nameof(Batch.Labels) : nameof(Batch.Targets))) : inputs;
    }
}
