namespace Adjoint;

/// <summary>
/// Where the trained parameters lie: as few runs as possible, so that a model without frozen parts is moved in one pass. A gap between
/// two trained parameters of a run belongs to it, as it holds zeros; a parameter that is not trained never does.
/// </summary>
internal sealed class TrainedRanges
{
    private readonly TrainedRange[] _ranges;
    private readonly TrainedTensor[] _tensors;

    /// <summary>Finds the runs of an objective's parameters as an optimizer takes them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="trained">The trained parameters, each with where its gradient lies.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <exception cref="ArgumentException">
    /// A group of the optimizer has no parameters, or all parameters are in groups that are frozen; or it takes whole tensors, and of some only a part is trained.
    /// </exception>
    public TrainedRanges(ModelDescription model, IReadOnlyCollection<GradientInfo> trained, Optimizer optimizer)
    {
        CheckGroups(model, optimizer);
        List<TrainedRange> ranges = [];
        List<TrainedTensor> tensors = [];
        bool isOpen = false;
        foreach (ParameterInfo parameter in model.Parameters.OrderBy(static parameter => parameter.Offset))
        {
            ParameterGroup? group = GroupOf(optimizer, parameter);
            GradientInfo? gradient = group is { IsFrozen: true } ? null : trained.FirstOrDefault(info => info.Parameter == parameter.Name);
            if (gradient is not null)
            {
                Add(parameter, gradient, group);
            }

            // Behind a parameter of which a part is trained is no gap, but the rest of it.
            isOpen = gradient is not null && gradient.Runs.IsEmpty;
        }

        if (ranges.Count == 0 && trained.Count > 0)
        {
            throw new ArgumentException($"The optimizer's groups freeze all parameters of '{model.Name}' that would be trained.", nameof(optimizer));
        }

        _ranges = [.. ranges];
        _tensors = [.. tensors];
        Length = ranges.Count == 0 ? 0 : ranges[^1].Start + ranges[^1].Length;

        void Add(ParameterInfo parameter, GradientInfo gradient, ParameterGroup? group)
        {
            if (optimizer.IsPerTensor && !gradient.Runs.IsEmpty)
            {
                throw new ArgumentException(
                    $"'{optimizer.GetType().Name}' moves whole tensors, but of '{parameter.Name}' in '{model.Name}' only a part is trained; take another optimizer, or train all of it.", nameof(optimizer));
            }

            int place = gradient.Offset;
            foreach ((int start, int length) in gradient.ElementsOf(parameter))
            {
                int offset = parameter.Offset + start;
                TrainedRange last = ranges.Count == 0 ? default : ranges[^1];
                if (isOpen && !optimizer.IsPerTensor && ReferenceEquals(last.Group, group) && offset - last.Offset == place - last.Gradient)
                {
                    ranges[^1] = last with { Length = offset + length - last.Offset };
                }
                else
                {
                    ranges.Add(new(offset, place, last.Start + last.Length, length, group, optimizer.IsPerTensor ? parameter : null));
                }

                // What lies between two runs of a parameter is no gap.
                isOpen = gradient.Runs.IsEmpty;
                place += length;
            }

            tensors.Add(new TrainedTensor(parameter, gradient.Offset, place - gradient.Offset));
        }
    }

    /// <summary>The floats of all runs together.</summary>
    public int Length { get; }

    /// <summary>The trained parameters one by one, without the gaps.</summary>
    public ReadOnlySpan<TrainedTensor> Tensors => _tensors;

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
