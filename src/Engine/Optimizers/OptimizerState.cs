namespace Adjoint;

/// <summary>What one training remembers for its optimizer: one aligned buffer for each moment, and the steps taken.</summary>
internal sealed class OptimizerState
{
    private readonly Optimizer _optimizer;
    private readonly AlignedBuffer[] _moments;
    private long _steps;

    public OptimizerState(Optimizer optimizer, int length)
    {
        _optimizer = optimizer;
        _moments = new AlignedBuffer[optimizer.Moments];
        for (int i = 0; i < _moments.Length; i++)
        {
            _moments[i] = new AlignedBuffer(length);
        }
    }

    /// <summary>Takes one step with the given learning rate.</summary>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, float learningRate, Threads threads)
    {
        _steps++;
        _optimizer.Update(new OptimizerStep(parameters, gradient, _moments, _steps, learningRate, threads));
    }
}
