namespace Adjoint;

/// <summary>The training step of a traced model: gather a batch, compute its gradient, move the parameters.</summary>
internal sealed class TracedSteps
{
    private readonly TracedDefinition _definition;
    private readonly ParameterBuffer _parameters;
    private readonly AlignedBuffer _gradient;
    private readonly OptimizerState _optimizer;
    private readonly BatchBuffer _batch;
    private readonly Threads _threads;
    private readonly ulong _seed;
    private ulong _step;

    public TracedSteps(TracedDefinition definition, ParameterBuffer parameters, Dataset train, FitOptions options)
    {
        _definition = definition;
        _parameters = parameters;
        _gradient = new AlignedBuffer(parameters.Values.Length);
        _optimizer = new OptimizerState(options.Optimizer, new TrainedRanges(definition.Description, definition.Trained));
        _batch = new BatchBuffer(train, Math.Min(options.BatchSize, train.Count), []);
        _threads = options.Threads ?? Threads.Shared;
        _seed = unchecked((uint)options.Seed);
    }

    /// <summary>
    /// Takes one step on the given rows and returns their mean loss before it. When the loss is not finite the parameters are left as they were.
    /// </summary>
    public float Take(ReadOnlySpan<int> rows, float learningRate)
    {
        // Steps count from 1: the random numbers of step 0 are those of initialisation.
        _step++;
        float loss = _definition.Gradient(_parameters, _batch.Gather(rows), new RandomKey(_seed, _step), _gradient.Span);
        if (float.IsFinite(loss))
        {
            _optimizer.Step(_parameters.Span, _gradient.Span, learningRate, _threads);
        }

        return loss;
    }
}
