namespace Adjoint;

/// <summary>
/// The training step over a data set: gather a batch, compute its gradient, move the parameters. Everything it needs is allocated once;
/// a step allocates nothing.
/// </summary>
internal sealed class TrainingSteps<TModel>(TModel model, Dataset train, int[] sizes, int batchSize, FitOptions options)
    where TModel : class, IModel<TModel>
{
    private readonly Trainer<TModel> _trainer = new(model, options.Optimizer, options.Seed, options.Threads);
    private readonly BatchBuffer _batch = new(train, batchSize, sizes);

    /// <summary>The parameters, which each step moves.</summary>
    public ParameterBuffer Parameters => _trainer.Parameters;

    /// <summary>
    /// Takes one step on the given rows and returns their mean loss before it. When the loss is not finite the parameters are left as they were.
    /// </summary>
    public float Take(ReadOnlySpan<int> rows, float learningRate) => _trainer.Step<LossObjective<TModel>>(_batch.Gather(rows), learningRate);
}
