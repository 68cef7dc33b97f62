namespace Adjoint;

/// <summary>What one training remembers for its optimizer: one aligned buffer for each moment, and the steps taken.</summary>
internal sealed class OptimizerState
{
    private readonly Optimizer _optimizer;
    private readonly TrainedRanges _ranges;
    private readonly AlignedBuffer[] _moments;
    private long _steps;

    /// <summary>Moments take no more room than the parameters that are trained.</summary>
    public OptimizerState(Optimizer optimizer, TrainedRanges ranges)
    {
        _optimizer = optimizer;
        _ranges = ranges;
        _moments = new AlignedBuffer[optimizer.Moments];
        for (int i = 0; i < _moments.Length; i++)
        {
            _moments[i] = new AlignedBuffer(ranges.Length);
        }
    }

    /// <summary>Takes one step with the given learning rate.</summary>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, float learningRate, Threads threads)
    {
        _steps++;
        int start = 0;
        foreach ((int offset, int length) in _ranges)
        {
            _optimizer.Update(new OptimizerStep(
                parameters.Slice(offset, length), gradient.Slice(offset, length), _moments, start, _steps, learningRate, threads));
            start += length;
        }
    }
}
