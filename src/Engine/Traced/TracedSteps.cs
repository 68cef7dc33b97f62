namespace Adjoint;

/// <summary>The training step of a traced model: gather a batch, compute its gradient, move the parameters.</summary>
internal sealed class TracedSteps
{
    private readonly TracedDefinition _definition;
    private readonly ParameterBuffer _parameters;
    private readonly AlignedBuffer _gradient;
    private readonly float[] _stateAfter;
    private readonly Descent _descent;
    private readonly GradientRules _rules;
    private readonly BatchBuffer _batch;
    private readonly int _batchSize;
    private readonly ulong _seed;
    private ulong _step;

    public TracedSteps(TracedDefinition definition, ParameterBuffer parameters, Dataset train, FitOptions options)
    {
        _definition = definition;
        _parameters = parameters;
        _gradient = new AlignedBuffer(parameters.Values.Length);
        _stateAfter = new float[parameters.State.Length];
        _descent = new Descent(definition.Description, definition.Trained, options.Optimizer, options.Threads ?? Threads.Shared);
        _rules = options.GradientRules;
        _batchSize = Math.Min(options.BatchSize, train.Count);
        _batch = new BatchBuffer(train, _batchSize, []);
        _seed = unchecked((uint)options.Seed);
    }

    /// <summary>
    /// Takes one step on the given rows, batch by batch, and returns their mean loss before it. When the loss is not finite the parameters are left as
    /// they were.
    /// </summary>
    public float Take(ReadOnlySpan<int> rows, float factor)
    {
        double sum = 0;
        for (int start = 0; start < rows.Length; start += _batchSize)
        {
            int count = Math.Min(_batchSize, rows.Length - start);
            float loss = Gradient(rows.Slice(start, count));
            sum += (double)loss * count;
            if (!float.IsFinite(loss))
            {
                return loss;
            }

            if (start + count < rows.Length)
            {
                _descent.Hold(_gradient.Span, count);
            }
            else
            {
                _descent.Move(_parameters.Span, _gradient.Span, count, factor, _rules, new RandomKey(_seed, _step));
            }
        }

        return (float)(sum / rows.Length);
    }

    /// <summary>The gradient that the optimizer wants of a batch, and the batch's loss.</summary>
    private float Gradient(ReadOnlySpan<int> rows)
    {
        // Steps count from 1: the random numbers of step 0 are those of initialisation.
        _step++;
        RandomKey key = new(_seed, _step);
        float loss = _definition.Gradient(_parameters, _batch.Gather(rows), key, _gradient.Span);
        if (float.IsFinite(loss) && _descent.Perturb(_parameters.Span, _gradient.Span))
        {
            _parameters.State.CopyTo(_stateAfter);
            float perturbed = _definition.Gradient(_parameters, _batch.Gather(rows), key, _gradient.Span);
            _descent.Restore(_parameters.Span);
            _stateAfter.CopyTo(_parameters.StateSpan);
            return float.IsFinite(perturbed) ? loss : perturbed;
        }

        return loss;
    }
}
