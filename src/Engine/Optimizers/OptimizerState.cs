namespace Adjoint;

/// <summary>What one training remembers for its optimizer: one aligned buffer for each moment, and the steps taken.</summary>
internal sealed class OptimizerState
{
    private readonly TrainedRanges _ranges;
    private readonly AlignedBuffer[] _moments;
    private readonly AlignedBuffer _scratch;

    /// <summary>Moments take no more room than the parameters that are trained.</summary>
    public OptimizerState(Optimizer optimizer, TrainedRanges ranges)
    {
        Optimizer = optimizer;
        _ranges = ranges;
        _moments = new AlignedBuffer[optimizer.Moments];
        for (int i = 0; i < _moments.Length; i++)
        {
            _moments[i] = new AlignedBuffer(ranges.Length);
        }

        long scratch = 0;
        foreach (TrainedRange range in ranges)
        {
            scratch = Math.Max(scratch, range.Tensor is null ? 0 : optimizer.ScratchFor(range.Tensor));
        }

        _scratch = new AlignedBuffer(scratch);
    }

    public Optimizer Optimizer { get; }

    /// <summary>The number of steps begun.</summary>
    public long Steps { get; private set; }

    /// <summary>Memory for the step of one tensor.</summary>
    public Span<float> Scratch => _scratch.Span;

    /// <summary>One moment of all trained parameters, run after run.</summary>
    public Span<float> Moment(int index) => _moments[index].Span;

    /// <summary>Remembers what another state of the same optimizer does.</summary>
    public void Assign(OptimizerState other)
    {
        Steps = other.Steps;
        for (int i = 0; i < _moments.Length; i++)
        {
            other._moments[i].Span.CopyTo(_moments[i].Span);
        }
    }

    /// <summary>Takes one step with the optimizer's learning rate times a factor.</summary>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, float factor, Threads threads)
    {
        Steps++;
        foreach (TrainedRange range in _ranges)
        {
            Optimizer.Update(new OptimizerStep(this, range, parameters, gradient, Optimizer, factor, threads));
        }
    }

    /// <summary>Moves parameters to where the optimizer wants its second gradient.</summary>
    public void Perturb(Span<float> parameters, ReadOnlySpan<float> gradient, Threads threads)
    {
        float norm = GradientNorm.Of(_ranges, gradient, threads);
        foreach (TrainedRange range in _ranges)
        {
            Optimizer.Perturb(new OptimizerStep(this, range, parameters, gradient, Optimizer, factor: 1, threads), norm);
        }
    }
}
