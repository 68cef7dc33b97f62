namespace Adjoint;

/// <summary>Room for the rows of one batch, allocated once and filled for every step.</summary>
internal sealed class BatchBuffer(Dataset data, int capacity, int[] sizes)
{
    private readonly AlignedBuffer _inputs = new(data.HasIntegerInputs ? 0 : (long)capacity * data.InputLength);
    private readonly int[] _integers = new int[data.HasIntegerInputs ? checked(capacity * data.InputLength) : 0];
    private readonly int[] _labels = new int[checked(capacity * data.LabelLength)];
    private readonly AlignedBuffer _targets = new((long)capacity * data.TargetLength);

    /// <summary>Copies rows in and gives them as a batch, which is valid until the next call.</summary>
    public Batch Gather(ReadOnlySpan<int> rows)
    {
        data.Gather(rows, _inputs.Span, _integers, _labels, _targets.Span);
        return new Batch
        {
            Count = rows.Length,
            Inputs = _inputs.Span[..(data.HasIntegerInputs ? 0 : rows.Length * data.InputLength)],
            IntegerInputs = _integers.AsSpan(0, data.HasIntegerInputs ? rows.Length * data.InputLength : 0),
            Labels = _labels.AsSpan(0, rows.Length * data.LabelLength),
            Targets = _targets.Span[..(rows.Length * data.TargetLength)],
            Sizes = sizes,
        };
    }
}
