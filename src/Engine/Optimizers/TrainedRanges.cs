namespace Adjoint;

/// <summary>
/// Where the trained parameters lie: as few runs as possible, so that a model without frozen parts is moved in one pass. A gap between
/// two trained parameters of a run belongs to it, as it holds zeros; a parameter that is not trained never does.
/// </summary>
internal sealed class TrainedRanges
{
    private readonly TrainedRange[] _ranges;
    private readonly ParameterInfo[] _tensors;

    /// <summary>Finds the runs of the named parameters as an optimizer takes them.</summary>
    /// <exception cref="ArgumentException">A group of the optimizer has no parameters, or all parameters are in groups that are frozen.</exception>
    public TrainedRanges(ModelDescription model, IReadOnlyCollection<string> names, Optimizer optimizer)
    {
        CheckGroups(model, optimizer);
        List<TrainedRange> ranges = [];
        List<ParameterInfo> tensors = [];
        bool isOpen = false;
        foreach (ParameterInfo parameter in model.Parameters.OrderBy(static parameter => parameter.Offset))
        {
            ParameterGroup? group = GroupOf(optimizer, parameter);
            bool isTrained = names.Contains(parameter.Name) && group is not { IsFrozen: true };
            if (isTrained)
            {
                tensors.Add(parameter);
                TrainedRange last = ranges.Count == 0 ? default : ranges[^1];
                if (isOpen && !optimizer.IsPerTensor && ReferenceEquals(last.Group, group))
                {
                    ranges[^1] = last with { Length = parameter.Offset + parameter.Length - last.Offset };
                }
                else
                {
                    ranges.Add(new(parameter.Offset, last.Start + last.Length, parameter.Length, group, optimizer.IsPerTensor ? parameter : null));
                }
            }

            isOpen = isTrained;
        }

        if (ranges.Count == 0 && names.Count > 0)
        {
            throw new ArgumentException($"The optimizer's groups freeze all parameters of '{model.Name}' that would be trained.", nameof(optimizer));
        }

        _ranges = [.. ranges];
        _tensors = [.. tensors];
        Length = ranges.Count == 0 ? 0 : ranges[^1].Start + ranges[^1].Length;
    }

    /// <summary>The floats of all runs together.</summary>
    public int Length { get; }

    /// <summary>The trained parameters one by one, without the gaps.</summary>
    public ReadOnlySpan<ParameterInfo> Tensors => _tensors;

    public ReadOnlySpan<TrainedRange>.Enumerator GetEnumerator() => ((ReadOnlySpan<TrainedRange>)_ranges).GetEnumerator();

    private static ParameterGroup? GroupOf(Optimizer optimizer, ParameterInfo parameter)
    {
        foreach (ParameterGroup group in optimizer.Groups)
        {
            if (group.Matches(parameter))
            {
                return group;
            }
        }

        return null;
    }

    /// <summary>A group without parameters is a name mistyped or changed since, and would be silently without effect.</summary>
    private static void CheckGroups(ModelDescription model, Optimizer optimizer)
    {
        foreach (ParameterGroup group in optimizer.Groups)
        {
            if (!model.Parameters.Any(group.Matches))
            {
                string names = string.Join(", ", model.Parameters.Select(static parameter => $"'{parameter.Name}'"));
                throw new ArgumentException($"No parameter of '{model.Name}' is in the group '{group}'. It has {names}.", nameof(optimizer));
            }
        }
    }
}
