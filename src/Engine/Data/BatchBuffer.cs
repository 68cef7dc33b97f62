namespace Adjoint;

/// <summary>Room for the rows of one batch, allocated once and filled for every step.</summary>
internal sealed class BatchBuffer(Dataset data, int capacity)
{
    private readonly AlignedBuffer _inputs = new((long)capacity * data.InputLength);
    private readonly int[] _labels = new int[data.HasLabels ? capacity : 0];
    private readonly AlignedBuffer _targets = new((long)capacity * data.TargetLength);

    /// <summary>Copies rows in and gives them as a batch, which is valid until the next call.</summary>
    public Batch Gather(ReadOnlySpan<int> rows)
    {
        data.Gather(rows, _inputs.Span, _labels, _targets.Span);
        ReadOnlySpan<float> inputs = _inputs.Span[..(rows.Length * data.InputLength)];
        return data.HasLabels
            ? new Batch(inputs, _labels.AsSpan(0, rows.Length))
            : new Batch(inputs, _targets.Span[..(rows.Length * data.TargetLength)], rows.Length);
    }
}
