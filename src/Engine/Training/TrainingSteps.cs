namespace Adjoint;

/// <summary>
/// The training step over a data set: gather a batch, compute its gradient, move the parameters. Everything it needs is allocated once;
/// a step allocates nothing.
/// </summary>
internal sealed class TrainingSteps<TModel>(TModel model, Dataset train, int[] sizes, int batchSize, FitOptions options)
    where TModel : class, IModel<TModel>
{
    private readonly Trainer<TModel> _trainer = new(model, options.Optimizer, options.Seed, options.Threads)
    {
        ClipValue = options.ClipValue,
        ClipNorm = options.ClipNorm,
        Noise = options.Noise,
    };

    private readonly BatchBuffer _batch = new(train, batchSize, sizes);

    /// <summary>The parameters, which each step moves.</summary>
    public ParameterBuffer Parameters => _trainer.Parameters;

    /// <summary>
    /// Takes one step on the given rows, batch by batch, and returns their mean loss before it. When the loss is not finite the parameters are left as
    /// they were.
    /// </summary>
    public float Take(ReadOnlySpan<int> rows, float factor)
    {
        double sum = 0;
        int start = 0;
        for (; rows.Length - start > batchSize; start += batchSize)
        {
            float loss = _trainer.Hold<LossObjective<TModel>>(_batch.Gather(rows.Slice(start, batchSize)));
            if (!float.IsFinite(loss))
            {
                return loss;
            }

            sum += (double)loss * batchSize;
        }

        int last = rows.Length - start;
        float lastLoss = _trainer.Step<LossObjective<TModel>>(_batch.Gather(rows[start..]), factor);
        return start == 0 ? lastLoss : (float)((sum + ((double)lastLoss * last)) / rows.Length);
    }
}
