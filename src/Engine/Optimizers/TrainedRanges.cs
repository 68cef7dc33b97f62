namespace Adjoint;

/// <summary>
/// Where the trained parameters lie: as few runs as possible, so that a model without frozen parts is moved in one pass. A gap between
/// two trained parameters belongs to their run, as it holds zeros; a parameter that is not trained never does.
/// </summary>
internal sealed class TrainedRanges
{
    private readonly (int Offset, int Length)[] _ranges;

    /// <summary>Finds the runs of the named parameters.</summary>
    public TrainedRanges(ModelDescription model, IReadOnlyCollection<string> names)
    {
        List<(int Offset, int Length)> ranges = [];
        bool isOpen = false;
        foreach (ParameterInfo parameter in model.Parameters.OrderBy(static parameter => parameter.Offset))
        {
            bool isTrained = names.Contains(parameter.Name);
            if (isTrained && isOpen)
            {
                int offset = ranges[^1].Offset;
                ranges[^1] = (offset, parameter.Offset + parameter.Length - offset);
            }
            else if (isTrained)
            {
                ranges.Add((parameter.Offset, parameter.Length));
            }

            isOpen = isTrained;
        }

        _ranges = [.. ranges];
        Length = _ranges.Sum(static range => range.Length);
    }

    /// <summary>The floats of all runs together.</summary>
    public int Length { get; }

    public ReadOnlySpan<(int Offset, int Length)>.Enumerator GetEnumerator() => ((ReadOnlySpan<(int, int)>)_ranges).GetEnumerator();
}
