namespace Adjoint;

/// <summary>
/// The training step: gather a batch, compute its gradient, move the parameters. Everything it needs is allocated here, once;
/// a step allocates nothing.
/// </summary>
internal sealed class TrainingSteps<TModel>
    where TModel : class, IModel<TModel>
{
    private readonly ParameterBuffer _parameters;
    private readonly AlignedBuffer _gradient;
    private readonly OptimizerState _optimizer;
    private readonly BatchBuffer _batch;
    private readonly Workspace _workspace;
    private readonly ulong _seed;
    private ulong _step;

    public TrainingSteps(ParameterBuffer parameters, Dataset train, FitOptions options)
    {
        int batch = Math.Min(options.BatchSize, train.Count);
        _parameters = parameters;
        _gradient = new AlignedBuffer(parameters.Values.Length);
        _optimizer = new OptimizerState(options.Optimizer, parameters.Values.Length);
        _batch = new BatchBuffer(train, batch);
        _workspace = new Workspace(TModel.Description.TrainingMemory.FloatsFor(batch), options.Threads);
        _seed = unchecked((uint)options.Seed);
    }

    /// <summary>
    /// Takes one step on the given rows and returns their mean loss before it. When the loss is not finite the parameters are left as they were.
    /// </summary>
    public float Take(ReadOnlySpan<int> rows, float learningRate)
    {
        // Steps count from 1: the random numbers of step 0 are those of initialisation.
        _step++;
        Batch batch = _batch.Gather(rows);
        float loss = TModel.Gradient(
            _parameters.Values, _parameters.StateSpan, batch, new RandomKey(_seed, _step), _gradient.Span, _workspace);
        if (float.IsFinite(loss))
        {
            _optimizer.Step(_parameters.Span, _gradient.Span, learningRate, _workspace.Threads);
        }

        return loss;
    }
}
